import fc from "fast-check";
import { expect, test } from "vitest";
import { createRowSet, type Journal, type TrackedRowSet } from "./row-set.ts";

interface Seat {
  id: string;
  name: string;
  size: number;
}

type Step = { what: "add" | "change" | "remove"; id: string; name: string; size: number };
const step: fc.Arbitrary<Step> = fc.record({
  what: fc.constantFrom("add", "change", "remove"),
  id: fc.constantFrom("a", "b", "c", "d"),
  name: fc.constantFrom("Ada", "Grace"),
  size: fc.nat({ max: 2 }),
});
/** Decisions in turn: each stands, or is undone. */
const decisions = fc.array(fc.record({ steps: fc.array(step, { maxLength: 6 }), stands: fc.boolean() }), { maxLength: 8 });
const stored: Seat[] = [
  { id: "a", name: "Ada", size: 1 },
  { id: "b", name: "Grace", size: 2 },
];

function take(
  rows: { get(id: string): unknown; add(row: Seat): void; change(id: string, patch: Partial<Seat>): void; remove(id: string): void },
  one: Step,
) {
  const { what, id, name, size } = one;
  if (what === "remove") return rows.remove(id);
  if (what === "add" && !rows.get(id)) return rows.add({ id, name, size });
  if (what === "change" && rows.get(id)) return rows.change(id, { name, size });
}

/** What should be there: a plain map, copied before each decision. */
function expected(all: { steps: Step[]; stands: boolean }[]): Map<string, Seat> {
  let rows = new Map(stored.map((row) => [row.id, row]));
  for (const { steps, stands } of all) {
    const tried = new Map(rows);
    const plain = {
      get: (id: string) => tried.get(id),
      add: (row: Seat) => void tried.set(row.id, row),
      change: (id: string, patch: Partial<Seat>) => void tried.set(id, { ...tried.get(id)!, ...patch }),
      remove: (id: string) => void tried.delete(id),
    };
    for (const one of steps) take(plain, one);
    if (stands) rows = tried;
  }
  return rows;
}

function decided(all: { steps: Step[]; stands: boolean }[], undo: (journal: Journal) => void): TrackedRowSet<Seat> {
  const journal: Journal = [];
  const rows = createRowSet<Seat>(journal);
  rows.take(stored);
  for (const { steps, stands } of all) {
    for (const one of steps) take(rows, one);
    if (!stands) undo(journal);
    journal.length = 0;
  }
  return rows;
}

const properly = (journal: Journal) => {
  while (journal.length > 0) journal.pop()!();
};

/** What a database that has `stored` holds once the changes are written. */
function written(rows: TrackedRowSet<Seat>): Map<string, Seat> {
  const { added, changed, columns, removed } = rows.changes();
  const table = new Map(stored.map((row) => [row.id, { ...row }]));
  for (const id of removed) expect(table.delete(id)).toBe(true);
  for (const row of changed) {
    const patch = Object.fromEntries(columns.map((column) => [column, row[column as keyof Seat]]));
    table.set(row.id, { ...table.get(row.id)!, ...patch });
  }
  for (const row of added) {
    expect(table.has(row.id)).toBe(false);
    table.set(row.id, row);
  }
  return table;
}

const sorted = (rows: Map<string, Seat>) => [...rows.values()].toSorted((one, other) => one.id.localeCompare(other.id));
const isRight = (all: { steps: Step[]; stands: boolean }[], undo = properly) =>
  JSON.stringify(sorted(written(decided(all, undo)))) === JSON.stringify(sorted(expected(all)));

test("the accepted decisions' changes are written, and nothing of those that were undone", () => {
  fc.assert(
    fc.property(decisions, (all) => isRight(all)),
    { numRuns: 2_000 },
  );
});

test("control: without undo, the same decisions leave another state", () => {
  expect(
    fc.check(
      fc.property(decisions, (all) => isRight(all, () => {})),
      { numRuns: 2_000 },
    ).failed,
  ).toBe(true);
});

test("a row that was not loaded cannot be changed", () => {
  expect(() => createRowSet<Seat>([]).change("x", { size: 1 })).toThrow(/not loaded/);
});

test("rows that are loaded again do not overwrite decisions on them", () => {
  const rows = createRowSet<Seat>([]);
  rows.take(stored);
  rows.change("a", { size: 2 });
  rows.remove("b");
  rows.take(stored);
  expect(rows.all()).toEqual([{ id: "a", name: "Ada", size: 2 }]);
});

const rowsOf = (journal: Journal = []) => createRowSet<Seat>(journal);

test("rows that the batch before touched are as it leaves them, whatever is read of them", () => {
  const before = rowsOf();
  before.take(stored);
  before.change("a", { size: 5 });
  before.remove("b");
  before.add({ id: "c", name: "Ada", size: 1 });

  const after = rowsOf();
  after.carry(before.touched());
  after.take([...stored, { id: "d", name: "Grace", size: 1 }]);
  expect(after.all()).toEqual([
    { id: "a", name: "Ada", size: 5 },
    { id: "c", name: "Ada", size: 1 },
    { id: "d", name: "Grace", size: 1 },
  ]);
  expect(after.changes()).toEqual({ added: [], changed: [], columns: [], removed: [] });
  after.change("a", { size: 6 });
  after.remove("c");
  after.add({ id: "b", name: "Grace", size: 3 });
  expect(after.changes()).toEqual({
    added: [{ id: "b", name: "Grace", size: 3 }],
    changed: [{ id: "a", name: "Ada", size: 6 }],
    columns: ["size"],
    removed: ["c"],
  });
});

test("what a refused decision touched is not left to the next batch", () => {
  const journal: Journal = [];
  const rows = rowsOf(journal);
  rows.take(stored);
  rows.change("a", { size: 5 });
  while (journal.length > 0) journal.pop()!();
  expect(rows.touched().size).toBe(0);
});
