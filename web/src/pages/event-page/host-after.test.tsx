import { describe, expect, test } from "vitest";
import { page } from "vitest/browser";
import type { Bulletins } from "@turnout/contract/bulletins";
import type { Locale } from "@turnout/contract/locale";
import type { EventSnapshot } from "@turnout/contract/snapshot";
import { PhaseNotice } from "../../events/phase-notice.tsx";
import { asked, refuse, whenAsked, type Answered } from "../../testing/fake-server.test-support.ts";
import { followedEvent } from "../../testing/followed-event.test-support.tsx";
import { mount } from "../../testing/mount.test-support.tsx";
import { snapshots } from "../../testing/snapshots.test-support.ts";
import { HostAfter } from "./host-after.tsx";

const button = (name: string | RegExp) => page.getByRole("button", { name, exact: typeof name === "string" });
const dialog = page.getByRole("dialog");
const notices = page.getByRole("region", { name: "Notices" });

const over = { ...snapshots["host"]!, details: { ...snapshots["over"]!.details, endsAt: new Date(Date.now() - 86_400_000).toISOString() } };
const bulletinId = "00000000-0000-4000-8000-00000000b001";
const nobody: Bulletins = {
  bulletins: [],
  people: { going: 42, maybe: 5, waiting: 3, none: 7, declined: 2 },
  leftToday: 5,
  nudge: { people: 7, notBefore: null, left: 3 },
};

async function show(change: Partial<EventSnapshot> = {}, known: Partial<Bulletins> = {}, locale: Locale = "en") {
  const snapshot = { ...over, ...change, eventId: crypto.randomUUID() };
  const path = `/api/events/${snapshot.eventId}`;
  whenAsked(`GET ${path}/bulletins`, { body: { ...nobody, ...known } });
  whenAsked(`POST ${path}/bulletin-audience`, { body: { people: { going: 3, maybe: 1, waiting: 0, none: 0, declined: 0 } } });
  whenAsked(`POST ${path}/bulletins`, {
    body: { seq: 1, commandId: bulletinId, bulletinId, due: new Date(Date.now() + 10_000).toISOString() },
  });
  await mount(followedEvent(snapshot).show(<HostAfter />), locale);
  return path;
}

describe("when it is over", () => {
  const ended = snapshots["over"]!;
  const OWN_ARRIVAL = `/api/events/${ended.eventId}/own-arrival`;

  test("whoever came is thanked by the page", async () => {
    whenAsked(`GET ${OWN_ARRIVAL}`, { body: { came: true } });
    await mount(followedEvent(ended).show(<PhaseNotice />));
    await expect.element(page.getByText("Thanks for coming!")).toBeVisible();
    await expect.element(page.getByText("This event is over")).not.toBeInTheDocument();
  });

  test.each<[string, Answered]>([
    ["whoever did not come", { body: { came: false } }],
    ["who cannot be asked about", refuse("unavailable", undefined, 503)],
  ])("%s is told that it is over", async (_who, answer) => {
    whenAsked(`GET ${OWN_ARRIVAL}`, answer);
    await mount(followedEvent(ended).show(<PhaseNotice />));
    await expect.poll(() => asked("GET", OWN_ARRIVAL).length).toBeGreaterThan(0);
    await expect.element(page.getByText("This event is over")).toBeVisible();
    await expect.element(page.getByText("Thanks for coming!")).not.toBeInTheDocument();
  });

  test("whoever is not on the list is told that it is over, and nobody is asked", async () => {
    await mount(followedEvent({ ...ended, me: null }).show(<PhaseNotice />));
    await expect.element(page.getByText("This event is over")).toBeVisible();
    expect(asked("GET", OWN_ARRIVAL)).toEqual([]);
  });
});

test("where it is not known to how many thanks would go, that is said and asked for again", async () => {
  const path = await show({ tally: { ...over.tally, arrived: 0 } });
  whenAsked(`GET ${path}/bulletins`, refuse("not_allowed", undefined, 403));
  await button("Thank your guests…").click();
  await expect.element(dialog.getByRole("alert")).toMatchTextContent(/could not be loaded/);
  whenAsked(`GET ${path}/bulletins`, { body: nobody });
  await dialog.getByRole("button", { name: "Try again" }).click();
  await expect.element(dialog.getByRole("button", { name: "Send to 42 people" })).toBeEnabled();
});

describe("when the deadline to answer has passed", () => {
  const closed = snapshots["closed"]!;
  const said = page.getByText(/^It was/);

  test("a guest on the list is told that a no is still possible, unless that is what they said", async () => {
    const event = followedEvent(closed);
    await mount(event.show(<PhaseNotice />));
    await expect.element(said).toMatchTextContent(/You can still say that you can't make it/);
    event.becomes({ me: { ...closed.me!, standing: "declined" } });
    await expect.element(said).toMatchTextContent(/If you want to come, please contact the host\.$/);
  });

  test("whoever is not on the list is not offered a no, which they could not send", async () => {
    await mount(followedEvent({ ...closed, me: null }).show(<PhaseNotice />), "de");
    await expect.element(page.getByText(/^Sie war/)).toMatchTextContent(/melde dich bitte direkt beim Gastgeber/);
    await expect.element(page.getByText(/Absagen kannst du/)).not.toBeInTheDocument();
  });

  test("a host is not sent to the host", async () => {
    await mount(followedEvent({ ...closed, viewer: snapshots["host"]!.viewer, me: null }).show(<PhaseNotice />));
    await expect.element(said).toMatchTextContent(/Guests can only say that they can't make it\.$/);
  });
});

test("hosts thank those who were going by one press, and can take it back", async () => {
  const path = await show({ tally: { ...over.tally, arrived: 0 } });
  await button("Thank your guests…").click();
  await expect.element(dialog).toMatchTextContent(/To everyone who was going.*Thank you for coming!/);
  expect(asked("POST", `${path}/bulletins`)).toHaveLength(0);
  await dialog.getByRole("button", { name: "Send to 42 people" }).click();
  await expect.element(notices.getByText("Goes out in a few seconds")).toBeVisible();
  expect(asked("POST", `${path}/bulletins`)[0]!.body).toMatchObject({ subject: "Thank you for coming!", to: ["going"], at: null });
  whenAsked(`DELETE ${path}/bulletins/${bulletinId}`, { body: { seq: 2 } });
  await notices.getByRole("button", { name: "Undo" }).click();
  await expect.element(notices.getByText("Taken back. Nobody gets it.")).toBeVisible();
});

test("where doors counted, thanks go to those who came, wherever they stood", async () => {
  const path = await show({ tally: { ...over.tally, arrived: 4 } });
  await button("Thank your guests…").click();
  await expect.element(dialog).toMatchTextContent(/To everyone who came/);
  await dialog.getByRole("button", { name: "Send to 4 people" }).click();
  await expect.poll(() => asked("POST", `${path}/bulletins`)[0]?.body).toMatchObject({ part: { arrived: true } });
  expect(asked("POST", `${path}/bulletin-audience`)[0]!.body).toEqual({ part: { arrived: true } });
});

test("whom thanks would reach is looked up again by a press where it failed", async () => {
  const path = await show({ tally: { ...over.tally, arrived: 4 } });
  whenAsked(`POST ${path}/bulletin-audience`, refuse("too_many_requests", { seconds: 5 }, 429));
  await button("Thank your guests…").click();
  await expect.element(dialog.getByRole("alert")).toMatchTextContent(/The numbers could not be loaded/);
  whenAsked(`POST ${path}/bulletin-audience`, { body: { people: { going: 3, maybe: 1, waiting: 0, none: 0, declined: 0 } } });
  await dialog.getByRole("button", { name: "Try again" }).click();
  await expect.element(dialog.getByRole("button", { name: "Send to 4 people" })).toBeEnabled();
});

test("an email that went out after the event is named, so that nobody is thanked twice unawares", async () => {
  const earlier = { bulletinId, kind: "words" as const, subject: "Thank you all", text: "It was good.", to: ["going" as const], by: "Lin" };
  const sent = { due: new Date().toISOString(), state: "sent" as const, recipients: 2, sent: 2, failed: 0, skipped: 0 };
  await show({}, { bulletins: [{ ...earlier, ...sent }] });
  await button("Thank your guests…").click();
  await expect.element(dialog).toMatchTextContent(/There is an email after the event already, by Lin: “Thank you all”/);
});

test("the event is held again as a copy with a date to come, once however often it is tried", async () => {
  const path = await show();
  whenAsked(`POST ${path}/copies`, { status: 503, body: { code: "overloaded" } });
  await button("Again?").click();
  await expect.poll(() => asked("POST", `${path}/copies`).length).toBe(1);
  await expect.element(button("Again?")).toBeEnabled();
  await button("Again?").click();
  await expect.poll(() => asked("POST", `${path}/copies`).length).toBe(2);
  const [first, second] = asked("POST", `${path}/copies`);
  expect(first!.body).toMatchObject({ again: true });
  expect(second!.body).toEqual(first!.body);
});

test("speaks German, too", async () => {
  await show({}, {}, "de");
  await expect.element(button("Gästen danken …")).toBeVisible();
});
