import type { AuditRow, OperatorOverview } from "@turnout/contract/operator";
import type { Locale } from "@turnout/contract/locale";
import { expect, test } from "vitest";
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
