import { expect, test } from "vitest";
import { blockedStorage, fakeStorage } from "../../testing/fake-storage.test-support.ts";
import { forgetCode, keepCode, keptCodes, MAX_KEPT_CODES, type KeptCode } from "./kept-codes.ts";

const NOW = Date.parse("2031-06-18T18:00:00Z");
const DAY = 86_400_000;
const code = (eventId: string, fields: Partial<KeptCode> = {}): KeptCode => ({
  eventId,
  title: "Picnic",
  name: "Grace",
  people: 2,
  path: "M0 0h1v1h-1z",
  size: 57,
  startsAt: "2031-06-18T19:00:00Z",
  endsAt: null,
  keptAt: NOW,
  ...fields,
});
const ids = (now = NOW) => keptCodes(now).map(({ eventId }) => eventId);

test("the code that was kept last comes first, and each event has one", () => {
  fakeStorage();
  for (const eventId of ["a", "b", "a"]) keepCode(code(eventId));
  expect(ids()).toEqual(["a", "b"]);
  forgetCode("a", NOW);
  expect(ids()).toEqual(["b"]);
});

test("a code is kept until a day after its event began, or ended, and one of an event without a time for long", () => {
  fakeStorage();
  keepCode(code("evening"));
  keepCode(code("week", { endsAt: "2031-06-25T19:00:00Z" }));
  keepCode(code("some day", { startsAt: null }));
  expect(ids(NOW + DAY)).toEqual(["some day", "week", "evening"]);
  expect(ids(NOW + 2 * DAY)).toEqual(["some day", "week"]);
  expect(ids(NOW + 9 * DAY)).toEqual(["some day"]);
  expect(ids(NOW + 401 * DAY)).toEqual([]);
});

test("no more are kept than there may be", () => {
  fakeStorage();
  for (let index = 0; index <= MAX_KEPT_CODES; index++) keepCode(code(`event ${index}`));
  expect(ids()).toHaveLength(MAX_KEPT_CODES);
  expect(ids()).not.toContain("event 0");
});

test("where the browser keeps nothing, or something else, there are none", () => {
  blockedStorage();
  keepCode(code("a"));
  expect(ids()).toEqual([]);
  fakeStorage()["turnout.door-codes"] = "{nonsense";
  expect(ids()).toEqual([]);
});
