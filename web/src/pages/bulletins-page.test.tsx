import { afterEach, expect, onTestFinished, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import type { Bulletin, Bulletins } from "@turnout/contract/bulletins";
import type { Locale } from "@turnout/contract/locale";
import type { EventSnapshot } from "@turnout/contract/snapshot";
import { type Answered, asked, refuse, whenAsked } from "../testing/fake-server.test-support.ts";
import { mount, unmount } from "../testing/mount.test-support.tsx";
import { withPageData } from "../testing/open-page.test-support.tsx";
import { snapshots } from "../testing/snapshots.test-support.ts";
import { BulletinsPage } from "./bulletins-page.tsx";

const button = (name: string | RegExp) => page.getByRole("button", { name, exact: typeof name === "string" });
const dialog = page.getByRole("dialog");
const notices = page.getByRole("region", { name: "Notices" });
const inHistory = page.getByRole("region", { name: "Sent and scheduled" });

const bulletinId = "00000000-0000-4000-8000-00000000b001";
const scheduled: Bulletin = {
  bulletinId,
  kind: "words",
  subject: "Bring a blanket",
  text: "It gets cold.",
  to: ["going"],
  by: "Ada Lindgren",
  due: "2030-06-17T10:00:00.000Z",
  state: "scheduled",
  recipients: 0,
  sent: 0,
  failed: 0,
  skipped: 0,
};
const nobody: Bulletins = {
  bulletins: [],
  people: { going: 42, maybe: 5, waiting: 3, none: 7, declined: 2 },
  leftToday: 5,
  nudge: { people: 7, notBefore: null, left: 3 },
};

/** As the guest list opens the page. */
async function showFor(guestIds: string[]) {
  history.replaceState({ guestIds }, "");
  onTestFinished(() => history.replaceState(null, ""));
  return show();
}

afterEach(() => sessionStorage.clear());

async function show(
  known: Partial<Bulletins> = {},
  change: Partial<EventSnapshot> = {},
  locale: Locale = "en",
  reply: Answered = { body: { ...nobody, ...known } },
) {
  const eventId = crypto.randomUUID();
  const path = `/api/events/${eventId}`;
  const snapshot = { ...snapshots["host"]!, ...change, eventId };
  whenAsked(`GET ${path}`, { body: snapshot });
  whenAsked(`GET ${path}/bulletins`, reply);
  whenAsked(`POST ${path}/bulletin-audience`, { body: { people: { going: 0, maybe: 1, waiting: 0, none: 0, declined: 0 } } });
  whenAsked(`GET ${path}/guest-tags`, { body: { tags: [{ tag: "Press", guests: 3 }] } });
  whenAsked(`GET ${path}/guests`, { body: { guests: [], next: null, total: 0 } });
  await mount(withPageData(snapshot, <BulletinsPage params={{ eventId }} />), locale);
  return path;
}

async function write() {
  await page.getByRole("textbox", { name: "Subject" }).fill("Bring a blanket");
  await page.getByRole("textbox", { name: "Message" }).fill("It gets cold.");
}

test("says to how many before it is sent, asks, and can be taken back", async () => {
  const path = await show();
  await expect.element(button("Send to 42 people")).toBeDisabled();
  await expect.element(page.getByRole("group", { name: "To" })).toMatchTextContent(/guests without an email address, get nothing/);
  await page.getByRole("checkbox", { name: "Maybe (5)" }).click();
  await write();
  whenAsked(`POST ${path}/bulletins`, {
    body: { seq: 1, commandId: bulletinId, bulletinId, due: new Date(Date.now() + 10_000).toISOString() },
  });
  await button("Send to 47 people").click();
  await expect.element(dialog).toMatchTextContent(/Send this to 47 people\?.*Bring a blanket.*Going \(42\), Maybe \(5\)/);
  await expect.element(dialog.getByText(/Whoever has no email address or has unsubscribed gets nothing/)).toBeVisible();
  await dialog.getByRole("button", { name: "Send", exact: true }).click();
  await expect.element(notices.getByText("Goes out in a few seconds")).toBeVisible();
  const [sent] = asked("POST", `${path}/bulletins`);
  expect(sent!.body).toMatchObject({ subject: "Bring a blanket", text: "It gets cold.", to: ["going", "maybe"], at: null });
  whenAsked(`DELETE ${path}/bulletins/${bulletinId}`, { body: { seq: 2 } });
  await notices.getByRole("button", { name: "Undo" }).click();
  await expect.element(notices.getByText("Taken back. Nobody gets it.")).toBeVisible();
  // Its words are there again, to be mended and sent.
  await expect.element(page.getByRole("textbox", { name: "Subject" })).toHaveValue("Bring a blanket");
  await expect.element(button("Send to 47 people")).toBeEnabled();
});

test("what is written is there again after another page was looked at", async () => {
  const path = await show();
  const eventId = path.split("/").at(-1)!;
  await write();
  unmount();
  await mount(withPageData({ ...snapshots["host"]!, eventId }, <BulletinsPage params={{ eventId }} />));
  await expect.element(page.getByRole("textbox", { name: "Subject" })).toHaveValue("Bring a blanket");
  await expect.element(page.getByRole("textbox", { name: "Message" })).toHaveValue("It gets cold.");
});

test("one that was written before is used again, and what it replaces can be had back", async () => {
  await show({ bulletins: [{ ...scheduled, state: "withdrawn", to: ["maybe"] }] });
  await page.getByRole("textbox", { name: "Subject" }).fill("Something else");
  await inHistory.getByRole("button", { name: "Use again" }).click();
  await expect.element(page.getByRole("textbox", { name: "Message" })).toHaveValue("It gets cold.");
  await expect.element(button("Send to 5 people")).toBeEnabled();
  await expect.element(page.getByRole("heading", { name: "Write an email" })).toHaveFocus();
  await notices.getByRole("button", { name: "Undo" }).click();
  await expect.element(page.getByRole("textbox", { name: "Subject" })).toHaveValue("Something else");
});

test("a time that has passed is refused before anything is sent, and the question says when it goes out", async () => {
  await show({}, { details: { ...snapshots["host"]!.details, zone: "Europe/Berlin" } });
  await write();
  await page.getByRole("radio", { name: "Later" }).click();
  const date = page.getByRole("textbox", { name: "At (Berlin): date" });
  await date.fill("1 January 2020");
  await userEvent.tab();
  await expect.element(page.getByText("This time has passed. Choose a later one, or send it now.")).toBeVisible();
  await expect.element(button("Schedule for 42 people")).toBeDisabled();
  await date.fill("1 May 2099");
  await userEvent.tab();
  await button("Schedule for 42 people").click();
  await expect.element(dialog).toMatchTextContent(/On 1 May 2099, 09:00 \(Berlin\)/);
});

test("a preview is shown for whoever gets it, of all the chosen", async () => {
  const path = await show();
  const guest = (name: string, email: string | null) => ({ guestId: crypto.randomUUID(), name, email, tags: ["Press"] });
  const [alan, lin, grace] = [guest("Alan", "alan@example.org"), guest("Lin", null), guest("Grace", "g@example.org")];
  whenAsked(`GET ${path}/guests`, ({ query }) => ({
    body: {
      guests: query.get("standing") === "maybe" ? [alan, lin] : [grace],
      next: null,
      total: 1,
    },
  }));
  await page.getByRole("checkbox", { name: "Maybe (5)" }).click();
  await write();
  await button("Preview").click();
  await expect.element(dialog.getByRole("combobox", { name: "Preview for" })).toMatchTextContent(/^GraceAlan$/);
  const shownFor = () => (asked("POST", `${path}/bulletin-preview`).at(-1)?.body as { guestId?: string } | undefined)?.guestId;
  await expect.poll(shownFor).toBe(grace.guestId);
  await dialog.getByRole("combobox").selectOptions("Alan");
  await expect.poll(shownFor).toBe(alan.guestId);
});

test("a preview that is refused says why, and can be tried again", async () => {
  const path = await show();
  whenAsked(`POST ${path}/bulletin-preview`, refuse("event_not_found", undefined, 404));
  await write();
  await button("Preview").click();
  await expect.element(dialog.getByRole("alert")).toMatchTextContent(/could not be loaded.*no longer have access from this page/);
  expect(asked("POST", `${path}/bulletin-preview`)[0]!.body).toMatchObject({ subject: "Bring a blanket" });
  whenAsked(`POST ${path}/bulletin-preview`, refuse("too_many_requests", { seconds: 5 }, 429));
  await dialog.getByRole("button", { name: "Try again" }).click();
  await expect.poll(() => asked("POST", `${path}/bulletin-preview`)).toHaveLength(2);
  await expect.element(dialog.getByRole("alert")).not.toMatchTextContent(/no longer have access/);
});

test("a history that could not be loaded says so, and is asked for again", async () => {
  const path = await show({}, {}, "en", refuse("not_allowed", undefined, 403));
  await expect.element(page.getByText("The numbers could not be loaded")).toBeVisible();
  await expect.element(inHistory.getByText("The list could not be loaded")).toBeVisible();
  await expect.element(inHistory.getByText("Nothing yet.")).not.toBeInTheDocument();
  whenAsked(`GET ${path}/bulletins`, { body: nobody });
  await inHistory.getByRole("button", { name: "Try again" }).click();
  await expect.element(inHistory.getByText("Nothing yet.")).toBeVisible();
});

test("goes to a part of them, whose number is asked for", async () => {
  const path = await show();
  whenAsked(`POST ${path}/bulletin-audience`, { body: { people: { ...nobody.people, going: 3 } } });
  await write();
  await page.getByRole("combobox", { name: "Of these" }).selectOptions("Tag “Press”");
  whenAsked(`POST ${path}/bulletins`, { body: { seq: 1, commandId: bulletinId, bulletinId, due: new Date().toISOString() } });
  await button("Send to 3 people").click();
  await expect.element(dialog).toMatchTextContent(/Going \(3\)Tag “Press”/);
  await dialog.getByRole("button", { name: "Send", exact: true }).click();
  await expect.poll(() => asked("POST", `${path}/bulletins`)[0]?.body).toMatchObject({ to: ["going"], part: { tag: "Press" } });
});

test.each([
  ["en", "Maybe (5)", "Tag “Press”", /^1 has no email address$/, "4 have no email address"],
  ["de", "Vielleicht (5)", "Markierung „Press“", /^1 hat keine E-Mail-Adresse$/, "4 haben keine E-Mail-Adresse"],
] as const)("says how many of those it is for have no email address: %s", async (locale, maybe, press, one, several) => {
  const none = { going: 0, maybe: 0, waiting: 0, none: 0, declined: 0 };
  const path = await show({ withoutEmail: { ...none, going: 1, maybe: 3, none: 9 } }, {}, locale);
  whenAsked(`POST ${path}/bulletin-audience`, { body: { people: none, withoutEmail: none } });
  const said = page.getByRole("status").filter({ hasText: /email address|E-Mail-Adresse/ });
  await expect.element(said).toMatchTextContent(one);
  await page.getByRole("checkbox", { name: maybe }).click();
  await expect.element(said).toMatchTextContent(several);
  await page.getByRole("combobox").first().selectOptions(press);
  await expect.element(said).not.toBeInTheDocument();
});

test.each([
  ["Do you come by bus?", "Do you come by bus? Yes"],
  ["Bus", "Bus: Yes"],
])("names a part by the answer to “%s”", async (text, words) => {
  const usual = { options: [], required: false, perPerson: false, asksMaybe: false };
  await show({}, { questions: [{ ...usual, id: "aaaaaaaa", kind: "yesNo", text }] });
  const part = page.getByRole("combobox", { name: "Of these" });
  await part.selectOptions(words);
  await expect.element(part).toHaveDisplayValue(words);
});

test("a number that could not be looked up is said to be missing, and asked for again", async () => {
  const path = await show();
  await write();
  whenAsked(`POST ${path}/bulletin-audience`, refuse("too_many_requests", { seconds: 5 }, 429));
  await page.getByRole("combobox", { name: "Of these" }).selectOptions("Tag “Press”");
  const form = page.getByRole("region", { name: "Write an email" });
  await expect.element(form.getByRole("alert")).toMatchTextContent(/The numbers could not be loaded/);
  await expect.element(button("Send")).toBeDisabled();
  whenAsked(`POST ${path}/bulletin-audience`, { body: { people: { ...nobody.people, going: 3 } } });
  await form.getByRole("button", { name: "Try again" }).click();
  await expect.element(button("Send to 3 people")).toBeEnabled();
  await expect.element(form.getByRole("alert")).not.toBeInTheDocument();
});

test("begins with the guests who were selected in the list, wherever they stand", async () => {
  const path = await showFor([bulletinId]);
  await write();
  await expect.element(page.getByRole("combobox", { name: "Of these" })).toHaveDisplayValue("1 selected guest");
  await expect.element(button("Send to 1 person")).toBeEnabled();
  expect(asked("POST", `${path}/bulletin-audience`)[0]!.body).toMatchObject({ part: { guestIds: [bulletinId] } });
});

test("a thank-you is written already, and scheduled for the day after the event only by its host", async () => {
  const details = { ...snapshots["host"]!.details, starts: "2030-06-18T19:00", ends: "2030-06-19T01:00" };
  const path = await show({}, { details });
  whenAsked(`POST ${path}/bulletin-audience`, { body: { people: { going: 42, maybe: 0, waiting: 0, none: 0, declined: 0 } } });
  await expect.element(page.getByText(/to whoever the door lets in, or to everyone who is going if it lets nobody in/)).toBeVisible();
  await button("Prepare a thank-you").click();
  await expect.element(page.getByRole("textbox", { name: "Subject" })).toHaveValue("Thank you for coming!");
  expect(asked("POST", `${path}/bulletins`)).toHaveLength(0);
  whenAsked(`POST ${path}/bulletins`, { body: { seq: 1, commandId: bulletinId, bulletinId, due: "2030-06-20T10:00:00.000Z" } });
  const native = [...document.querySelectorAll(".picked-native")].map((field) => getComputedStyle(field).opacity);
  expect(native, "the browser's own fields for day and time are not seen").toEqual(["0", "0"]);
  await button("Schedule for 42 people").click();
  await expect.element(dialog).toMatchTextContent(/Going \(42\).*Who came, or was going if the door let nobody in.*until it goes out/);
  await dialog.getByRole("button", { name: "Schedule", exact: true }).click();
  await expect.poll(() => asked("POST", `${path}/bulletins`)[0]?.body).toMatchObject({ part: { came: true }, at: "2030-06-20T10:00" });
  expect(asked("POST", `${path}/bulletins`)[0]?.body).toMatchObject({ to: ["going", "maybe", "waiting", "none", "declined"] });
});

test("says of each person what became of their email", async () => {
  const path = await show({ bulletins: [{ ...scheduled, state: "sent", recipients: 2, sent: 2, part: { arrived: true } }] });
  const person = { guestId: bulletinId, name: "Grace", email: "grace@example.org", why: null };
  whenAsked(`GET ${path}/bulletins/${bulletinId}/recipients`, {
    body: {
      total: 3,
      recipients: [
        { ...person, state: "returned" },
        { ...person, guestId: crypto.randomUUID(), name: "Alan", state: "skipped", why: "unwanted" },
      ],
    },
  });
  await expect.element(inHistory).toMatchTextContent(/Going · Who has come/);
  await inHistory.getByRole("button", { name: "Recipients" }).click();
  await expect.element(dialog).toMatchTextContent(/Grace grace@example.orgCame back.*Alan.*unsubscribed Left out.*and 1 more/);
  await expect
    .element(dialog.getByRole("link", { name: "Grace" }))
    .toHaveAttribute("href", expect.stringMatching(new RegExp(`/guests#guest=${person.guestId}&search=Grace$`)));
});

test("one that is refused keeps its words and says why", async () => {
  const path = await show();
  await write();
  whenAsked(`POST ${path}/bulletins`, refuse("too_many_bulletins"));
  await button("Send to 42 people").click();
  await dialog.getByRole("button", { name: "Send", exact: true }).click();
  await expect.element(notices).toMatchTextContent(/enough emails for one day/);
  await expect.element(page.getByRole("textbox", { name: "Subject" })).toHaveValue("Bring a blanket");
});

test("a test goes to the host alone", async () => {
  const path = await show();
  await write();
  whenAsked(`POST ${path}/bulletin-try`, { body: { email: "ada@example.org" } });
  await button("Send me a test").click();
  await expect.element(notices.getByText("On its way to ada@example.org")).toBeVisible();
});

test("what is scheduled can be taken back, and what was sent says what became of it", async () => {
  const path = await show({
    bulletins: [
      scheduled,
      { ...scheduled, bulletinId: crypto.randomUUID(), state: "sent", recipients: 42, sent: 40, failed: 1, skipped: 1 },
    ],
  });
  await expect.element(inHistory).toMatchTextContent(/40 of 42 sent · 1 not delivered · 1 left out/);
  whenAsked(`DELETE ${path}/bulletins/${bulletinId}`, { body: { seq: 2 } });
  await inHistory.getByRole("button", { name: "Don't send" }).click();
  await expect.element(notices.getByText("Taken back. Nobody gets it.")).toBeVisible();
});

test("whoever has not answered is asked again by one press and a confirmation", async () => {
  const path = await show();
  whenAsked(`POST ${path}/nudges`, {
    body: { seq: 1, commandId: bulletinId, bulletinId, due: new Date(Date.now() + 10_000).toISOString() },
  });
  await button("Ask 7 people again").click();
  await dialog.getByRole("button", { name: "Ask again" }).click();
  await expect.element(notices.getByText("Goes out in a few seconds")).toBeVisible();
});

test.each([
  [{ people: 7, notBefore: null, left: 0 }, /asked 3 times/],
  [{ people: 7, notBefore: "2030-06-18T10:00:00.000Z", left: 2 }, /just recently/],
  [{ people: 0, notBefore: null, left: 3 }, /Nobody to ask/],
])("nobody is asked again against %j", async (nudge, reason) => {
  await show({ nudge });
  await expect.element(page.getByRole("region", { name: "Ask again" })).toMatchTextContent(reason);
  await expect.element(page.getByRole("region", { name: "Ask again" }).getByRole("button")).toBeDisabled();
});

test("of a draft nobody is emailed, and of others' events nothing is shown", async () => {
  await show({}, { details: { ...snapshots["host"]!.details, status: "draft" } });
  await expect.element(page.getByText("Publish the event first")).toBeVisible();
});

test("whoever does not host the event is led to sign in", async () => {
  await show({}, { viewer: snapshots["going"]!.viewer });
  await expect.element(page.getByRole("heading", { name: "Only hosts can email guests" })).toBeVisible();
});

test("speaks German, too", async () => {
  await show({}, {}, "de");
  await expect.element(page.getByRole("button", { name: "An 42 Personen senden" })).toBeVisible();
});
