import type { GuestCard } from "@turnout/contract/guests";
import type { EntryBody, LogEntry } from "@turnout/contract/log";
import { expect, test } from "vitest";
import { patchPages, type LoadedGuests } from "./patch-pages.ts";

const card = (guestId: string, standing: GuestCard["standing"] = "none"): GuestCard => ({
  guestId,
  name: guestId,
  email: null,
  standing,
  partySize: 1,
  plusOnes: [],
  note: "",
  ticket: null,
  source: "invited",
  answeredAt: null,
});
const page = (...guests: GuestCard[]): LoadedGuests => ({ guests, next: null, total: guests.length, seq: 10 });
const answered = (seq: number, guest: GuestCard): LogEntry => ({
  seq,
  commandId: "",
  at: "",
  actor: null,
  body: { type: "rsvp.answered", guest } as EntryBody,
});
const removed = (seq: number, guestId: string): LogEntry => ({
  seq,
  commandId: "",
  at: "",
  actor: null,
  body: { type: "guest.removed", guestId } as EntryBody,
});

test("a row changes in place", () => {
  const { pages } = patchPages([page(card("a"), card("b"))], [answered(11, card("b", "going"))], { standing: null });
  expect(pages[0]!.guests.map(({ guestId, standing }) => [guestId, standing])).toEqual([
    ["a", "none"],
    ["b", "going"],
  ]);
});

test("an entry before the page's position changes nothing", () => {
  const pages = [page(card("a", "going"))];
  expect(patchPages(pages, [answered(9, card("a", "declined"))], { standing: null }).pages).toEqual(pages);
});

test("a new guest waits behind a button, and only if they match the filter", () => {
  expect(patchPages([page()], [answered(11, card("c", "going"))], { standing: null }).waitingToBeShown).toBe(1);
  expect(patchPages([page()], [answered(11, card("c", "going"))], { standing: "declined" }).waitingToBeShown).toBe(0);
});

test("who is moved on the waitlist has another number, and is nobody new", () => {
  const body = { type: "guest.movedOnWaitlist", guest: { ...card("b", "waiting"), ticket: -2 } } as EntryBody;
  const moved: LogEntry = { seq: 11, commandId: "", at: "", actor: null, body };
  expect(patchPages([page(card("b", "waiting"))], [moved], { standing: "waiting" }).pages[0]!.guests).toMatchObject([{ ticket: -2 }]);
  expect(patchPages([page()], [moved], { standing: "waiting" }).waitingToBeShown).toBe(0);
});

const tagged = (seq: number, guest: GuestCard, tag: string): LogEntry => ({
  seq,
  commandId: "",
  at: "",
  actor: null,
  body: { type: "guest.tagged", guest: { ...guest, tags: [tag] }, tag, tagged: true } as EntryBody,
});

test("a tag changes a row in place, and makes a guest new only to the list of that tag", () => {
  const { pages } = patchPages([page(card("a"))], [tagged(11, card("a"), "Press")], { standing: null });
  expect(pages[0]!.guests[0]!.tags).toEqual(["Press"]);
  const waits = (tag: string | null) => patchPages([page()], [tagged(11, card("c"), "Press")], { standing: null, tag }).waitingToBeShown;
  expect([waits("Press"), waits("Family"), waits(null)]).toEqual([1, 0, 0]);
});

test("a row that no longer matches the filter stays until the list is loaded anew; the removed go at once", () => {
  const { pages } = patchPages([page(card("a", "going"), card("b", "going"))], [answered(11, card("a", "declined")), removed(12, "b")], {
    standing: "going",
  });
  expect(pages[0]!.guests.map(({ guestId }) => guestId)).toEqual(["a"]);
  expect(pages[0]!.total).toBe(1);
});

const delivered = (seq: number, guestId: string, delivery: string): LogEntry => ({
  seq,
  commandId: "",
  at: "",
  actor: null,
  body: { type: "delivery.changed", guestId, delivery } as EntryBody,
});

test("what becomes of an email changes the row of its guest, which later answers leave as it is", () => {
  const entries = [delivered(11, "b", "failed"), answered(12, card("b", "going")), delivered(9, "a", "failed")];
  const { pages, waitingToBeShown } = patchPages([page(card("a"), card("b"))], entries, { standing: null });
  expect(pages[0]!.guests.map(({ guestId, standing, delivery }) => [guestId, standing, delivery])).toEqual([
    ["a", "none", undefined],
    ["b", "going", "failed"],
  ]);
  expect(waitingToBeShown).toBe(0);
});

test("what was delivered and opened is of one invitation and one address", () => {
  const known = { ...card("a"), email: "a@example.org", delivery: "delivered" as const, mailOpened: true };
  const after = (body: object) => {
    const entry: LogEntry = { seq: 11, commandId: "", at: "", actor: null, body: body as EntryBody };
    const { delivery, mailOpened } = patchPages([page(known)], [entry], { standing: null }).pages[0]!.guests[0]!;
    return [delivery, mailOpened];
  };
  const { delivery: _delivery, mailOpened: _mailOpened, ...guest } = known;
  expect(after({ type: "guest.invited", guest, delivery: "queued" })).toEqual(["queued", false]);
  expect(after({ type: "guest.edited", guest: { ...guest, email: "b@example.org" } })).toEqual(["sent", false]);
  expect(after({ type: "guest.edited", guest: { ...guest, name: "Anna" } })).toEqual(["delivered", true]);
  expect(after({ type: "delivery.changed", guestId: "a", delivery: "delayed" })).toEqual(["delayed", true]);
});

test("nobody is new to the list of those whom nothing has reached by what happens to others", () => {
  const entries = [answered(11, card("c", "going")), delivered(12, "d", "failed")];
  expect(patchPages([page(card("a"))], entries, { standing: null, reach: "never" }).waitingToBeShown).toBe(0);
});
