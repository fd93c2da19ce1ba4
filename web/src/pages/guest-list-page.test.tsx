import { describe, expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import type { GuestCard, RemovedGuest } from "@turnout/contract/guests";
import type { Locale } from "@turnout/contract/locale";
import { SCANNER_PAUSE } from "../guests/door/scan/hand-scanner.ts";
import { asked, refuse, whenAsked } from "../testing/fake-server.test-support.ts";
import { guestCard, listOf } from "../testing/guest-cards.test-support.ts";
import {
  alan,
  button,
  edsger,
  everybody,
  filter,
  grace,
  katherine,
  minutesAgo,
  names,
  notices,
  rows,
  search,
  showList,
} from "../testing/guest-list.test-support.tsx";
import { snapshots } from "../testing/snapshots.test-support.ts";

describe("the list", () => {
  test("says of each guest who it is, how they stand, how many they are, and of how many they are one", async () => {
    await showList();
    await expect.element(page.getByText(/^4 guests/)).toBeVisible();
    const row = (guest: GuestCard) => rows.filter({ hasText: guest.name });
    await expect.element(row(grace)).toMatchTextContent(/Grace Almeida.*grace@example.org.*2 people.*Going.*5 minutes ago/);
    await expect.element(row(alan)).toMatchTextContent(/Waitlist/);
    expect(row(alan).element().textContent).not.toMatch(/Place/);
    await expect.element(row(katherine)).toMatchTextContent(/“Depends on the train.”.*No answer yet/);
    await expect.element(row(edsger)).toMatchTextContent(/no email.*No email: copy their link/);
    await expect.element(row(katherine)).toHaveAttribute("aria-posinset", "3");
    await expect.element(row(katherine)).toHaveAttribute("aria-setsize", "4");
  });

  test("of a cancelled event takes nobody: there is no way to invite or to add", async () => {
    await showList({ as: { ...snapshots["host"]!, details: snapshots["cancelled"]!.details }, guests: [] });
    await expect.element(page.getByText("Nobody here")).toBeVisible();
    await expect.element(page.getByRole("link", { name: "Invite people" })).not.toBeInTheDocument();
    await expect.element(page.getByRole("link", { name: "Email guests" })).toBeVisible();
    await expect.element(page.getByRole("link", { name: "Invite", exact: true })).not.toBeInTheDocument();
    await expect.element(page.getByRole("button", { name: "Add a guest" })).not.toBeInTheDocument();
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
    ["waiting", "is back, on the waitlist: their seat is taken"],
    ["none", "is back without an answer: the event is full"],
  ])("let in again and now %s, they are said to be so", async (standing, words) => {
    const { path } = await showList({ removed: [gone] });
    whenAsked(`POST ${path}/guests/${gone.guestId}/readmission`, { body: { seq: 201, standing } });
    await filter(/^Removed/).click();
    await button(`Let ${gone.name} in again`).click();
    await expect.element(notices.getByText(`${gone.name} ${words}`)).toBeVisible();
  });
});

test.for([
  [["Ann", ""], "en", "With Ann and 1 more"],
  [["", "Zed", ""], "en", "With Zed and 2 more"],
  [["", ""], "de", "Mit 2 weiteren"],
] as const)("a guest's details say of all companions who they are: %j in %s", async ([plusOnes, locale, words]) => {
  const guest = guestCard(0, { standing: "going", partySize: 1 + plusOnes.length, plusOnes: [...plusOnes] });
  const { path } = await showList({ guests: [guest], locale });
  whenAsked(`GET ${path}/guests/${guest.guestId}/history`, { body: { lines: [] } });
  await page.getByText(guest.name).click();
  await expect.element(page.getByRole("dialog", { name: guest.name }).getByText(words, { exact: true })).toBeVisible();
});

describe("adding a guest", () => {
  test("takes a name, and sends what was said by word of mouth", async () => {
    const { path } = await showList({ as: { ...snapshots["host"]!, tally: { ...snapshots["host"]!.tally, going: 3 } } });
    whenAsked(`POST ${path}/guests`, ({ body }) => {
      whenAsked(`GET ${path}/guests/${String(body["guestId"])}/history`, { body: { lines: [], place: null } });
      return { body: { seq: 201 } };
    });
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
  expect(document.querySelector("main")!.textContent).not.toMatch(/\b(Guests|Going|Place|Search|Add a|Invitation|answer)\b/);
});
