import { GuestOrder, Standing } from "@turnout/contract/guests";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createListedGuests, FILTERS_KEPT, LAST_TICKET, type ListedGuest, type ListQuestion, type PickedGuests } from "./listed-guests.ts";

/** Letters of one, two and three bytes; two that share a code as parts, and one beyond U+FFFF. */
const LETTERS = ["a", "b", "n", " ", "ü", "\u0400", "\u05ff", "王", "\uff21", "𝒜"];
const texts = fc.array(fc.constantFrom(...LETTERS), { maxLength: 5 }).map((letters) => letters.join(""));
const words = texts.filter((text) => !text.includes(" ") && text !== "");

const listed: fc.Arbitrary<ListedGuest> = fc.record({
  id: fc.nat(60).map((number) => `id${String(number).padStart(2, "0")}`),
  name: texts,
  email: fc.option(texts),
  standing: fc.constantFrom(...Standing.options),
  answered: fc.option(fc.nat(5)),
  added: fc.nat(5),
  ticket: fc.option(fc.nat(5)),
  tags: fc.subarray(["family", "team"]),
  removed: fc.boolean(),
});

const questions: fc.Arbitrary<Omit<ListQuestion, "after">> = fc.record({
  order: fc.constantFrom(...GuestOrder.options),
  sought: fc.option(
    fc.record({ words: fc.array(fc.array(words, { minLength: 1, maxLength: 2 }), { maxLength: 2 }), email: fc.option(words) }),
  ),
  standings: fc.option(fc.subarray([...Standing.options])),
  tag: fc.option(fc.constantFrom("family", "nobody")),
  most: fc.integer({ min: 1, max: 20 }),
});
/** What hosts type: one word, by which names and addresses are looked through. */
const oneWord = fc
  .tuple(questions, words)
  .map(([question, word]) => ({ ...question, sought: { words: [[word]], email: word }, standings: null, tag: null }));

const keyOf = (order: GuestOrder, { name, answered, added, ticket }: ListedGuest) =>
  ({ name, answered: answered ?? -Infinity, added, line: ticket ?? LAST_TICKET })[order];

/** Every page, as somebody would pick it who looks at each guest. */
function pagesAmong(guests: ListedGuest[], { order, sought, standings, tag, most }: Omit<ListQuestion, "after">): PickedGuests[] {
  const matching = guests.filter(
    (guest) =>
      !guest.removed &&
      (!standings || standings.includes(guest.standing)) &&
      (tag === null || guest.tags.includes(tag)) &&
      (!sought ||
        sought.words.every((spellings) => spellings.some((spelling) => guest.name.includes(spelling))) ||
        (sought.email !== null && guest.email?.includes(sought.email) === true)),
  );
  const down = order === "answered" || order === "added" ? -1 : 1;
  const byKey = (one: ListedGuest, other: ListedGuest) => {
    const [a, b] = [keyOf(order, one), keyOf(order, other)];
    const compared =
      typeof a === "string" && typeof b === "string" ? Buffer.compare(Buffer.from(a), Buffer.from(b)) : Number(a > b) - Number(a < b);
    return down * compared || (one.id < other.id ? -1 : 1);
  };
  const ids = matching.sort(byKey).map(({ id }) => id);
  const starts = Array.from({ length: Math.max(1, Math.ceil(ids.length / most)) }, (_, at) => at * most);
  return starts.map((from) => ({ ids: ids.slice(from, from + most), goesOn: from + most < ids.length, total: ids.length }));
}

type Listed = ReturnType<typeof createListedGuests>;

function pagesOf(list: Listed, guests: Map<string, ListedGuest>, question: Omit<ListQuestion, "after">): PickedGuests[] {
  const pages = [list.pick({ ...question, after: null })];
  while (pages.at(-1)!.goesOn) {
    const last = guests.get(pages.at(-1)!.ids.at(-1)!)!;
    pages.push(list.pick({ ...question, after: { key: keyOf(question.order, last), id: last.id } }));
  }
  return pages;
}

async function loaded(guests: Map<string, ListedGuest>): Promise<Listed> {
  const list = createListedGuests();
  list.load([...guests.values()]);
  await list.sort(async () => {});
  return list;
}

const byId = (guests: ListedGuest[]) => new Map(guests.map((guest) => [guest.id, guest]));

const courses = fc.tuple(
  fc.array(listed, { maxLength: 60 }),
  fc.array(fc.array(listed, { minLength: 1, maxLength: 40 }), { maxLength: 4 }),
  fc.array(fc.oneof(questions, oneWord), { minLength: 1, maxLength: 4 }),
);

/** Asks one thing more after each change, and the others again; returns whether all pages were those of somebody who looks at each guest. */
async function isExact([first, changes, asked]: typeof courses extends fc.Arbitrary<infer Course> ? Course : never, isTold = true) {
  const guests = byId(first.map((guest) => ({ ...guest, removed: false })));
  const list = await loaded(guests);
  for (const [round, changed] of [[], ...changes].entries()) {
    for (const guest of changed) guests.set(guest.id, guest);
    if (isTold) list.change(changed);
    for (const question of asked.slice(0, round + 1))
      if (JSON.stringify(pagesOf(list, guests, question)) !== JSON.stringify(pagesAmong([...guests.values()], question))) return false;
  }
  return true;
}

test("pages, their order and count are those of somebody who looks at each guest, after any changes", async () => {
  await fc.assert(
    fc.asyncProperty(courses, async (course) => isExact(course)),
    { numRuns: process.env["TEST_NIGHT"] ? 20_000 : 500 },
  );
});

test("the first page is the asked one, however long the one before was", async () => {
  const list = await loaded(byId(many(40)));
  const question = { order: "name", sought: null, standings: ["going"], tag: null, after: null } satisfies Omit<ListQuestion, "most">;
  for (const most of [1, 2, 30, 1]) expect(list.pick({ ...question, most }).ids).toHaveLength(Math.min(most, 20));
});

test("the same finds a list that is not told of changes", async () => {
  const found = await fc.check(fc.asyncProperty(courses, async (course) => isExact(course, false)));
  expect(found.failed).toBe(true);
});

const many = (count: number): ListedGuest[] =>
  Array.from({ length: count }, (_, at) => ({
    id: `id${at}`,
    name: `n${(at * 7_919) % count}`,
    email: `p${at}@example.org`,
    standing: at % 2 === 0 ? "going" : "none",
    answered: at % 2 === 0 ? at : null,
    added: at,
    ticket: null,
    tags: [],
    removed: false,
  }));

test("a long list is put in order in parts", async () => {
  const guests = createListedGuests();
  guests.load(many(9_000));
  let pauses = 0;
  await guests.sort(async () => void pauses++);
  const { ids } = guests.pick({ order: "name", sought: null, standings: null, tag: null, after: null, most: 9_000 });
  expect(ids).toEqual(
    many(9_000)
      .toSorted((one, other) => (one.name < other.name ? -1 : 1))
      .map(({ id }) => id),
  );
  expect(pauses).toBeGreaterThan(4 * 9 * 3);
});

test(`the matches of FILTERS_KEPT filters are kept, and what they take is counted`, async () => {
  expect(FILTERS_KEPT).toBe(16);
  const list = await loaded(byId(many(1_000)));
  const before = list.bytes();
  const ask = (text: string) =>
    list.pick({ order: "name", sought: { words: [[text]], email: text }, standings: null, tag: null, after: null, most: 10 });
  for (let at = 0; at < FILTERS_KEPT; at++) ask(`p${at}`);
  const full = list.bytes();
  expect(full).toBeGreaterThan(before);
  for (let at = 0; at < FILTERS_KEPT; at++) ask(`p${at + 100}`);
  expect(list.bytes()).toBeLessThanOrEqual(full);
});

test("what a list says it takes grows with its guests, and with what they change", async () => {
  const [few, more] = [await loaded(byId(many(1_000))), await loaded(byId(many(2_000)))];
  expect(more.bytes()).toBeGreaterThan(1.5 * few.bytes());
  const before = few.bytes();
  few.change(many(1_000).map((guest) => ({ ...guest, name: `${guest.name} and a longer name` })));
  expect(few.bytes()).toBeGreaterThan(before);
});
