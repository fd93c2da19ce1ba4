import { expect, test } from "vitest";
import type { EntryBody } from "@turnout/contract/log";
import { details } from "../../testing/snapshots.test-support.ts";
import { heldReplies } from "./held-replies.ts";

const guestId = crypto.randomUUID();
const held = (more: object = {}) => ({
  type: "reply.held",
  guestId,
  from: "x@example.org",
  answer: "going",
  note: "",
  proposal: null,
  ...more,
});
const counter = (starts: string, ends: string | null = null) => held({ from: null, answer: null, proposal: { starts, ends, zone: null } });
const waitingIn = (bodies: object[], event = details) =>
  heldReplies(
    bodies.map((body, index) => ({ seq: index + 1, at: "2027-01-01T00:00:00Z", actor: { name: "" }, body: body as EntryBody })),
    event,
  ).map(({ seq }) => seq);

test("replies wait, newest first, until a host settles them or the guest's answer changes", () => {
  expect(waitingIn([held(), held({ from: "y@example.org" })])).toEqual([2, 1]);
  expect(waitingIn([held(), held(), { type: "reply.settled", reply: 1, declines: false }])).toEqual([2]);
  expect(waitingIn([held(), { type: "rsvp.answered" }])).toEqual([]);
  expect(waitingIn([{ type: "rsvp.answered" }, counter("2030-06-10T17:00")])).toEqual([2]); // of one reply
  expect(waitingIn([held(), { type: "guest.edited" }])).toEqual([1]);
});

test("a suggested time is settled once the event is at it", () => {
  const event = { ...details, allDay: false, starts: "2030-06-10T17:00", ends: "2030-06-10T19:00" };
  expect(waitingIn([counter("2030-06-10T17:00")], event)).toEqual([]);
  expect(waitingIn([counter("2030-06-10T17:00", "2030-06-10T19:00")], event)).toEqual([]);
  expect(waitingIn([counter("2030-06-10T17:00", "2030-06-10T20:00")], event)).toEqual([1]);
  expect(waitingIn([counter("2030-06-10T18:00")], event)).toEqual([1]);
});
