import { describe, expect, onTestFinished, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import type { Locale } from "@turnout/contract/locale";
import type { EventSnapshot } from "@turnout/contract/snapshot";
import { asked, refuse, whenAsked } from "../testing/fake-server.test-support.ts";
import { mount } from "../testing/mount.test-support.tsx";
import { withPageData } from "../testing/open-page.test-support.tsx";
import { snapshots } from "../testing/snapshots.test-support.ts";
import { EventSettingsPage } from "./event-settings-page.tsx";

const button = (name: string | RegExp) => page.getByRole("button", { name, exact: typeof name === "string" });
const notices = page.getByRole("region", { name: "Notices" });
const dialog = page.getByRole("dialog");
const hosts = page.getByRole("region", { name: "Hosts" });
const address = page.getByRole("textbox", { name: "Invite a co-host" });
const invited = page.getByRole("list", { name: "Invited to co-host" });
const [ada, lin] = snapshots["host"]!.hosts as [EventSnapshot["hosts"][0], EventSnapshot["hosts"][0]];

const invitation = (email: string, more = {}) => ({
  id: crypto.randomUUID(),
  email,
  mail: "sent",
  held: null,
  expiresAt: "2030-06-18T10:00:00.000Z",
  ...more,
});

const reminders = [
  { kind: "dayBefore", isOn: true, at: "2027-06-17T18:00:00.000Z", local: "2027-06-17T19:00", isAhead: true },
  { kind: "hoursBefore", isOn: true, at: "2027-06-18T16:00:00.000Z", local: "2027-06-18T17:00", isAhead: true },
];

/** The settings of an event of its own: pages keep what they have asked for. */
async function showSettings(change: Partial<EventSnapshot> = {}, invitations: object[] = [], locale: Locale = "en") {
  const eventId = crypto.randomUUID();
  const path = `/api/events/${eventId}`;
  const snapshot = { ...snapshots["host"]!, ...change, eventId };
  whenAsked(`GET ${path}`, { body: snapshot });
  whenAsked(`GET ${path}/hosts`, () => ({ body: { hosts: snapshot.hosts, invitations } }));
  whenAsked(`GET ${path}/reminders`, { body: { reminders, guests: 42 } });
  whenAsked(`GET ${path}/share-link`, { body: { url: `http://turnout.test/j/${eventId}` } });
  await mount(withPageData(snapshot, <EventSettingsPage params={{ eventId }} />), locale);
  return path;
}

test("whoever does not host the event is led to sign in", async () => {
  await showSettings({ viewer: snapshots["going"]!.viewer });
  await expect.element(page.getByRole("heading", { name: "Only hosts can see the settings" })).toBeVisible();
  await expect.element(page.getByRole("link", { name: "Sign in" }).first()).toBeVisible();
});

test.each([
  [1280, 900],
  [390, 844],
])("each card of a draft is as high as what is in it, in a window of %i by %i", async (width, height) => {
  const [before, high] = [innerWidth, innerHeight];
  onTestFinished(() => page.viewport(before, high));
  await page.viewport(width, height);
  await showSettings({ details: { ...snapshots["host"]!.details, status: "draft" } });
  await expect.element(page.getByRole("heading", { name: "Calendars" })).toBeVisible();
  const spare = () =>
    [...document.querySelectorAll(".settings-grid .card")].map((card) => {
      const { paddingBottom } = getComputedStyle(card);
      const free = card.getBoundingClientRect().bottom - card.lastElementChild!.getBoundingClientRect().bottom;
      return Math.round(free - Number.parseFloat(paddingBottom));
    });
  await expect.poll(() => spare().length).toBe(8);
  await expect.poll(() => Math.max(...spare())).toBeLessThan(8);
});

describe("the hosts", () => {
  test("are named; everyone but the first can be removed, and each can leave", async () => {
    await showSettings();
    await expect.element(hosts.getByRole("listitem").first()).toMatchTextContent(/Ada Lindgren.*\(you\).*Leave/);
    await expect.element(button(`Remove ${lin.name} as a host`)).toBeVisible();
    await expect.element(button(`Remove ${ada.name} as a host`)).not.toBeInTheDocument();
  });

  test("a single host cannot leave", async () => {
    await showSettings({ hosts: [ada] });
    await expect.element(hosts.getByText("Ada Lindgren")).toBeVisible();
    await expect.element(button("Leave")).not.toBeInTheDocument();
  });

  test("removing one asks first, and Escape keeps them", async () => {
    const path = await showSettings();
    await button(`Remove ${lin.name} as a host`).click();
    await expect.element(dialog).toMatchTextContent(/They lose all host permissions right away/);
    await userEvent.keyboard("{Escape}");
    await expect.element(dialog).not.toBeInTheDocument();
    expect(asked("DELETE", `${path}/hosts/${lin.userId}`)).toEqual([]);
    whenAsked(`DELETE ${path}/hosts/${lin.userId}`, { body: { seq: 201 } });
    await button(`Remove ${lin.name} as a host`).click();
    await dialog.getByRole("button", { name: `Remove ${lin.name}` }).click();
    await expect.element(notices.getByText(`${lin.name} is no longer a host of this event`)).toBeVisible();
    await expect.element(dialog).not.toBeInTheDocument();
  });

  test("a removal that is refused says why, and can be tried again", async () => {
    const path = await showSettings();
    whenAsked(`DELETE ${path}/hosts/${lin.userId}`, refuse("last_host"));
    await button(`Remove ${lin.name} as a host`).click();
    await dialog.getByRole("button", { name: `Remove ${lin.name}` }).click();
    await expect.element(page.getByText("An event needs at least one host.").first()).toBeVisible();
    await expect.element(dialog.getByRole("button", { name: `Remove ${lin.name}` })).toBeEnabled();
  });
});

describe("invitations to host", () => {
  test("say how far each has come", async () => {
    const held = { by: "account", until: "2030-06-17T10:00:00.000Z" };
    await showSettings({}, [
      invitation("sent@example.org"),
      invitation("failed@example.org", { mail: "failed" }),
      invitation("held@example.org", { mail: "queued", held }),
    ]);
    const row = (email: string) => invited.getByRole("listitem").filter({ hasText: email });
    await expect.element(row("sent@")).toMatchTextContent(/Invited\. Link expires .*2030/);
    await expect.element(row("failed@")).toMatchTextContent(/The email didn't arrive/);
    await expect.element(row("held@")).toMatchTextContent(/Invitation waits until .* as many emails as it can in a day/);
  });

  test("go to the address that was typed, which is gone then", async () => {
    const path = await showSettings();
    whenAsked(`POST ${path}/host-invitations`, { body: invitation("grace@example.org") });
    await address.fill(" grace@example.org ");
    await button("Invite").click();
    await expect.element(notices.getByText("Invitation to grace@example.org is on its way")).toBeVisible();
    await expect.element(address).toHaveValue("");
    expect(asked("POST", `${path}/host-invitations`).map(({ body }) => body)).toEqual([{ email: "grace@example.org" }]);
  });

  test("leave the next address alone that is typed while one is on its way", async () => {
    const path = await showSettings();
    let reply = () => {};
    whenAsked(
      `POST ${path}/host-invitations`,
      () => new Promise((done) => (reply = () => done({ body: invitation("grace@example.org") }))),
    );
    await address.fill("grace@example.org");
    await userEvent.keyboard("{Enter}");
    await expect.poll(() => asked("POST", `${path}/host-invitations`)).toHaveLength(1);
    await address.fill("alan@example.org");
    reply();
    await expect.element(notices.getByText("Invitation to grace@example.org is on its way")).toBeVisible();
    await expect.element(address).toHaveValue("alan@example.org");
  });

  test("that are refused say why at the address, which stays", async () => {
    const path = await showSettings();
    whenAsked(`POST ${path}/host-invitations`, refuse("already_host"));
    await address.fill("lin@example.org");
    await button("Invite").click();
    await expect.element(address).toHaveAttribute("aria-invalid", "true");
    await expect.element(address).toHaveValue("lin@example.org");
  });

  test("can be revoked", async () => {
    const one = invitation("grace@example.org");
    const path = await showSettings({}, [one]);
    whenAsked(`DELETE ${path}/host-invitations/${one.id}`, { body: {} });
    await button("Revoke the invitation to grace@example.org").click();
    await expect.element(notices.getByText("Invitation revoked")).toBeVisible();
    await expect.poll(() => asked("GET", `${path}/hosts`).length).toBeGreaterThan(1);
  });
});

describe("the conversation and the event", () => {
  test("who writes is chosen by a press, and a refusal shows the choice that stands", async () => {
    const path = await showSettings();
    whenAsked(`PATCH ${path}`, refuse("not_allowed", undefined, 403));
    const choices = page.getByRole("region", { name: "Conversation" }).getByRole("radio");
    await expect.element(choices.first()).toBeChecked();
    await choices.nth(1).click({ force: true });
    await expect.poll(() => asked("PATCH", path).map(({ body }) => body["fields"])).toEqual([{ chat: "readOnly" }]);
    await expect.element(notices.getByText("That is not allowed here.")).toBeVisible();
    await expect.element(choices.first()).toBeChecked();
  });

  test("cancelling says who hears of it, and sends the note", async () => {
    const path = await showSettings();
    whenAsked(`POST ${path}/cancellation`, { body: { seq: 201 } });
    await button("Cancel the event…").click();
    await expect.element(dialog.getByText(/60 coming, 6 maybe, 5 on the waitlist, 5 yet to answer/)).toBeVisible();
    await dialog.getByRole("textbox").fill(" Rain. ");
    await dialog.getByRole("button", { name: "Cancel and notify guests", exact: true }).click();
    await expect.poll(() => asked("POST", `${path}/cancellation`).map(({ body }) => body["note"])).toEqual(["Rain."]);
  });

  test("a draft is deleted, not cancelled, and its host gets back to the drafts", async () => {
    const path = await showSettings({ details: { ...snapshots["host"]!.details, status: "draft" } });
    await expect.element(button(/Cancel the event/)).not.toBeInTheDocument();
    whenAsked(`DELETE ${path}`, { body: { deleted: true } });
    await button(/Delete the draft…/).click();
    await dialog.getByRole("button", { name: "Delete the draft" }).click();
    await expect.poll(() => location.pathname + location.search).toBe("/events?show=drafts");
    await expect.element(notices).toMatchTextContent(/Draft deleted/);
  });

  test("a cancelled event is not cancelled again, and takes no further hosts", async () => {
    await showSettings({ details: snapshots["cancelled"]!.details });
    await expect.element(hosts.getByText("Ada Lindgren")).toBeVisible();
    await expect.element(button("Cancel the event…")).not.toBeInTheDocument();
    await expect.element(address).not.toBeInTheDocument();
  });

  test("everything is German for German readers", async () => {
    await showSettings({}, [], "de");
    await expect.element(page.getByRole("heading", { name: "Event absagen" })).toBeVisible();
    expect(document.querySelector("main")!.textContent).not.toMatch(/\b(Remove|Leave|Invite|Cancel|Duplicate|Renew)\b/);
  });
});

describe("reminders", () => {
  const section = page.getByRole("region", { name: "Reminders" });
  const inGerman = page.getByRole("region", { name: "Erinnerungen" });

  test("are on, and say when each goes out by the event's clock, and to how many", async () => {
    await showSettings();
    const [first, second] = [
      section.getByRole("switch", { name: /^A day before/ }),
      section.getByRole("switch", { name: /^2 hours before/ }),
    ];
    await expect.element(first).toBeChecked();
    await expect.element(second).toBeChecked();
    await expect.element(section).toMatchTextContent(/Thu.*17.*\(Lisbon\) · 42 people/);
  });

  test("one that is switched off is off at once, and stays off when the server agrees", async () => {
    const path = await showSettings();
    whenAsked(`PATCH ${path}`, { body: { seq: 201 } });
    const first = section.getByRole("switch", { name: /^A day before/ });
    await first.click();
    await expect.element(first).not.toBeChecked();
    await expect.poll(() => asked("PATCH", path).map(({ body }) => body["fields"])).toEqual([{ dayBeforeReminder: false }]);
  });

  test("a switch that is refused goes back, and says why", async () => {
    const path = await showSettings();
    whenAsked(`PATCH ${path}`, refuse("event_cancelled"));
    const first = section.getByRole("switch", { name: /^A day before/ });
    await first.click();
    await expect.element(notices).toMatchTextContent(/cancelled/);
    await expect.element(first).toBeChecked();
  });

  test("of whole days there is one, the day before", async () => {
    const details = { ...snapshots["host"]!.details, allDay: true };
    await showSettings({ details });
    await expect.element(section.getByRole("switch", { name: /^The day before/ })).toBeVisible();
    await expect.element(section.getByRole("switch", { name: /^2 hours before/ })).not.toBeInTheDocument();
  });

  test("speak German, too", async () => {
    await showSettings({}, [], "de");
    await expect.element(inGerman).toMatchTextContent(/17.*\(Lissabon\) · 42 Personen/);
  });
});

describe("calendars", () => {
  const entries = page.getByRole("region", { name: "Calendars" }).getByRole("switch", { name: /^Calendar entries in emails/ });

  test("get entries by email until that is switched off", async () => {
    const path = await showSettings();
    whenAsked(`PATCH ${path}`, { body: { seq: 201 } });
    await expect.element(entries).toBeChecked();
    await entries.click();
    await expect.element(entries).not.toBeChecked();
    await expect.poll(() => asked("PATCH", path).map(({ body }) => body["fields"])).toEqual([{ calendarEntries: false }]);
  });

  test("of a cancelled event get what they get", async () => {
    await showSettings({ details: snapshots["cancelled"]!.details });
    await expect.element(entries).toBeDisabled();
  });
});
