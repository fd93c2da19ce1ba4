import { LocalPath } from "@turnout/contract/accounts";
import { expect, test } from "vitest";
import { nextIn, safeNext, withNext } from "./local-path.ts";

const ours = ["/", "/events", "/e/0198/guests?standing=going#top", "/a%2F%2Fb", "/e/1?next=https://example.org"];
const strange = [
  "",
  "events",
  "//evil.example",
  "/\\evil.example",
  "/a\\b",
  "https://evil.example",
  "javascript:alert(1)",
  "/a b",
  "/\t/evil.example",
  "/\n/evil",
  "/ä",
  `/${"a".repeat(500)}`,
];

test("a path of this site is accepted", () => {
  for (const path of ours) expect(safeNext(path)).toBe(path);
});

test("whatever a browser could read as another site is replaced by my events", () => {
  for (const path of strange) expect(safeNext(path)).toBe("/events");
  expect(safeNext(null)).toBe("/events");
});

test("an accepted path never leaves the site", () => {
  for (const path of [...ours, ...strange]) expect(new URL(safeNext(path), "https://turnout.example").host).toBe("turnout.example");
});

test("browser and server accept the same paths", () => {
  for (const path of [...ours, ...strange]) expect(safeNext(path, "refused") !== "refused").toBe(LocalPath.safeParse(path).success);
});

test("a path put into an address is read back from it", () => {
  const page = withNext("/sign-in", "/e/1?a=b&c=d#e");
  expect(nextIn(page.slice(page.indexOf("?")))).toBe("/e/1?a=b&c=d#e");
  expect(withNext("/sign-in", null)).toBe("/sign-in");
  expect(nextIn("?next=//evil.example")).toBeNull();
});
