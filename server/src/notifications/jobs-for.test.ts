import { randomUUID } from "node:crypto";
import { EntryBody, type EntryType, type StoredEntry } from "@turnout/contract/log";
import { expect, test } from "vitest";
import { jobsFor } from "./jobs-for.ts";

type Body = { type: EntryType } & Record<string, unknown>;

const eventId = randomUUID();
const grace = { guestId: randomUUID(), email: "grace@example.org", standing: "going" };
const withoutMail = { ...grace, email: null };
const revised = (revision: number) => ({ details: { revision } });

/** What happened; and who hears of it, in what kind of mail. */
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

  ["another time or place", { type: "event.edited", news: { quietly: false }, ...revised(1) }, ["tellGuests changed"]],
  ["another time or place, quietly", { type: "event.edited", news: { quietly: true }, ...revised(1) }, []],
  ["other words and rules", { type: "event.edited", ...revised(1) }, []],
  ["cancelled", { type: "event.cancelled", ...revised(2) }, ["tellGuests cancelled"]],

  ["created", { type: "event.created", ...revised(0) }, []],
  ["published", { type: "event.published", ...revised(0) }, []],
  ["a host more", { type: "host.added" }, []],
  ["a host less", { type: "host.removed" }, []],
  ["a new share link", { type: "share.renewed" }, []],
  ["a walk-in", { type: "guest.added", guest: grace }, []],
  ["passed over in line", { type: "guest.passedOver", guest: grace }, []],
  ["a guest is renamed", { type: "guest.edited", guest: grace }, []],
  ["a guest is removed", { type: "guest.removed", guest: grace }, []],
  ["who was removed may come again", { type: "guest.readmitted", guestId: grace.guestId }, []],
  ["a guest has an account now", { type: "guest.claimed", guest: grace }, []],
  ["revoked", { type: "invitation.revoked", guestId: grace.guestId }, []],
  ["a host made a link", { type: "link.made", guestId: grace.guestId }, []],
  ["delivered", { type: "delivery.changed", guestId: grace.guestId, delivery: "sent" }, []],
  ["said", { type: "chat.posted" }, []],
  ["said otherwise", { type: "chat.edited" }, []],
  ["unsaid", { type: "chat.deleted" }, []],
];

const entry = (body: Body) => ({ seq: 7, body }) as unknown as StoredEntry;
const told = (stored: StoredEntry) => jobsFor(eventId, stored).map(({ name, payload }) => `${name} ${String(payload["kind"])}`);

test.each(table)("%s", (_what, body, mails) => expect(told(entry(body))).toEqual(mails));

test("the table knows every kind of entry", () => {
  const kinds = EntryBody.options.map((option) => option.shape.type.value);
  expect(new Set(table.map(([, { type }]) => type))).toEqual(new Set(kinds));
});

test("a job carries ids, never an address", () => {
  for (const [, body] of table) expect(JSON.stringify(jobsFor(eventId, entry(body)))).not.toContain("@");
});
