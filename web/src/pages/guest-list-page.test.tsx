import { describe, expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import { noneChanged } from "@turnout/contract/bulk-guests";
import type { GuestCard, ListedGuest, RemovedGuest } from "@turnout/contract/guests";
import type { HeldReply } from "@turnout/contract/held-replies";
import type { HeldInvitations, UndeliveredGuest } from "@turnout/contract/invitations";
import type { Locale } from "@turnout/contract/locale";
import type { EventSnapshot } from "@turnout/contract/snapshot";
import { SCANNER_PAUSE } from "../guests/door/scan/hand-scanner.ts";
import { asked, refuse, whenAsked } from "../testing/fake-server.test-support.ts";
import { guestCard, inPages, listOf } from "../testing/guest-cards.test-support.ts";
import { mount } from "../testing/mount.test-support.tsx";
import { withPageData } from "../testing/open-page.test-support.tsx";
import { snapshots } from "../testing/snapshots.test-support.ts";
import { GuestListPage } from "./guest-list-page.tsx";

const button = (name: string | RegExp) => page.getByRole("button", { name, exact: typeof name === "string" });
const filter = (name: string | RegExp) => page.getByRole("group").getByRole("button", { name });
const search = page.getByRole("searchbox");
const rows = page.getByRole("list", { name: "Guests" }).getByRole("listitem");
const names = () => rows.elements().map((row) => row.querySelector("strong")!.textContent);
const notices = page.getByRole("region", { name: "Notices" });

const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();
const grace = guestCard(0, { standing: "going", partySize: 2, plusOnes: ["Vera"], answeredAt: minutesAgo(5) });
const alan = guestCard(1, { standing: "waiting", ticket: 12, answeredAt: minutesAgo(90) });
const katherine = guestCard(2, { note: "Depends on the train." });
const edsger = guestCard(3, { email: null });
const everybody = [grace, alan, katherine, edsger];

interface Surroundings {
  as?: EventSnapshot;
  guests?: ListedGuest[];
  removed?: RemovedGuest[];
  held?: Partial<HeldInvitations>;
  replies?: HeldReply[];
  locale?: Locale;
  /** What the server has; left out: these guests. */
  list?: ReturnType<typeof listOf>;
  confirmations?: { confirmed: number; unconfirmed: number };
}

/** The guest list of an event of its own: pages keep what they have asked for. */
async function showList({
  as = snapshots["host"]!,
  guests = everybody,
  removed = [],
  held = {},
  replies = [],
  locale = "en",
  list = listOf(guests),
  confirmations = { confirmed: 0, unconfirmed: 0 },
}: Surroundings = {}) {
  const eventId = crypto.randomUUID();
  const path = `/api/events/${eventId}`;
  whenAsked(`GET ${path}`, { body: { ...as, eventId } });
  whenAsked(`GET ${path}/guests`, list);
  whenAsked(`GET ${path}/removed-guests`, { body: { guests: removed } });
  const tags = [
    ...Map.groupBy(
      guests.flatMap((guest) => guest.tags ?? []),
      String,
    ),
  ].map(([tag, all]) => ({ tag, guests: all.length }));
  whenAsked(`GET ${path}/guest-tags`, { body: { tags } });
  whenAsked(`GET ${path}/confirmations`, { body: confirmations });
  whenAsked(`GET ${path}/held-replies`, { body: { replies } });
  whenAsked(`GET ${path}/held-invitations`, { body: { held: [], failed: [], onTheWay: 0, aDay: null, ...held } });
  await mount(withPageData({ ...as, eventId }, <GuestListPage params={{ eventId }} />), locale);
  return { path, questions: () => asked("GET", `${path}/guests`).map(({ query }) => Object.fromEntries(query)) };
}

describe("the list", () => {
  test("says of each guest who it is, how they stand, how many they are, and of how many they are one", async () => {
    await showList();
    await expect.element(page.getByText(/^4 guests/)).toBeVisible();
    const row = (guest: GuestCard) => rows.filter({ hasText: guest.name });
    await expect.element(row(grace)).toMatchTextContent(/Grace Almeida.*grace@example.org.*2 people.*Going.*5 minutes ago/);
    await expect.element(row(alan)).toMatchTextContent(/Waitlist/);
    expect(row(alan).element().textContent).not.toMatch(/Place/);
    await expect.element(row(katherine)).toMatchTextContent(/“Depends on the train.”.*No reply yet/);
    await expect.element(row(edsger)).toMatchTextContent(/no email.*No email: copy their link/);
    await expect.element(row(katherine)).toHaveAttribute("aria-posinset", "3");
    await expect.element(row(katherine)).toHaveAttribute("aria-setsize", "4");
  });

  test("goes by keys: j and k move, x selects, with Shift to there, Enter opens, and a slash goes to the search", async () => {
    const { path } = await showList();
    whenAsked(`GET ${path}/guests/${katherine.guestId}/history`, { body: { lines: [] } });
    const ofRow = (at: number) => rows.nth(at).getByRole("button");
    const press = (keys: string) => userEvent.keyboard(keys);
    await expect.element(ofRow(0)).toBeVisible();
    (ofRow(0).element() as HTMLElement).focus();
    await press("j");
    await expect.element(ofRow(1)).toHaveFocus();
    await press("x");
    await expect.element(page.getByText("1 selected")).toBeVisible();
    await press("jj");
    await expect.element(ofRow(3)).toHaveFocus();
    await press("j"); // there is nobody below
    await expect.element(ofRow(3)).toHaveFocus();
    await press("{Shift>}X{/Shift}");
    await expect.element(page.getByText("3 selected")).toBeVisible();
    await press("k");
    await expect.element(ofRow(2)).toHaveFocus();
    await press("x");
    await expect.element(page.getByText("2 selected")).toBeVisible();
    await press("{Enter}");
    await expect.element(page.getByRole("dialog", { name: katherine.name })).toBeVisible();
    await press("{Escape}");
    await expect.element(ofRow(2)).toHaveFocus();
    await press("/");
    await expect.element(search).toHaveFocus();
    await press("jx");
    await expect.element(search).toHaveValue("jx");
  });

  test("is entered by j from anywhere, or with the arrow down from the search; control: not by what a hand scanner types", async () => {
    await showList();
    const ofRow = (at: number) => rows.nth(at).getByRole("button");
    await expect.element(ofRow(0)).toBeVisible();
    const press = (key: string, at: number) =>
      dispatchEvent(Object.defineProperty(new KeyboardEvent("keydown", { key, cancelable: true }), "timeStamp", { value: at }));
    press("h", 1_000_000);
    press("j", 1_000_000 + SCANNER_PAUSE);
    await expect.element(ofRow(0)).not.toHaveFocus();
    press("j", 2_000_000);
    await expect.element(ofRow(0)).toHaveFocus();
    await userEvent.keyboard("j");
    await expect.element(ofRow(1)).toHaveFocus();
    await search.click();
    await userEvent.keyboard("{ArrowDown}");
    await expect.element(ofRow(0)).toHaveFocus();
  });

  test("of those who wait says which place each has, whatever numbers they hold", async () => {
    const waits = [-4, 2, 30].map((ticket, at) => guestCard(4 + at, { standing: "waiting", ticket }));
    await showList({ guests: [grace, ...waits] });
    await filter(/Waitlist/).click();
    await expect.poll(names).toEqual(waits.map(({ name }) => name));
    for (const [at, { name }] of waits.entries())
      await expect.element(rows.filter({ hasText: name })).toMatchTextContent(new RegExp(`Place ${at + 1}`));
  });

  test("is gone through with j and k or the arrows, Enter opens, and Escape comes back to the row", async () => {
    const { path } = await showList();
    whenAsked(`GET ${path}/guests/${alan.guestId}/history`, { body: { lines: [] } });
    const focused = () => document.activeElement!.querySelector("strong")?.textContent;
    await expect.poll(() => rows.elements().length).toBe(4);
    rows.elements()[0]!.querySelector("button")!.focus();
    await userEvent.keyboard("jj{ArrowDown}j");
    expect(focused()).toBe(edsger.name);
    await userEvent.keyboard("k{ArrowUp}");
    expect(focused()).toBe(alan.name);
    await userEvent.keyboard("{Enter}");
    await expect.element(page.getByRole("dialog", { name: alan.name })).toBeVisible();
    await userEvent.keyboard("{Escape}");
    await expect.poll(focused).toBe(alan.name);
  });

  test("shows tags, and by one of them those who have it", async () => {
    await showList({ guests: [{ ...grace, tags: ["Press"] }, alan, { ...katherine, tags: ["Family", "Press"] }, edsger] });
    await expect.element(rows.filter({ hasText: katherine.name })).toMatchTextContent(/FamilyPress/);
    const press = page.getByRole("group", { name: "Filter by tag" }).getByRole("button", { name: "Press 2" });
    await press.click();
    await expect.poll(names).toEqual([grace.name, katherine.name]);
    await press.click();
    await expect.poll(names).toHaveLength(4);
  });

  describe("selects", () => {
    const box = (guest: GuestCard) => page.getByRole("checkbox", { name: `Select ${guest.name}` });
    const bar = page.getByRole("region", { name: "Selected guests" });
    const tagAs = async (tag: string) => {
      await bar.getByRole("button", { name: "Add tag" }).click();
      await page.getByRole("combobox", { name: "Tag" }).fill(tag);
    };
    const taggedBy = (path: string) => asked("POST", `${path}/guest-tags`).map(({ body }) => (body as { guestIds: string[] }).guestIds);

    test("a range with shift, one by the key x, and says before it tags them who is left out", async () => {
      const { path } = await showList({ guests: [{ ...grace, tags: ["Press"] }, alan, katherine, edsger] });
      whenAsked(`POST ${path}/guest-tags`, { body: { seq: 9, changed: [alan.guestId], full: [], missing: [katherine.guestId] } });
      await box(grace).click();
      await box(katherine).click({ modifiers: ["Shift"] });
      await expect.element(bar.getByText("3 selected")).toBeVisible();
      rows.elements()[3]!.querySelector("button")!.focus();
      await userEvent.keyboard("x");
      await expect.element(bar.getByText("4 selected")).toBeVisible();
      await userEvent.keyboard("x");
      await tagAs("Press");
      await expect.element(page.getByText("1 has it already")).toBeVisible();
      await page.getByRole("button", { name: "Tag 2 guests" }).click();
      await expect.poll(() => taggedBy(path)).toEqual([[alan.guestId, katherine.guestId]]);
      await expect.element(notices.getByText(/1 guest tagged “Press” · 1 is no longer on the list/)).toBeVisible();
      await expect.element(bar).not.toBeInTheDocument();
    });

    const more = async (action: string) => {
      await bar.getByRole("button", { name: "More for the selected guests" }).click();
      await page.getByRole("menuitem", { name: action }).click();
    };
    const sentTo = (path: string) => asked("POST", path).map(({ body }) => body);

    test("and removes them, after saying what is lost, with an undo that lets them in again", async () => {
      const { path } = await showList();
      const ids = [grace.guestId, alan.guestId];
      whenAsked(`POST ${path}/guest-removals`, { body: { seq: 9, ...noneChanged(), changed: ids } });
      whenAsked(`POST ${path}/readmissions`, { body: { seq: 10, ...noneChanged(), changed: ids, waiting: [alan.guestId] } });
      await box(grace).click();
      await box(alan).click();
      await more("Remove from the list");
      const dialog = page.getByRole("dialog", { name: "Remove from the list" });
      await expect.element(dialog.getByText(/give up a spot or a place on the waitlist/)).toBeVisible();
      await dialog.getByRole("button", { name: "Remove 2 guests" }).click();
      await expect.element(notices.getByText("2 guests are off the list")).toBeVisible();
      expect(sentTo(`${path}/guest-removals`)).toMatchObject([{ guestIds: ids }]);
      await notices.getByRole("button", { name: "Undo" }).click();
      await expect.element(notices.getByText("2 guests are back · 1 waits for a spot")).toBeVisible();
      expect(sentTo(`${path}/readmissions`)).toMatchObject([{ guestIds: ids }]);
    });

    test("and moves those who wait behind somebody, after saying who is left out, with an undo that puts them back", async () => {
      const [ada, lin] = [3, 8].map((ticket, at) => guestCard(4 + at, { standing: "waiting", ticket })) as [GuestCard, GuestCard];
      const { path } = await showList({ guests: [grace, alan, ada, lin] });
      const moved = { seq: 9, same: [], notWaiting: [], seated: [] };
      whenAsked(`POST ${path}/waitlist-moves`, {
        body: { ...moved, changed: [alan.guestId, lin.guestId], wasBehind: [lin.guestId, ada.guestId] },
      });
      for (const guest of [grace, alan, lin]) await box(guest).click();
      await more("Move on the waitlist");
      const dialog = page.getByRole("dialog", { name: "Move on the waitlist" });
      await expect.element(dialog.getByText("1 is left out: not on the waitlist")).toBeVisible();
      await dialog.getByText("Behind…").click();
      await expect.element(dialog.getByRole("button", { name: "Move 2 guests" })).toBeDisabled();
      await dialog.getByText(ada.name).click();
      await dialog.getByRole("button", { name: "Move 2 guests" }).click();
      await expect.element(notices.getByText("2 moved on the waitlist")).toBeVisible();
      await notices.getByRole("button", { name: "Undo" }).click();
      const to = (guest: GuestCard, behind: GuestCard) => ({ guestId: guest.guestId, to: { behind: behind.guestId } });
      await expect
        .poll(() => sentTo(`${path}/waitlist-moves`))
        .toMatchObject([{ moves: [to(alan, ada), to(lin, ada)] }, { moves: [to(lin, ada), to(alan, lin)] }]);
    });

    test("and offers no undoing where all who were moved got a spot, since they keep it", async () => {
      const { path } = await showList({ guests: [grace, alan, katherine] });
      const moved = { seq: 9, changed: [alan.guestId], same: [], notWaiting: [], seated: [alan.guestId], wasBehind: ["first"] };
      whenAsked(`POST ${path}/waitlist-moves`, { body: moved });
      await box(alan).click();
      await more("Move on the waitlist");
      const dialog = page.getByRole("dialog", { name: "Move on the waitlist" });
      await expect.element(dialog.getByText(/Whoever gets a spot by it keeps it/)).toBeVisible();
      await dialog.getByRole("button", { name: "Move 1 guest" }).click();
      await expect.element(notices.getByText("1 moved on the waitlist · 1 got a spot")).toBeVisible();
      await expect.element(notices.getByRole("button", { name: "Undo" })).not.toBeInTheDocument();
    });

    test("and answers for them, and undoing gives back what they had answered", async () => {
      const { path } = await showList();
      const changed = [grace.guestId, katherine.guestId];
      whenAsked(`POST ${path}/guest-answers`, { body: { seq: 9, ...noneChanged(), changed } });
      await box(grace).click();
      await box(katherine).click();
      await bar.getByRole("button", { name: "Set RSVP" }).click();
      const dialog = page.getByRole("dialog", { name: "Set their RSVP" });
      await expect.element(dialog.getByText("1 has that reply already")).toBeVisible();
      await dialog.getByText("Can't", { exact: true }).click();
      await expect.element(dialog.getByText(/1 has not replied yet/)).toBeVisible();
      await dialog.getByRole("button", { name: "Set 2 replies" }).click();
      await notices.getByRole("button", { name: "Undo" }).click();
      const answer = (guestId: string, given: string) => ({ guestId, answer: given });
      await expect
        .poll(() => sentTo(`${path}/guest-answers`))
        .toMatchObject([
          { guests: [answer(grace.guestId, "declined"), answer(katherine.guestId, "declined")] },
          { guests: [{ ...answer(grace.guestId, "going"), plusOnes: ["Vera"], questionAnswers: {} }] },
        ]);
      // Those who come along may be others by now than in the row that was selected.
      expect(sentTo(`${path}/guest-answers`)[0]!["guests"]).toEqual([
        answer(grace.guestId, "declined"),
        answer(katherine.guestId, "declined"),
      ]);
    });

    test("and emails them again, but for those without an address, which cannot be taken back", async () => {
      const { path } = await showList();
      whenAsked(`POST ${path}/resent-invitations`, { body: { seq: 9, ...noneChanged(), changed: [katherine.guestId] } });
      await box(katherine).click();
      await box(edsger).click();
      await more("Resend invitations");
      await expect.element(page.getByText("1 is left out: no email")).toBeVisible();
      await page.getByRole("button", { name: "Email 1 guest" }).click();
      await expect.element(notices.getByText("1 invitation will be sent again")).toBeVisible();
      await expect.element(notices.getByRole("button", { name: "Undo" })).not.toBeInTheDocument();
      expect(sentTo(`${path}/resent-invitations`)).toMatchObject([{ guestIds: [katherine.guestId] }]);
    });

    test("all that match, when as many others are selected already", async () => {
      await showList();
      await box(alan).click();
      await search.fill("kath");
      await expect.poll(names).toEqual([katherine.name]);
      await bar.getByRole("button", { name: "Select all 1" }).click();
      await expect.element(bar.getByText("2 selected")).toBeVisible();
    });

    test("all that have not confirmed that they still come, and nobody else", async () => {
      const details = { ...snapshots["host"]!.details, askedFrom: "2020-01-01T08:00:00.000Z" };
      const unconfirmed = [grace, katherine];
      const { path, questions } = await showList({
        as: { ...snapshots["host"]!, details },
        confirmations: { confirmed: 2, unconfirmed: 2 },
        list: (request) => (request.query.get("confirmed") === "no" ? listOf(unconfirmed) : listOf(everybody))(request),
      });
      await filter(/Not confirmed yet/).click();
      await expect.poll(names).toEqual(unconfirmed.map(({ name }) => name));
      await box(grace).click();
      await bar.getByRole("button", { name: "Select all 2" }).click();
      await expect.element(bar.getByText("2 selected")).toBeVisible();
      expect(questions().at(-1)).toMatchObject({ confirmed: "no" });
      await tagAs("Ask by phone");
      whenAsked(`POST ${path}/guest-tags`, { body: { seq: 9, changed: [], full: [], missing: [] } });
      await page.getByRole("button", { name: "Tag 2 guests" }).click();
      await expect.poll(() => taggedBy(path)).toEqual([unconfirmed.map(({ guestId }) => guestId)]);
    });

    test("all that match, also those that are not loaded, and tags them in several commands", async () => {
      const many = Array.from({ length: 250 }, (_, n) => ({ ...grace, guestId: crypto.randomUUID(), name: `Guest ${n}` }));
      const { path } = await showList({ guests: many, list: inPages(many) });
      whenAsked(`POST ${path}/guest-tags`, ({ body }) => ({
        body: { seq: 9, changed: (body as { guestIds: string[] }).guestIds, full: [], missing: [] },
      }));
      await box(many[0]!).click();
      await bar.getByRole("button", { name: "Select all 250" }).click();
      await expect.element(bar.getByText("250 selected")).toBeVisible();
      await tagAs("Press");
      await page.getByRole("button", { name: "Tag 250 guests" }).click();
      await expect.poll(() => taggedBy(path).map(({ length }) => length)).toEqual([100, 100, 50]);
      expect(new Set(taggedBy(path).flat()).size).toBe(250);
    });
  });

  test("with nobody on it leads to inviting", async () => {
    await showList({ as: { ...snapshots["draft"]!, details: snapshots["host"]!.details }, guests: [] });
    await expect.element(page.getByText("Nobody's invited yet")).toBeVisible();
    await expect
      .element(page.getByRole("link", { name: "Invite people" }))
      .toHaveAttribute("href", expect.stringMatching(/^\/e\/.*\/invite$/));
  });

  test("that cannot be loaded says so, and is loaded by a press", async () => {
    const { path } = await showList();
    await expect.poll(names).toHaveLength(4);
    whenAsked(`GET ${path}/guests`, refuse("forbidden", undefined, 403));
    await search.fill("grace");
    await expect.element(page.getByText("The list could not be loaded")).toBeVisible();
    whenAsked(`GET ${path}/guests`, listOf(everybody));
    await button("Try again").click();
    await expect.poll(names).toEqual([grace.name]);
  });

  test.each<Locale>(["en", "de"])("on a phone, what is looked for and the order are read to the end (%s)", async (locale) => {
    await page.viewport(390, 844);
    await showList({ locale });
    await expect.element(search).toBeVisible();
    const order = page.getByRole("combobox", { name: /^(Order|Reihenfolge)$/ }).element() as HTMLSelectElement;
    const hint = search.element() as HTMLInputElement;
    expect(roomFor(hint, hint.placeholder)).toBeGreaterThanOrEqual(0);
    for (const { text } of order.options) expect(roomFor(order, text), text).toBeGreaterThanOrEqual(0);
    await page.viewport(1280, 900);
  });

  test("fits a phone", async () => {
    await page.viewport(390, 844);
    await showList();
    await expect.poll(() => rows.elements().length).toBe(4);
    expect(document.documentElement.scrollWidth).toBe(390);
    for (const row of rows.elements()) expect(row.getBoundingClientRect().height).toBeGreaterThanOrEqual(44);
    await page.viewport(1280, 900);
  });
});

/** How much wider a field's room for words is than these (px). */
function roomFor(field: HTMLElement, words: string): number {
  const { font, paddingLeft, paddingRight } = getComputedStyle(field);
  const canvas = document.createElement("canvas").getContext("2d")!;
  canvas.font = font;
  return field.clientWidth - Number.parseFloat(paddingLeft) - Number.parseFloat(paddingRight) - canvas.measureText(words).width;
}

describe("searching", () => {
  test("begins with a slash from anywhere, asks the server, and is cleared by a press that goes back to the field", async () => {
    const { questions } = await showList();
    await expect.poll(names).toHaveLength(4);
    await userEvent.keyboard("/");
    await expect.element(search).toHaveFocus();
    await userEvent.keyboard("kath/");
    await expect.element(search).toHaveValue("kath/");
    await expect.element(page.getByText("Nobody matches")).toBeVisible();
    await userEvent.keyboard("{Backspace}");
    await expect.poll(names).toEqual([katherine.name]);
    expect(questions()).toContainEqual({ search: "kath", order: "answered" });
    await button("Clear the search").click();
    await expect.element(search).toHaveFocus();
    await expect.poll(names).toHaveLength(4);
  });

  test("begins with a slash that needs Shift, as on German keyboards, and not with one right after another letter", async () => {
    await showList();
    await expect.poll(names).toHaveLength(4);
    const press = (key: string, at: number) =>
      dispatchEvent(Object.defineProperty(new KeyboardEvent("keydown", { key, cancelable: true }), "timeStamp", { value: at }));
    press("a", 1_000_000);
    press("Shift", 1_000_000 + SCANNER_PAUSE / 2);
    press("/", 1_000_000 + SCANNER_PAUSE);
    await expect.element(search).not.toHaveFocus();
    press("Shift", 2_000_000);
    press("/", 2_000_000 + SCANNER_PAUSE);
    await expect.element(search).toHaveFocus();
  });

  test("by an answer shows those who gave it, and by the same press everybody again", async () => {
    const { questions } = await showList();
    await filter(/^Going/).click();
    await expect.poll(names).toEqual([grace.name]);
    await expect.element(filter(/^Going/)).toHaveAttribute("aria-pressed", "true");
    expect(questions().at(-1)).toMatchObject({ standing: "going", order: "answered" });
    await filter(/^Going/).click();
    await expect.poll(names).toHaveLength(4);
    await expect.element(filter(/^All/)).toHaveAttribute("aria-pressed", "true");
  });

  test("the order can be chosen, and of the waitlist is its own", async () => {
    const { questions } = await showList();
    const order = page.getByRole("combobox", { name: "Order" });
    await order.selectOptions("name");
    await expect.poll(names).toEqual([alan.name, edsger.name, grace.name, katherine.name]);
    await filter(/^Waitlist/).click();
    await expect.poll(names).toEqual([alan.name]);
    await expect.element(order).toBeDisabled();
    await expect.element(order).toHaveDisplayValue("In order of the waitlist");
    expect(questions().at(-1)).toMatchObject({ standing: "waiting", order: "line" });
    await filter(/^All/).click();
    await expect.element(order).toHaveValue("name");
  });
});

test("a view is kept under a name, chosen again by a press, and forgotten", async () => {
  await showList();
  await expect.poll(names).toHaveLength(4);
  await expect.element(button("Save this view")).not.toBeInTheDocument();
  await filter(/^Going/).click();
  await page.getByRole("combobox", { name: "Order" }).selectOptions("name");
  await button("Save this view").click();
  await page.getByRole("dialog").getByLabelText("Name").fill("Coming");
  await userEvent.keyboard("{Enter}");
  await expect.element(button("Coming")).toHaveAttribute("aria-pressed", "true");
  await filter(/^All/).click();
  await page.getByRole("combobox", { name: "Order" }).selectOptions("added");
  await expect.element(button("Coming")).toHaveAttribute("aria-pressed", "false");
  await button("Coming").click();
  await expect.poll(names).toEqual([grace.name]);
  await expect.element(page.getByRole("combobox", { name: "Order" })).toHaveValue("name");
  await button("Forget this view").click();
  await expect.element(button("Coming")).not.toBeInTheDocument();
  await notices.getByRole("button", { name: "Undo" }).click();
  await expect.element(button("Coming")).toHaveAttribute("aria-pressed", "true");
});

test("a view is changed by keeping another one under its name, which is there already and said to be replaced", async () => {
  await showList();
  await filter(/^Going/).click();
  await button("Save this view").click();
  await page.getByRole("dialog").getByLabelText("Name").fill("Coming");
  await userEvent.keyboard("{Enter}");
  await filter(/^Maybe/).click();
  await button("Save this view").click();
  const name = page.getByRole("dialog").getByLabelText("Name");
  await expect.element(name).toHaveValue("Coming");
  await expect.element(page.getByText("Takes the place of the view that has this name.")).toBeVisible();
  await name.fill("Undecided");
  await expect.element(page.getByText("Takes the place of the view that has this name.")).not.toBeInTheDocument();
  await name.fill("Coming");
  await userEvent.keyboard("{Enter}");
  await expect.element(button("Coming")).toHaveAttribute("aria-pressed", "true");
  await filter(/^All/).click();
  await button("Coming").click();
  await expect.element(filter(/^Maybe/)).toHaveAttribute("aria-pressed", "true");
});

test("on a phone a long view leaves room for what is beside it, and what is chosen is in view", async () => {
  await page.viewport(390, 844);
  await showList({ held: { neverReached: 3, openedUnanswered: 2, deliveredUnopened: 4 } });
  await filter(/^Link opened/).click();
  await button("Save this view").click();
  await page.getByRole("dialog").getByLabelText("Name").fill("Those who looked, whom I must still ask");
  await userEvent.keyboard("{Enter}");
  const forget = button("Forget this view");
  await expect.element(forget).toBeVisible();
  const inside = (element: Element) => {
    const { left, right, height } = element.getBoundingClientRect();
    return left >= 0 && right <= 390 && height < 60;
  };
  await expect.poll(() => inside(forget.element())).toBe(true);
  await filter(/^All/).click();
  await expect.poll(() => inside(filter(/^All/).element())).toBe(true);
  await button(/^Those who looked/).click();
  await expect.poll(() => inside(filter(/^Link opened/).element())).toBe(true);
});

describe("invitations", () => {
  test("that wait or did not arrive are counted, explained, and marked at their guests", async () => {
    const until = "2027-06-18T14:05:00.000Z";
    await showList({
      guests: [katherine, guestCard(4)],
      held: { held: [{ guestId: katherine.guestId, by: "account", until }], failed: [guestCard(4).guestId], aDay: 50 },
    });
    await expect.element(page.getByText("One invitation waits to be sent")).toBeVisible();
    await expect.element(page.getByText(/can send 50 invitations a day.*sent automatically on Friday.* 18 June.* 15:05/)).toBeVisible();
    await expect.element(page.getByText(/open the guests marked “Invitation waits” and copy their link/)).toBeVisible();
    await expect.element(page.getByText("One invitation didn't arrive")).toBeVisible();
    await expect.element(rows.first()).toMatchTextContent(/Invitation waits$/);
    await expect.element(rows.last()).toMatchTextContent(/Not delivered$/);
  });

  test("of several reasons each is given once", async () => {
    const held = (at: number, by: "account" | "event" | "recipient") => ({ guestId: guestCard(at).guestId, by, until: minutesAgo(-60) });
    await showList({ held: { held: [held(0, "event"), held(1, "recipient"), held(2, "event")] } });
    await expect.element(page.getByText("3 invitations wait to be sent")).toBeVisible();
    const note = document.querySelector(".notice")!;
    expect(note.textContent!.match(/This event has sent/g)).toHaveLength(1);
    expect(note.textContent!.match(/This address has had/g)).toHaveLength(1);
    expect(note.textContent).not.toMatch(/account that invited/);
  });
});

describe("guests whom emails did not reach", () => {
  const lost = (at: number, reason: UndeliveredGuest["reason"], delivery: UndeliveredGuest["delivery"] = "failed") => {
    const { guestId, name } = guestCard(at);
    return { guestId, name, email: `lost-${at}@exmaple.org`, delivery, reason };
  };
  const section = page.getByRole("region", { name: "Not delivered" });

  test("stand on top with the reason, and one step corrects the address and sends again", async () => {
    const { path } = await showList({ held: { undelivered: [lost(2, "noSuchAddress"), lost(3, "mailboxFull")] } });
    await expect.element(section.getByText("Emails to 2 guests didn't arrive")).toBeVisible();
    await expect.element(section.getByRole("listitem").first()).toMatchTextContent(/lost-2@exmaple.org.*Nobody has this address/);
    await expect.element(section.getByRole("listitem").last()).toMatchTextContent(/Their mailbox is full/);
    const { guestId, name } = lost(2, null);
    whenAsked(`POST ${path}/guests/${guestId}/invitation`, { body: { seq: 201 } });
    await button(`Fix and resend: ${name}`).click();
    await expect.element(section.getByLabelText("Email")).toHaveFocus();
    await section.getByLabelText("Email").fill("lost@example.org");
    await userEvent.keyboard("{Enter}");
    await expect.element(notices.getByText(`Invitation to ${name} will be sent again`)).toBeVisible();
    expect(asked("POST", `${path}/guests/${guestId}/invitation`)[0]!.body).toMatchObject({ email: "lost@example.org" });
  });

  test("a refused address stays in its field, with the reason said", async () => {
    const { path } = await showList({ held: { undelivered: [lost(2, null)] } });
    whenAsked(`POST ${path}/guests/${lost(2, null).guestId}/invitation`, refuse("email_on_list"));
    await button(/^Fix and resend/).click();
    await section.getByLabelText("Email").fill("grace@example.org");
    await button("Send again").click();
    await expect.element(notices.getByText(/already on the guest list/)).toBeInTheDocument();
    await expect.element(section.getByLabelText("Email")).toHaveValue("grace@example.org");
  });

  test("who complained is offered nothing to send", async () => {
    await showList({ held: { undelivered: [lost(2, null, "complained")] } });
    await expect.element(section.getByText(/reported the email as unwanted/)).toBeVisible();
    await expect.element(button(/^Fix and resend/)).not.toBeInTheDocument();
  });

  test("of many, three stand on top; the filter has all, and finds them", async () => {
    await showList({ held: { undelivered: [1, 2, 3, 4, 5].map((at) => lost(at, "refused")) } });
    await expect.poll(() => section.getByRole("listitem").elements().length).toBe(3);
    await button("Show all 5").click();
    await expect.element(filter(/^Not delivered 5/)).toHaveAttribute("aria-pressed", "true");
    await expect.poll(() => section.getByRole("listitem").elements().length).toBe(5);
    await search.fill("lost-4");
    await expect.poll(() => section.getByRole("listitem").elements().length).toBe(1);
  });

  test("whose email waits have a filter of their own; without any, neither is offered", async () => {
    const { guestId, name } = lost(2, null);
    await showList({ held: { waiting: [{ guestId, name, email: "slow@example.org", until: null }] } });
    await filter(/^Mail waits 1/).click();
    await expect.element(page.getByText(/It is still being tried/)).toBeVisible();
    await expect.element(filter(/^Not delivered/)).not.toBeInTheDocument();
  });

  test("fit a phone", async () => {
    await page.viewport(390, 844);
    await showList({ held: { undelivered: [lost(2, "noSuchAddress"), lost(3, "refused")] } });
    await button(/^Fix and resend/)
      .first()
      .click();
    await expect.element(section.getByLabelText("Email")).toBeVisible();
    expect(document.documentElement.scrollWidth).toBe(390);
    await page.viewport(1280, 900);
  });

  test("are told of in German", async () => {
    await showList({ locale: "de", held: { undelivered: [lost(2, "noSuchAddress"), lost(3, "mailboxFull")] } });
    await expect.element(page.getByText("E-Mails an 2 Gäste kamen nicht an")).toBeVisible();
    await expect.element(page.getByText(/Diese Adresse hat niemand/)).toBeVisible();
  });
});

describe("the delivery of emails", () => {
  test("is said whole on a phone, in the longer language too", async () => {
    await page.viewport(390, 844);
    await showList({ guests: [{ ...guestCard(6, { email: "a.very.long.address@example.org" }), delivery: "failed" }], locale: "de" });
    const note = page.getByText("Nicht zugestellt");
    await expect.element(note).toBeVisible();
    const { right } = note.element().getBoundingClientRect();
    expect(right).toBeLessThanOrEqual(note.element().parentElement!.getBoundingClientRect().right);
    expect(right).toBeLessThanOrEqual(390);
  });

  const bounced: ListedGuest = { ...katherine, delivery: "failed" };
  const missed: ListedGuest = { ...guestCard(4), delivery: "notSent" };
  const list = [{ ...grace, delivery: "sent" as const }, { ...alan, delivery: "delayed" as const }, bounced, missed];

  test("stands in the row of each guest", async () => {
    await showList({ guests: list });
    const words = ["Email sent", "Delayed", "Not delivered", "No email yet"];
    for (const [at, guest] of list.entries())
      await expect.element(rows.filter({ hasText: guest.name })).toMatchTextContent(new RegExp(words[at]!));
  });

  test("is not said of those who have answered without one", async () => {
    await showList({ guests: [{ ...guestCard(4), standing: "going", delivery: "notSent" }] });
    await expect.element(rows.first()).toBeVisible();
    await expect.element(rows.first()).not.toMatchTextContent(/No email yet/);
  });

  test("has a filter of those whom nothing has reached, where a new address is sent to at once", async () => {
    const { path, questions } = await showList({ guests: list, held: { neverReached: 2, failed: [bounced.guestId] } });
    const { guestId, name } = bounced;
    whenAsked(`GET ${path}/guests/${guestId}/history`, { body: { lines: [] } });
    whenAsked(`POST ${path}/guests/${guestId}/invitation`, { body: { seq: 201 } });
    await filter("Never reached 2").click();
    await expect.poll(names).toEqual([bounced.name, missed.name]);
    expect(questions().at(-1)).toMatchObject({ reach: "never" });
    await rows.filter({ hasText: name }).getByRole("button").click();
    const drawer = page.getByRole("dialog", { name });
    await drawer.getByRole("button", { name: "Fix and resend" }).click();
    await userEvent.keyboard("{Control>}a{/Control}found@example.org{Enter}");
    await expect.element(page.getByText(`Invitation to ${name} will be sent again`)).toBeVisible();
    expect(asked("POST", `${path}/guests/${guestId}/invitation`)[0]!.body).toMatchObject({ email: "found@example.org" });
  });

  test("ends with whose link was opened, which a problem and an answer outweigh, and has a filter of those who have not answered", async () => {
    const opened = { delivery: "sent" as const, opened: true };
    const readers = [
      { ...katherine, ...opened },
      { ...guestCard(4), ...opened, delivery: "failed" as const },
      { ...grace, ...opened },
    ];
    const { path, questions } = await showList({ guests: readers, held: { openedUnanswered: 2 } });
    for (const [at, words] of ["Link opened", "Not delivered", "Email sent"].entries())
      await expect.element(rows.filter({ hasText: readers[at]!.name })).toMatchTextContent(new RegExp(words));
    await filter("Link opened, no reply 2").click();
    await expect.poll(() => questions().at(-1)).toMatchObject({ reach: "opened" });
    whenAsked(`GET ${path}/guests/${katherine.guestId}/history`, { body: { lines: [] } });
    await rows.filter({ hasText: katherine.name }).getByRole("button").click();
    await expect.element(page.getByRole("dialog").getByText(/Their link was opened.*a program that checks links/)).toBeVisible();
  });

  test("says that an email was delivered, which an opened link outweighs, and has a filter of those who opened none", async () => {
    const delivered = { delivery: "delivered" as const };
    const readers = [
      { ...katherine, ...delivered },
      { ...guestCard(4), ...delivered, opened: true },
    ];
    const { questions } = await showList({ guests: readers, held: { deliveredUnopened: 1 } });
    for (const [at, words] of ["Email delivered", "Link opened"].entries())
      await expect.element(rows.filter({ hasText: readers[at]!.name })).toMatchTextContent(new RegExp(words));
    await filter("Delivered, link not opened 1").click();
    await expect.poll(() => questions().at(-1)).toMatchObject({ reach: "delivered" });
    await expect.element(rows.filter({ hasText: readers[1]!.name })).not.toBeInTheDocument();
  });

  test("says that an email was probably opened, and in the guest's card what that is worth; a problem, an opened link and an answer outweigh it", async () => {
    const opened = { delivery: "delivered" as const, mailOpened: true };
    const readers = [
      { ...katherine, ...opened },
      { ...guestCard(4), ...opened, delivery: "failed" as const },
      { ...guestCard(5), ...opened, opened: true },
      { ...grace, ...opened },
    ];
    const { path } = await showList({ guests: readers });
    for (const [at, words] of ["Email probably opened", "Not delivered", "Link opened", "Email delivered"].entries())
      await expect.element(rows.filter({ hasText: readers[at]!.name })).toMatchTextContent(new RegExp(words));
    whenAsked(`GET ${path}/guests/${katherine.guestId}/history`, { body: { lines: [] } });
    await rows.filter({ hasText: katherine.name }).getByRole("button").click();
    await expect.element(page.getByRole("dialog").getByText(/was probably opened.*that nobody looks at/)).toBeVisible();
  });

  test("is no filter while everybody was reached", async () => {
    await showList({ guests: list, held: { neverReached: 0 } });
    await expect.poll(names).toHaveLength(4);
    await expect.element(filter(/^Never reached/)).not.toBeInTheDocument();
  });
});

describe("replies that need a host's word", () => {
  const held = (at: number, from: string | null): HeldReply => {
    const { guestId, name } = guestCard(at);
    return { guestId, name, from, seq: 10 + at, answer: from === null ? null : "going", note: "", proposal: null };
  };
  const section = page.getByRole("region", { name: "Replies that need your word" });

  test("are counted on top, and a press opens the guest", async () => {
    const { path } = await showList({ replies: [held(0, "grace@work.example"), held(2, null)] });
    whenAsked(`GET ${path}/guests/${grace.guestId}/history`, { body: { lines: [] } });
    await expect.element(section.getByText("2 replies need your word")).toBeVisible();
    await expect.element(section.getByRole("listitem").first()).toMatchTextContent(/A reply from grace@work.example/);
    await expect.element(section.getByRole("listitem").last()).toMatchTextContent(/Suggests another time/);
    await button(`Decide on the reply for ${grace.name}`).click();
    await expect.element(page.getByRole("dialog", { name: grace.name })).toBeVisible();
  });

  test("say whom a guest wants to send", async () => {
    await showList({ replies: [{ ...held(0, null), answer: "declined", delegates: ["bea@example.org"] }] });
    await expect.element(section.getByRole("listitem").first()).toMatchTextContent(/Wants to send bea@example.org/);
  });

  test("take no room where there are none", async () => {
    await showList();
    await expect.element(rows.first()).toBeVisible();
    await expect.element(section).not.toBeInTheDocument();
  });

  test("are told of in German", async () => {
    await showList({ locale: "de", replies: [held(0, null)] });
    await expect.element(page.getByText("Eine Antwort braucht dein Wort")).toBeVisible();
  });
});

describe("those who were removed", () => {
  const gone: RemovedGuest = { ...guestCard(5), standing: "going", partySize: 1, removedAt: minutesAgo(60) };

  test("have a filter of their own, and are found by name and address", async () => {
    await showList({ removed: [gone, { ...gone, ...guestCard(6), email: null }] });
    await filter(/^Removed/).click();
    const list = page.getByRole("list", { name: "Removed guests" });
    await expect
      .element(list.getByRole("listitem").first())
      .toMatchTextContent(/Donald Pereira.*donald@example.org · was: Going · 1 hour ago/);
    await search.fill("EXAMPLE don");
    await expect.poll(() => list.getByRole("listitem").elements().length).toBe(1);
    await search.fill("nobody");
    await expect.element(page.getByText("Nobody matches")).toBeVisible();
  });

  test("are not offered while there are none", async () => {
    await showList();
    await expect.poll(names).toHaveLength(4);
    await expect.element(filter(/^Removed/)).not.toBeInTheDocument();
  });

  test.each([
    ["going", "is back on the list"],
    ["waiting", "is back, on the waitlist: their spot is taken"],
    ["none", "is back without a reply: the event is full"],
  ])("let in again and now %s, they are said to be so", async (standing, words) => {
    const { path } = await showList({ removed: [gone] });
    whenAsked(`POST ${path}/guests/${gone.guestId}/readmission`, { body: { seq: 201, standing } });
    await filter(/^Removed/).click();
    await button(`Let ${gone.name} in again`).click();
    await expect.element(notices.getByText(`${gone.name} ${words}`)).toBeVisible();
  });
});

describe("adding a guest", () => {
  test("takes a name, and sends what was said by word of mouth", async () => {
    const { path } = await showList({ as: { ...snapshots["host"]!, tally: { ...snapshots["host"]!.tally, going: 3 } } });
    whenAsked(`POST ${path}/guests`, { body: { seq: 201 } });
    await button("Add a guest").click();
    const dialog = page.getByRole("dialog", { name: "Add a guest" });
    const add = dialog.getByRole("button", { name: "Add to the list" });
    await expect.element(dialog.getByLabelText("Name")).toHaveFocus();
    await expect.element(add).toBeDisabled();
    await dialog.getByLabelText("Name").fill("  Mary Jackson ");
    await dialog.getByRole("button", { name: "One more" }).click();
    await expect.element(dialog.getByRole("checkbox")).not.toBeInTheDocument();
    await add.click();
    await expect.element(dialog).not.toBeInTheDocument();
    await expect.element(notices.getByText("Mary Jackson is on the list")).toBeVisible();
    const [sent] = asked("POST", `${path}/guests`).map(({ body }) => body);
    expect(sent).toMatchObject({ name: "Mary Jackson", answer: "going", plusOnes: [""], override: false });
    expect(sent).not.toHaveProperty("email");
  });

  test("over the seats has to be meant, and a refusal keeps what was typed", async () => {
    const { path } = await showList();
    whenAsked(`POST ${path}/guests`, refuse("email_on_list"));
    await button("Add a guest").click();
    const dialog = page.getByRole("dialog", { name: "Add a guest" });
    await dialog.getByLabelText("Name").fill("Mary");
    await dialog.getByText("Add even though it's full").click();
    await dialog.getByRole("button", { name: "Add to the list" }).click();
    await expect.element(notices.getByText(/This address is already on the guest list/)).toBeInTheDocument();
    await expect.element(dialog.getByLabelText("Name")).toHaveValue("Mary");
    expect(asked("POST", `${path}/guests`)[0]!.body).toMatchObject({ override: true });
    await dialog.getByText("Can't", { exact: true }).click();
    await expect.element(dialog.getByText("Add even though it's full")).not.toBeInTheDocument();
  });
});

test("guests are told that only hosts see the list, and nothing is asked for", async () => {
  const { questions } = await showList({ as: snapshots["going"]! });
  await expect.element(page.getByText("Only hosts can see the guest list")).toBeVisible();
  expect(questions()).toEqual([]);
});

test("everything is German for German hosts", async () => {
  await showList({ locale: "de", held: { failed: [katherine.guestId] } });
  await expect.element(page.getByText(/^4 Gäste/)).toBeVisible();
  await expect.element(page.getByText("Eine Einladung kam nicht an")).toBeVisible();
  expect(document.querySelector("main")!.textContent).not.toMatch(/\b(Guests|Going|Place|Search|Add a|Invitation|reply)\b/);
});
