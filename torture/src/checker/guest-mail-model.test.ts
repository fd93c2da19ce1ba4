import { expect, test } from "vitest";
import { guestMailModel } from "./guest-mail-model.ts";
import type { Entry } from "./entry.ts";
import { emptyState, type KnownGuest } from "./state.ts";

const guestId = "grace";
const held = (more: object) => ({
  seq: 7,
  body: { type: "reply.held", guestId, from: null, answer: "declined", note: "", proposal: null, ...more },
});

function foundOf(more: object): string[] {
  const state = emptyState(new Map());
  state.guests.set(guestId, { card: { guestId, email: "grace@example.org" }, removed: false } as unknown as KnownGuest);
  const found: string[] = [];
  const step = { state, entry: held(more) as unknown as Entry, find: (rule: string) => void found.push(rule) };
  guestMailModel.kinds["reply.held"].replay(step);
  return found;
}

test("a held reply that sends others names a few, none of them the guest, and declines", () => {
  expect(foundOf({})).toEqual([]);
  expect(foundOf({ delegates: ["bea@example.org", "cleo@example.org"] })).toEqual([]);
});

test.each<[string, object]>([
  ["nobody", { delegates: [] }],
  ["the guest", { delegates: ["grace@example.org"] }],
  ["one twice", { delegates: ["bea@example.org", "bea@example.org"] }],
  ["no address", { delegates: ["bea"] }],
  ["an address in another form", { delegates: ["Bea@example.org"] }],
  ["six", { delegates: [1, 2, 3, 4, 5, 6].map((at) => `guest${at}@example.org`) }],
  ["others, and comes", { delegates: ["bea@example.org"], answer: "going" }],
  ["others, and another time", { delegates: ["bea@example.org"], proposal: { starts: "2030-06-10", ends: null, zone: null } }],
])("control: one that sends %s is found", (_what, more) => {
  expect(foundOf(more)).toContain("C4");
});
