import type { ListedGuest, Standing } from "@turnout/contract/guests";
import { expect, test } from "vitest";
import { planBulk, seatsMayGo, type BulkAction } from "./bulk-plan.ts";

const guest = (standing: Standing, more: Partial<ListedGuest> = {}): ListedGuest => ({
  guestId: crypto.randomUUID(),
  name: standing,
  email: "one@example.org",
  standing,
  partySize: 2,
  plusOnes: [""],
  note: "",
  ticket: standing === "waiting" ? 4 : null,
  source: "invited",
  answeredAt: null,
  ...more,
});
const some = [guest("going"), guest("waiting"), guest("none"), guest("declined", { email: null })];
const plan = (action: BulkAction, othersWait = false) => planBulk(some, action, othersWait);

test("removing is for everybody, and says whose seat or place undoing does not bring back", () => {
  expect(plan({ kind: "remove" })).toMatchObject({ guests: some, lost: 1 });
  expect(plan({ kind: "remove" }, true)).toMatchObject({ lost: 2 });
});

test("resending leaves out who has no address, and counts who has answered", () => {
  expect(plan({ kind: "resend" })).toMatchObject({ guests: some.slice(0, 3), noEmail: 1, answered: 2, lost: 0 });
});

test.each([
  ["nobody waits, and there is room", 50, { going: 50, waiting: 0 }, false],
  ["somebody waits", 50, { going: 50, waiting: 1 }, true],
  ["more come than there are seats for", 50, { going: 52, waiting: 0 }, true],
  ["there is no limit", null, { going: 52, waiting: 0 }, false],
])("seats that are given up may be gone: %s", (_what, capacity, tally, mayGo) => expect(seatsMayGo(capacity, tally)).toBe(mayGo));

test("resending gives nobody back what was revoked", () => {
  const revoked = guest("none", { delivery: "revoked" });
  expect(planBulk([revoked], { kind: "resend" }, false)).toMatchObject({ guests: [], revoked: 1 });
  expect(planBulk([revoked], { kind: "remove" }, false)).toMatchObject({ guests: [revoked], revoked: 0 });
});

test("an answer leaves out who has it, and says how many seats it asks for and what undoing leaves", () => {
  expect(plan({ kind: "answer", answer: "going" })).toMatchObject({ guests: some.slice(2), same: 2, seatsWanted: 4, silent: 1, lost: 0 });
  expect(plan({ kind: "answer", answer: "declined" })).toMatchObject({ guests: some.slice(0, 3), same: 1, seatsWanted: 0, lost: 1 });
});
