import { expect, test } from "vitest";
import { idOf } from "../simulation/person.ts";
import type { Body, Entry } from "./entry.ts";
import { judge } from "./judge.ts";
import { kinds } from "./kinds.ts";
import { aLivelyRound } from "./lively-round.test-support.ts";

const round = await aLivelyRound();
const typesOfRound = new Set(round.final.log.map((row) => (row["body"] as Body).type));

/** A guest, a host and the system, each of whom may act at the time. */
const actors: Entry["actor"][] = [
  { kind: "host", personId: idOf("a", 1), name: "Ada" },
  { kind: "guest", personId: idOf("b", 3), name: "Guest 3" },
  { kind: "system", personId: null, name: "" },
];

const cases = Object.entries(kinds).flatMap(([type, { doneBy }]) =>
  actors.filter(({ kind }) => typesOfRound.has(type) && !doneBy.includes(kind)).map((actor) => ({ type, kind: actor.kind, actor })),
);

test.each(cases)("[C7] $type by a $kind", ({ type, actor }) => {
  const history = structuredClone(round);
  const entry = history.final.log.find((row) => (row["body"] as Body).type === type)!;
  entry["actor"] = actor;
  const found = judge(history).violations.filter(({ rule }) => rule === "C7");
  expect(found.map(({ message }) => message)).toContain(`${type} at ${String(entry["seq"])} is not for a ${actor.kind} to do`);
});

test("whose acts a kind of entry may come from is tried for half of the kinds at least", () => {
  expect(new Set(cases.map(({ type }) => type)).size).toBeGreaterThanOrEqual(Object.keys(kinds).length / 2);
});
