import { expect, test } from "vitest";
import type { GuestCard } from "@turnout/contract/guests";
import { LATEST_SHOWN, withLatest } from "./with-latest.ts";

const guest = (guestId: string, minute: number, standing: GuestCard["standing"] = "going"): GuestCard => ({
  guestId,
  name: guestId,
  email: null,
  standing,
  partySize: 1,
  plusOnes: [],
  note: "",
  ticket: null,
  source: null,
  answeredAt: new Date(Date.UTC(2027, 5, 1, 12, minute)).toISOString(),
});

test("a guest is listed once, with the newer answer, whichever list it came from", () => {
  const newer = guest("grace", 5, "maybe");
  expect(withLatest([guest("grace", 1)], [newer])).toEqual([newer]);
  expect(withLatest([newer], [guest("grace", 1)])).toEqual([newer]);
});

test("the newest come first, and older ones are dropped", () => {
  const many = Array.from({ length: LATEST_SHOWN + 3 }, (_, at) => guest(`g${at}`, at));
  const shown = withLatest(many, []);
  expect(shown).toHaveLength(LATEST_SHOWN);
  expect(shown[0]!.guestId).toBe(`g${LATEST_SHOWN + 2}`);
});
