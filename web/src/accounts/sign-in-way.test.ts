import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { blockedStorage, fakeStorage } from "../testing/fake-storage.test-support.ts";
import { hasSignedInHere, keepWay, keptWay } from "./sign-in-way.ts";

let storage: Record<string, string>;
beforeEach(() => void (storage = fakeStorage()));
afterEach(() => vi.unstubAllGlobals());

test("a browser in which nobody has signed in offers a link, which everybody can use", () => {
  expect([keptWay(), hasSignedInHere()]).toEqual(["link", false]);
});

test.each(["password", "link"] as const)("the way that last worked is offered again: %s", (way) => {
  keepWay(way === "link" ? "password" : "link");
  keepWay(way);
  expect([keptWay(), hasSignedInHere()]).toEqual([way, true]);
  expect(Object.values(storage)).toEqual([way]);
});

test("where nothing is kept a link is offered, and keeping breaks nothing", () => {
  blockedStorage();
  expect(() => keepWay("password")).not.toThrow();
  expect([keptWay(), hasSignedInHere()]).toEqual(["link", false]);
});
