import { expect, test } from "vitest";
import { newAbsences } from "./absences.ts";

test("a reader is away from the end of the last socket that served until one has caught up", () => {
  let clock = 0;
  const absences = newAbsences(() => clock);
  const [first, second, third] = [{}, {}, {}];
  absences.serves(first);
  absences.serves(second);
  absences.ended(first);
  expect(absences.list(), "the second one served meanwhile").toEqual([0]);
  absences.ended({});
  absences.ended(first);
  clock = 100;
  absences.ended(second);
  clock = 350;
  expect(absences.list(), "not over yet").toEqual([0, 250]);
  absences.serves(third);
  clock = 900;
  expect(absences.list()).toEqual([0, 250]);
});
