import { verdicts, type Deliverability, type Finding, type FindingCode } from "@turnout/contract/deliverability";
import type { Locale } from "@turnout/contract/locale";
import type { AuditRow, OperatorOverview } from "@turnout/contract/operator";
import type { Suppression } from "@turnout/contract/suppressions";
import { describe, expect, test, vi } from "vitest";
import { page } from "vitest/browser";
import { asked, refuse, whenAsked } from "../testing/fake-server.test-support.ts";
import { mount } from "../testing/mount.test-support.tsx";
import { account, signIn } from "../testing/sign-in.test-support.ts";
import { OperatorPage } from "./operator-page.tsx";

const at = new Date(Date.now() - 3_600_000).toISOString();
const process = { host: "api-1", pid: 7, roles: ["api"], version: "0.1.0", startedAt: at, seenAt: at, connections: 12, isGone: false };
const overview: OperatorOverview = {
  processes: [
    { ...process, id: "1" },
    { ...process, id: "2", host: "worker-1", roles: ["worker"], isGone: true },
  ],
  queues: [
    { queue: "sendMail", due: 2, oldestSeconds: 120, waiting: 1, failed: 3 },
    { queue: "forgetOld", due: 0, oldestSeconds: 0, waiting: 0, failed: 0 },
  ],
  mail: {
    accepted: 321,
    failed: 4,
    dropped: 5,
    waiting: 6,
    held: 1,
    oldestWaitingSeconds: 60,
    bounced: 2,
    complained: 0,
    unsubscribed: 7,
    suppressed: 99,
    lastFailure: { queuedAt: at, kind: "invitation", reason: "550 no such user" },
  },
  abuse: {
    limits: [{ limit: "signIn", refused: 41 }],
    senders: [{ id: "3", name: "Mallory", email: "mallory@example.org", since: at, emails: 20, failed: 9, events: 1 }],
    newAccounts: 8,
  },
};
const nothing: OperatorOverview = {
  processes: [],
  queues: overview.queues.slice(1),
  mail: {
    accepted: 0,
    failed: 0,
    dropped: 0,
    waiting: 0,
    held: 0,
    oldestWaitingSeconds: 0,
    bounced: 0,
    complained: 0,
    unsubscribed: 0,
    suppressed: 0,
    lastFailure: null,
  },
  abuse: { limits: [], senders: [], newAccounts: 0 },
};

const card = (name: string) => page.getByRole("region", { name });
let people = 0;

/** Another account each time, as what one session has read is kept. */
async function show(locale: Locale = "en", isOperator = true) {
  await signIn({ ...account, id: `operator-${++people}`, isOperator, hasPasskey: true });
  await mount(<OperatorPage />, locale);
}

test("processes, queues, email and abuse are shown as they are", async () => {
  whenAsked("GET /api/operator", { body: overview });
  await show();
  await expect.element(card("Processes").getByText("api-1 7")).toBeVisible();
  await expect.element(card("Processes").getByText(/12 connections/)).toBeVisible();
  await expect.element(card("Processes").getByText("silent")).toBeVisible();
  await expect.element(card("Queues").getByText(/2 due · 1 for later · 3 failed/)).toBeVisible();
  await expect.element(card("Queues").getByText("1 other queue is empty.")).toBeVisible();
  const mail = card("Email of the last 24 hours");
  await expect.element(mail.getByText("321")).toBeVisible();
  await expect.element(mail.getByText(/550 no such user/)).toBeVisible();
  await expect.element(card("Abuse").getByText("mallory@example.org")).toBeVisible();
  await expect.element(card("Abuse").getByText("41")).toBeVisible();
});

test("where there is nothing, it says so, also in German", async () => {
  whenAsked("GET /api/operator", { body: nothing });
  await show("de");
  await expect.element(card("Prozesse").getByText("Noch hat sich kein Prozess gemeldet.")).toBeVisible();
  await expect.element(card("Warteschlangen").getByText("Alle Warteschlangen sind leer.")).toBeVisible();
  await expect.element(page.getByText("In letzter Zeit wurde keine E-Mail abgelehnt.")).toBeVisible();
  await expect.element(card("Missbrauch").getByText("Keine hat jemanden abgewiesen.")).toBeVisible();
  await expect.element(page.getByRole("button", { name: /noch einmal versuchen/ })).not.toBeInTheDocument();
});

test("failed jobs are tried again by queue, and the numbers are read anew", async () => {
  whenAsked("GET /api/operator", { body: overview });
  whenAsked("POST /api/operator/queues/sendMail/retry", { body: { retried: 3 } });
  await show();
  await page.getByRole("button", { name: "Try the failed jobs of sendMail again" }).click();
  await expect.element(page.getByText("Tried again: 3")).toBeVisible();
  await expect.poll(() => asked("GET", "/api/operator").length).toBe(2);
});

test("what cannot be read says so, and can be asked for again", async () => {
  whenAsked("GET /api/operator", refuse("not_allowed", undefined, 403));
  await show();
  const again = page.getByRole("alert").getByRole("button", { name: "Try again" });
  await expect.element(again).toBeVisible();
  whenAsked("GET /api/operator", { body: overview });
  await again.click();
  await expect.element(card("Processes")).toBeVisible();
});

test("without a passkey of late nothing is shown but what asks for it, also once it has been open", async () => {
  const answers = [{ body: overview }, refuse("passkey_required", undefined, 403)];
  whenAsked("GET /api/operator", () => answers.shift()!);
  await show();
  await expect.element(card("Processes")).toBeVisible();
  await page.getByRole("button", { name: "Read again" }).click();
  await expect.element(page.getByRole("heading", { name: "Use your passkey" })).toBeVisible();
  await expect.element(card("Processes")).not.toBeInTheDocument();
});

test("an operator without a passkey is asked to add one", async () => {
  whenAsked("GET /api/operator", refuse("passkey_missing", undefined, 403));
  await show();
  await expect.element(page.getByRole("heading", { name: "First add a passkey" })).toBeVisible();
  await expect.element(page.getByRole("link", { name: "Add one in your account" })).toHaveAttribute("href", "/account");
});

test("whoever is no operator is told so, and nothing is asked for", async () => {
  await show("en", false);
  await expect.element(page.getByRole("heading", { name: "Only for operators" })).toBeVisible();
  expect(asked()).toEqual([]);
});

test("the audit log is read when asked for, in pages, and by whom or where something was done", async () => {
  const event = "019b0000-0000-7000-8000-00000000beef";
  const row = (id: number, more: Partial<AuditRow> = {}): AuditRow => ({
    id,
    at,
    action: "session.started",
    actor: { id: "9", name: "Ada" },
    eventId: null,
    subject: null,
    ...more,
  });
  const log = [
    row(4, { action: "host.added", eventId: event, subject: { id: "8", name: "Barbara" } }),
    row(3, { actor: { id: "7", name: null } }),
    row(2, { action: "instance.exported", actor: null }),
  ];
  whenAsked("GET /api/operator", { body: overview });
  whenAsked("GET /api/operator/audit", ({ query }) => {
    if (query.has("account") || query.has("event")) return { body: { rows: log.slice(0, 1), hasMore: false } };
    return query.has("before")
      ? { body: { rows: [row(1, { action: "email.changed" })], hasMore: false } }
      : { body: { rows: log, hasMore: true } };
  });
  await show();
  const audit = card("Who did what");
  await expect.element(audit).toBeVisible();
  expect(asked("GET", "/api/operator/audit")).toEqual([]);
  await audit.getByRole("button", { name: "Read it" }).click();
  await expect.element(audit.getByText("→ Barbara")).toBeVisible();
  await expect.element(audit.getByText("a deleted account")).toBeVisible();
  await expect.element(audit.getByText("by a command on the server")).toBeVisible();
  await audit.getByRole("button", { name: "Show earlier ones" }).click();
  await expect.element(audit.getByText("email.changed")).toBeVisible();
  expect(asked("GET", "/api/operator/audit").at(-1)!.query.get("before")).toBe("2");
  await audit.getByRole("button", { name: "Only what Ada did" }).first().click();
  await expect.element(audit.getByText("email.changed")).not.toBeInTheDocument();
  await audit.getByRole("button", { name: "One account only. Show all" }).click();
  await audit.getByRole("button", { name: `Only event ${event}` }).click();
  await expect.poll(() => asked("GET", "/api/operator/audit").at(-1)!.query.get("event")).toBe(event);
});

const aFinding = (about: Finding["about"], code: FindingCode, more: Partial<Finding> = {}): Finding => ({
  about,
  name: "example.org",
  code,
  verdict: verdicts[code],
  facts: {},
  add: null,
  ...more,
});

describe("whether others take the email", () => {
  const CHECK = "POST /api/operator/deliverability-checks";
  const record = 'example.org. IN TXT "v=spf1 ip4:192.0.2.1 ip4:198.51.100.7 -all"';
  const some: Deliverability = {
    from: "hello@example.org",
    servers: ["192.0.2.1"],
    hasMailServer: true,
    findings: [
      aFinding("MX", "mx_good", { facts: { servers: "mail.example.org" } }),
      aFinding("SPF", "spf_refuses_server", {
        facts: { record: "v=spf1 ip4:198.51.100.7 -all", server: "192.0.2.1", result: "fail" },
        add: record,
      }),
      aFinding("PTR", "reverse_missing", {
        name: "192.0.2.1",
        facts: { server: "192.0.2.1" },
        add: "1.2.0.192.in-addr.arpa. IN PTR <mail-server>.",
      }),
    ],
  };
  const shown = (name = "Whether others take your email") => card(name);

  test("says that no replies arrive, and what to set, before anything is asked; otherwise nothing of it", async () => {
    whenAsked("GET /api/operator", { body: { ...overview, takesReplies: false } });
    await show();
    await expect.element(shown().getByText("No replies reach this instance")).toBeVisible();
    for (const name of ["INBOUND_ADDRESS", "INBOUND_SMTP", "INBOUND_IMAP", "INBOUND_WEBHOOK_SECRET"])
      await expect.element(shown().getByText(name)).toBeVisible();
  });

  test.each([true, undefined])(
    "says nothing of replies where they arrive, or an earlier server does not say (%s)",
    async (takesReplies) => {
      whenAsked("GET /api/operator", { body: { ...overview, ...(takesReplies !== undefined && { takesReplies }) } });
      await show();
      await expect.element(shown().getByRole("button", { name: "Check now" })).toBeVisible();
      await expect.element(shown().getByText("No replies reach this instance")).not.toBeInTheDocument();
    },
  );

  test("is asked on demand, for what the operator names, with each finding and the record to copy", async () => {
    const copied = vi.spyOn(navigator.clipboard, "writeText").mockResolvedValue();
    whenAsked("GET /api/operator", { body: overview });
    whenAsked(CHECK, { body: some });
    await show();
    await expect.element(shown()).toBeVisible();
    expect(asked("POST")).toEqual([]);
    await shown().getByLabelText("Where your email leaves").fill("192.0.2.1, mail.example.org");
    await shown().getByLabelText("Selectors of your mail server (DKIM)").fill("s1");
    await shown().getByRole("button", { name: "Check now" }).click();
    await expect.element(shown().getByText("Replies and reports arrive at mail.example.org.")).toBeVisible();
    await expect.element(shown().getByText("It does not let 192.0.2.1 send (fail).")).toBeVisible();
    await expect.element(shown().getByText(/Not everything is there yet for hello@example.org/)).toBeVisible();
    expect(asked("POST")[0]!.body).toEqual({ servers: ["192.0.2.1", "mail.example.org"], selectors: ["s1"] });
    await shown().getByRole("button", { name: "Copy the record of SPF" }).click();
    expect(copied).toHaveBeenCalledWith(record);
    await expect.element(shown().getByText("Put in place of <…> what only you know.")).toBeVisible();
    await expect.element(shown().getByRole("button", { name: "Check again" })).toBeVisible();
  });

  test("says when DNS gives no answer, and while it is asked; also in German", async () => {
    let answer = () => {};
    const silent = new Promise<void>((resolve) => (answer = resolve));
    whenAsked("GET /api/operator", { body: overview });
    whenAsked(CHECK, async () => {
      await silent;
      return { body: { ...some, findings: [aFinding("MX", "no_answer", { facts: { error: "ETIMEOUT" } })] } };
    });
    await show("de");
    const german = shown("Ob deine E-Mails ankommen");
    await german.getByRole("button", { name: "Jetzt prüfen" }).click();
    await expect.element(german.getByText(/Das DNS wird gefragt/)).toBeVisible();
    answer();
    await expect.element(german.getByText("Das DNS antwortet nicht", { exact: true })).toBeVisible();
    await expect.element(german.getByText(/ETIMEOUT/)).toBeVisible();
  });

  test("says what can be asked about, and keeps what was typed", async () => {
    whenAsked("GET /api/operator", { body: overview });
    whenAsked(CHECK, refuse("invalid_input", undefined, 400));
    await show();
    await shown().getByLabelText("Where your email leaves").fill("my mail server");
    await shown().getByRole("button", { name: "Check now" }).click();
    await expect
      .element(
        shown()
          .getByRole("alert")
          .getByText(/names such as mail.example.org/),
      )
      .toBeVisible();
    await expect.element(shown().getByLabelText("Where your email leaves")).toHaveValue("my mail server");
  });

  test("has words for every code in both languages", async () => {
    const all = Object.keys(verdicts) as FindingCode[];
    whenAsked("GET /api/operator", { body: overview });
    whenAsked(CHECK, { body: { ...some, hasMailServer: false, findings: all.map((code) => aFinding("SPF", code, { name: code })) } });
    await show("de");
    const german = shown("Ob deine E-Mails ankommen");
    await german.getByRole("button", { name: "Jetzt prüfen" }).click();
    await expect.element(german.getByText("Kein Mailserver ist eingestellt")).toBeVisible();
    for (const code of all) await expect.element(german.getByText(code, { exact: true })).toBeVisible();
    expect(german.element().querySelectorAll("li p:nth-child(2):empty")).toHaveLength(0);
  });
});

describe("suppressions", () => {
  const row = (id: string, more: Partial<Suppression> = {}): Suppression => ({
    id,
    email: `${id}@example.org`,
    key: "00ff00ff00ff00ff",
    kind: "guests",
    eventId: null,
    reason: "bounced",
    since: at,
    ...more,
  });
  const first = [
    row("grace"),
    row("gone", { email: null, kind: "event", eventId: "019b0000-0000-7000-8000-00000000beef", reason: "complained" }),
  ];
  const LIST = "GET /api/operator/suppressions";

  async function open() {
    whenAsked("GET /api/operator", { body: overview });
    whenAsked(LIST, ({ query }) => {
      if (query.has("email")) return { body: { rows: query.get("email") === "lin@example.org" ? [row("lin")] : [], next: null } };
      return {
        body: query.has("after") ? { rows: [row("lin", { reason: "unsubscribed" })], next: null } : { rows: first, next: "1.grace" },
      };
    });
    await show();
    const list = card("Addresses that get no email");
    await list.getByRole("button", { name: "Show them" }).click();
    await expect.element(list.getByText("grace@example.org")).toBeVisible();
    return list;
  }

  test("are read when asked for, in pages, and found by a whole address", async () => {
    const list = await open();
    await expect.element(list.getByText("a deleted address (00ff00ff00ff00ff)")).toBeVisible();
    await expect.element(list.getByText("complained")).toBeVisible();
    await list.getByRole("button", { name: "Show earlier ones" }).click();
    await expect.element(list.getByText("lin@example.org")).toBeVisible();
    expect(asked("GET", "/api/operator/suppressions").at(-1)!.query.get("after")).toBe("1.grace");
    const find = list.getByLabelText("Find an address");
    await find.fill("lin");
    await list.getByRole("button", { name: "Find" }).click();
    await expect.element(list.getByText("Type the whole address: parts of it cannot be found.")).toBeVisible();
    await find.fill("nobody@example.org");
    await list.getByRole("button", { name: "Find" }).click();
    await expect.element(list.getByText("nobody@example.org gets its emails.")).toBeVisible();
    await list.getByRole("button", { name: "Show all" }).click();
    await expect.element(list.getByText("grace@example.org")).toBeVisible();
  });

  test("are lifted, and put back as they were", async () => {
    const before = { reason: "bounced", since: at };
    whenAsked("DELETE /api/operator/suppressions/grace", { body: { lifted: before } });
    whenAsked("PUT /api/operator/suppressions/grace", { body: { done: true } });
    const list = await open();
    await list.getByRole("button", { name: "Allow again: grace@example.org" }).click();
    await expect.element(page.getByText("grace@example.org gets these emails again.")).toBeVisible();
    await expect.element(list.getByText("grace@example.org")).not.toBeInTheDocument();
    await page.getByRole("button", { name: "Undo" }).click();
    await expect.element(list.getByText("grace@example.org")).toBeVisible();
    expect(asked("PUT")[0]!.body).toEqual(before);
    expect(asked("GET", "/api/operator/suppressions"), "each reading is noted").toHaveLength(1);
  });

  test("stay where lifting is refused", async () => {
    whenAsked("DELETE /api/operator/suppressions/grace", refuse("not_allowed", undefined, 403));
    const list = await open();
    await list.getByRole("button", { name: "Allow again: grace@example.org" }).click();
    await expect.element(list.getByRole("alert")).toBeVisible();
    await expect.element(list.getByText("grace@example.org")).toBeVisible();
  });
});
