import { describe, expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import { noneChanged } from "@turnout/contract/bulk-guests";
import type { GuestCard } from "@turnout/contract/guests";
import { asked, whenAsked } from "../testing/fake-server.test-support.ts";
import { guestCard, inPages, listOf } from "../testing/guest-cards.test-support.ts";
import {
  alan,
  edsger,
  everybody,
  filter,
  grace,
  katherine,
  names,
  notices,
  rows,
  search,
  showList,
} from "../testing/guest-list.test-support.tsx";
import { snapshots } from "../testing/snapshots.test-support.ts";

describe("the list selects", () => {
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
    await expect.element(dialog.getByText(/give up a seat or a place on the waitlist/)).toBeVisible();
    await dialog.getByRole("button", { name: "Remove 2 guests" }).click();
    await expect.element(notices.getByText("2 guests are off the list")).toBeVisible();
    expect(sentTo(`${path}/guest-removals`)).toMatchObject([{ guestIds: ids }]);
    await notices.getByRole("button", { name: "Undo" }).click();
    await expect.element(notices.getByText("2 guests are back · 1 waits for a seat")).toBeVisible();
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

  test("and offers no undoing where all who were moved got a seat, since they keep it", async () => {
    const { path } = await showList({ guests: [grace, alan, katherine] });
    const moved = { seq: 9, changed: [alan.guestId], same: [], notWaiting: [], seated: [alan.guestId], wasBehind: ["first"] };
    whenAsked(`POST ${path}/waitlist-moves`, { body: moved });
    await box(alan).click();
    await more("Move on the waitlist");
    const dialog = page.getByRole("dialog", { name: "Move on the waitlist" });
    await expect.element(dialog.getByText(/Whoever gets a seat by it keeps it/)).toBeVisible();
    await dialog.getByRole("button", { name: "Move 1 guest" }).click();
    await expect.element(notices.getByText("1 moved on the waitlist · 1 got a seat")).toBeVisible();
    await expect.element(notices.getByRole("button", { name: "Undo" })).not.toBeInTheDocument();
  });

  test("and answers for them, and undoing gives back what they had answered", async () => {
    const { path } = await showList();
    const changed = [grace.guestId, katherine.guestId];
    whenAsked(`POST ${path}/guest-answers`, { body: { seq: 9, ...noneChanged(), changed } });
    await box(grace).click();
    await box(katherine).click();
    await bar.getByRole("button", { name: "Set answer" }).click();
    const dialog = page.getByRole("dialog", { name: "Set their answer" });
    await expect.element(dialog.getByText("1 has that answer already")).toBeVisible();
    await dialog.getByText("Can't", { exact: true }).click();
    await expect.element(dialog.getByText(/1 has not answered yet/)).toBeVisible();
    await dialog.getByRole("button", { name: "Set 2 answers" }).click();
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
