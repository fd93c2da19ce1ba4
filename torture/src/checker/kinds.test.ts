import { EntryBody, type EntryType } from "@turnout/contract/log";
import { expect, test } from "vitest";
import { kinds, type Kind } from "./kinds.ts";

test("the checker has its own word on each kind of entry that there is, and does not compile without", () => {
  const missing: [Exclude<EntryType, Kind>, Exclude<Kind, EntryType>] extends [never, never] ? true : false = true;
  expect(missing).toBe(true);
  expect(Object.keys(kinds).toSorted()).toEqual(EntryBody.options.map((option) => option.shape.type.value).toSorted());
});
