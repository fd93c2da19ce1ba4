import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { aboutOf, rulesIfKnown } from "@turnout/contract/entry-kinds";
import { EntryBody, type EntryType, type StoredEntry } from "@turnout/contract/log";
import { expect, test } from "vitest";
import { jobsFor } from "./jobs-for.ts";
import { REMOVAL_GRACE } from "./removal-grace.ts";

type Body = { type: EntryType } & Record<string, unknown>;

const eventId = randomUUID();
const grace = { guestId: randomUUID(), email: "grace@example.org", standing: "going" };
const withoutMail = { ...grace, email: null };
const revised = (revision: number) => ({ details: { revision } });

/** What happened, of every kind that may email somebody; and who hears of it, in what kind of mail. */
const table: [what: string, body: Body, mails: string[]][] = [
  ["invited, to be mailed", { type: "guest.invited", guest: grace, delivery: "queued" }, ["tellGuest invitation"]],
  ["put on the list, without a mail", { type: "guest.invited", guest: grace, delivery: "notSent" }, []],
  ["invited without an address", { type: "guest.invited", guest: withoutMail, delivery: "queued" }, []],

  ["a guest answers", { type: "rsvp.answered", guest: grace, byHost: false }, ["tellGuest confirmation"]],
  [
    "a guest joins the waitlist",
    { type: "rsvp.answered", guest: { ...grace, standing: "waiting" }, byHost: false },
    ["tellGuest waitlisted"],
  ],
  ["a guest declines", { type: "rsvp.answered", guest: { ...grace, standing: "declined" }, byHost: false }, ["tellGuest confirmation"]],
  ["a guest without an address answers", { type: "rsvp.answered", guest: withoutMail, byHost: false }, []],
  ["a host answers for a guest", { type: "rsvp.answered", guest: grace, byHost: true }, []],
  ["a seat for who waited", { type: "guest.promoted", guest: grace }, ["tellGuest promoted"]],

  ["a guest is removed", { type: "guest.removed", guest: grace, guestId: grace.guestId }, ["tellRemoval removed"]],
  ["a guest without an address is removed", { type: "guest.removed", guest: withoutMail, guestId: grace.guestId }, []],
  ["a guest is let in again", { type: "guest.readmitted", guest: grace }, ["tellRemoval readmitted"]],

  ["a guest writes by email", { type: "guest.wrote", guestId: grace.guestId, text: "Hello" }, ["tellHosts guestWrote"]],
  ["a reply waits for a host's word", { type: "reply.held", guestId: grace.guestId, proposal: null }, ["tellHosts replyHeld"]],
  ["a host declines another time", { type: "reply.settled", guest: grace, declines: true }, ["tellGuest proposalDeclined"]],
  ["a host ignores a reply", { type: "reply.settled", guest: grace, declines: false }, []],

  ["another time or place", { type: "event.edited", news: { quietly: false }, ...revised(1) }, ["tellGuests changed"]],
  ["another time or place, quietly", { type: "event.edited", news: { quietly: true }, ...revised(1) }, []],
  ["other words and rules", { type: "event.edited", ...revised(1) }, []],
  ["cancelled", { type: "event.cancelled", ...revised(2) }, ["tellGuests cancelled"]],
];

const at = "2027-06-18T19:00:00.000Z";
const entry = (body: Body) => ({ seq: 7, at, body }) as unknown as StoredEntry;
const told = (stored: StoredEntry) => jobsFor(eventId, stored).map(({ name, payload }) => `${name} ${String(payload["kind"])}`);

test.each(table)("%s", (_what, body, mails) => expect(told(entry(body))).toEqual(mails));

test("the table has every kind of entry that may email somebody, and none emails beside it", () => {
  const kinds = EntryBody.options.map((option) => option.shape.type.value);
  const mailing = kinds.filter((type) => rulesIfKnown({ type } as EntryBody)?.mails !== null);
  expect(new Set(table.map(([, { type }]) => type))).toEqual(new Set(mailing));
});

/** Entries of all kinds, as shipped versions wrote them. */
const shipped = Object.values(
  JSON.parse(readFileSync(new URL("../../../contract/src/shipped-entries.json", import.meta.url), "utf8")) as Record<string, EntryBody[]>,
).flat();
const jobsOf = (body: EntryBody) => jobsFor(eventId, { seq: 7, at, body } as StoredEntry);

test("an email to one guest goes to the guest that the entry is about, once, and only if there is an address", () => {
  const toOne = (body: EntryBody) =>
    jobsOf(body).flatMap(({ name, payload }) => (name === "tellGuests" || name === "tellHosts" ? [] : [payload["guestId"]]));
  expect(shipped.flatMap(toOne)).not.toEqual([]);
  for (const body of shipped) {
    expect([[], [aboutOf(body)]], body.type).toContainEqual(toOne(body));
    const unreachable = { ...body, ...("guest" in body && body.guest && { guest: { ...body.guest, email: null } }) } as EntryBody;
    expect(toOne(unreachable), body.type).toEqual([]);
  }
});

test("a removal is told after the minutes in which hosts undo it; all else at once", () => {
  const delays = table.flatMap(([, body]) => jobsFor(eventId, entry(body)).map(({ payload, startAfter }) => [payload["kind"], startAfter]));
  expect(delays.filter(([, startAfter]) => startAfter)).toEqual([["removed", new Date(Date.parse(at) + REMOVAL_GRACE)]]);
});

test("a job carries ids, never an address", () => {
  for (const body of shipped) expect(JSON.stringify(jobsOf(body))).not.toContain("@");
});
