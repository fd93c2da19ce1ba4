import { EntryBody, type EntryType } from "@turnout/contract/log";
import { expect, test } from "vitest";
import { kinds, type Kind } from "./kinds.ts";

test("the checker has its own word on each kind of entry that there is, and does not compile without", () => {
  // Where one is missing, the compiler names it here.
  const shipped: Kind[] = EntryBody.options.map((option) => option.shape.type.value);
  const judged: EntryType[] = Object.keys(kinds) as Kind[];
  expect(judged.toSorted()).toEqual(shipped.toSorted());
});
