import { GuestOrder, Standing } from "@turnout/contract/guests";
import { createTextParts, PART } from "./text-parts.ts";

/** What the guest list is filtered and ordered by, of one guest. Times in microseconds, as exact as PostgreSQL keeps them. */
export interface ListedGuest {
  id: string;
  name: string;
  email: string | null;
  standing: Standing;
  answered: number | null;
  added: number;
  ticket: number | null;
  tags: string[];
  removed: boolean;
}

/** What is searched for: texts as names are folded. A name must contain one of each; or the address contains that. */
export interface SoughtText {
  words: string[][];
  /** Null: addresses are not searched. */
  email: string | null;
}

/** A place in an order: after the guest who has this key and this id. */
export interface ListPosition {
  key: string | number;
  id: string;
}

export interface ListQuestion {
  order: GuestOrder;
  sought: SoughtText | null;
  /** Null: any. */
  standings: readonly Standing[] | null;
  tag: string | null;
  after: ListPosition | null;
  most: number;
}

export interface PickedGuests {
  ids: string[];
  /** Whether more follow. */
  goesOn: boolean;
  /** How many match in all, before this page too. */
  total: number;
}

/** Sorts after every ticket. */
export const LAST_TICKET = 2_147_483_647;
/** Changes of an order that are made one by one; for more it is written anew. */
const ONE_BY_ONE = 16;
/** Searches whose matches are kept: a list is read page by page, and again with each change. */
export const SEARCHES_KEPT = 16;
/** Guests who may be added before the matches of a search are looked for anew. */
const ROOM = 1_000;
/** Guests between whom a long sort lets others work. */
const SORTED_AT_ONCE = 4_000;

interface Order {
  keyOf: (guest: ListedGuest) => string | number;
  descending: boolean;
}

const orders: Record<GuestOrder, Order> = {
  name: { keyOf: ({ name }) => name, descending: false },
  answered: { keyOf: ({ answered }) => answered ?? -Infinity, descending: true },
  added: { keyOf: ({ added }) => added, descending: true },
  line: { keyOf: ({ ticket }) => ticket ?? LAST_TICKET, descending: false },
};

/**
 * The guests of an event in memory: finds a page of the list, and how many match, without a look at each. Orders and matches are
 * those of `readGuestPage`.
 */
export function createListedGuests() {
  const guests: ListedGuest[] = [];
  const numbers = new Map<string, number>();
  const parts = createTextParts();
  /** Guests whose name or address is no longer the one that `parts` had first. */
  const replaced = new Set<number>();
  /** Places of standings in `Standing`, in one piece of memory: a filter looks at all of them. */
  let standings = new Uint8Array(ROOM);
  /** A mark for each guest in whom a text is found, by the text; the least recently sought first. */
  const matches = new Map<string, { sought: SoughtText; marks: Uint8Array }>();
  let sorted: Record<GuestOrder, number[]> = { name: [], answered: [], added: [], line: [] };

  const compare = ({ keyOf, descending }: Order, guest: ListedGuest, { key, id }: ListPosition): number => {
    const byKey = compareKeys(keyOf(guest), key);
    if (byKey !== 0) return descending ? -byKey : byKey;
    return compareKeys(guest.id, id);
  };
  const comparing = (order: Order) => (one: number, other: number) =>
    compare(order, guests[one]!, { key: order.keyOf(guests[other]!), id: guests[other]!.id });

  /** The first place in an order that is behind a position. */
  function placeAfter(name: GuestOrder, position: ListPosition): number {
    let [low, high] = [0, sorted[name].length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (compare(orders[name], guests[sorted[name][middle]!]!, position) > 0) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  function put(guest: ListedGuest): void {
    const known = numbers.get(guest.id);
    const number = known ?? guests.length;
    const before = guests[number];
    numbers.set(guest.id, number);
    guests[number] = guest;
    if (number >= standings.length) {
      const longer = new Uint8Array(standings.length * 2);
      longer.set(standings);
      standings = longer;
    }
    standings[number] = Standing.options.indexOf(guest.standing);
    if (before?.name === guest.name && before.email === guest.email) return;
    parts.add(number, textOf(guest));
    if (before) replaced.add(number);
    for (const [key, { sought, marks }] of matches) {
      if (number < marks.length) marks[number] = isFound(sought, guest) ? 1 : 0;
      else matches.delete(key);
    }
  }

  /** Takes guests who changed, were added or removed. */
  function change(changed: readonly ListedGuest[]): void {
    const latest = [...new Map(changed.map((guest) => [guest.id, guest])).values()];
    const moves = GuestOrder.options.map((name) => {
      const { keyOf } = orders[name];
      const moved = latest.filter((guest) => {
        const before = guestOf(guest.id);
        return !before || before.removed !== guest.removed || keyOf(before) !== keyOf(guest);
      });
      const leaving = moved.flatMap(({ id }) => (guestOf(id)?.removed === false ? numbers.get(id)! : []));
      return { name, leaving, coming: moved.filter(({ removed }) => !removed) };
    });
    for (const { name, leaving } of moves) takeOut(name, leaving);
    for (const guest of latest) put(guest);
    for (const { name, coming } of moves)
      putIn(
        name,
        coming.map(({ id }) => numbers.get(id)!),
      );
  }

  const guestOf = (id: string): ListedGuest | undefined => {
    const number = numbers.get(id);
    return number === undefined ? undefined : guests[number];
  };

  function takeOut(name: GuestOrder, leaving: number[]): void {
    const order = sorted[name];
    if (leaving.length <= ONE_BY_ONE) {
      for (const number of leaving) order.splice(order.indexOf(number), 1);
      return;
    }
    const gone = new Set(leaving);
    sorted[name] = order.filter((number) => !gone.has(number));
  }

  function putIn(name: GuestOrder, coming: number[]): void {
    const order = orders[name];
    if (coming.length > ONE_BY_ONE) {
      sorted[name] = merged(sorted[name], coming.toSorted(comparing(order)), comparing(order));
      return;
    }
    for (const number of coming) {
      const guest = guests[number]!;
      sorted[name].splice(placeAfter(name, { key: order.keyOf(guest), id: guest.id }), 0, number);
    }
  }

  /** A mark for each guest in whom a text is found; null: in all. */
  function marked(sought: SoughtText | null): Uint8Array | null {
    if (!sought) return null;
    const key = JSON.stringify(sought);
    const marks = matches.get(key)?.marks ?? search(sought);
    matches.delete(key);
    matches.set(key, { sought, marks });
    if (matches.size > SEARCHES_KEPT) matches.delete(matches.keys().next().value!);
    return marks;
  }

  function search(sought: SoughtText): Uint8Array {
    const marks = new Uint8Array(guests.length + ROOM);
    const mark = (number: number) => {
      if (marks[number] === 0 && isFound(sought, guests[number]!)) marks[number] = 1;
    };
    const candidates = candidatesOf(sought);
    if (!candidates) guests.forEach((_, number) => mark(number));
    else if (isOnePart(sought)) for (const some of candidates) for (const number of some) marks[number] = 1;
    else for (const some of candidates) some.forEach(mark);
    for (const number of replaced) marks[number] = isFound(sought, guests[number]!) ? 1 : 0;
    return marks;
  }

  /** Whoever can match is in one of these lists; null: anybody can. */
  function candidatesOf({ words, email }: SoughtText): Int32Array[] | null {
    let fewest: Int32Array[] | null = null;
    for (const spellings of words) {
      const found = spellings.map((spelling) => parts.canContain(spelling));
      if (!found.every((some) => some !== null)) continue;
      if (!fewest || count(found) < count(fewest)) fewest = found;
    }
    if (!fewest || email === null) return fewest;
    const byEmail = parts.canContain(email);
    return byEmail && [...fewest, byEmail];
  }

  return {
    /** How many there are, with those who are removed. */
    size: () => guests.length,

    /** Takes guests before the first question, in any order; `sort` follows. */
    load(some: readonly ListedGuest[]): void {
      for (const guest of some) put(guest);
    },

    /** Puts those who were loaded in order, and lets others work meanwhile. */
    async sort(pause: () => Promise<void>): Promise<void> {
      const fresh = guests.flatMap(({ removed }, number) => (removed ? [] : number));
      const ready = { ...sorted };
      for (const name of GuestOrder.options) ready[name] = await sortedInParts(fresh, comparing(orders[name]), pause);
      sorted = ready;
    },

    change,

    pick({ order: name, sought, standings: wanted, tag, after, most }: ListQuestion): PickedGuests {
      const order = sorted[name];
      const stands = Standing.options.map((standing) => wanted === null || wanted.includes(standing));
      const from = after ? placeAfter(name, after) : 0;
      const marks = marked(sought);
      const ids: string[] = [];
      let [total, goesOn] = [0, false];
      if (!marks && !wanted && tag === null) {
        for (const number of order.slice(from, from + most)) ids.push(guests[number]!.id);
        return { ids, goesOn: from + most < order.length, total: order.length };
      }
      for (let place = 0; place < order.length; place++) {
        const number = order[place]!;
        if ((marks && marks[number] === 0) || !stands[standings[number]!]) continue;
        if (tag !== null && !guests[number]!.tags.includes(tag)) continue;
        total += 1;
        if (place < from) continue;
        if (ids.length < most) ids.push(guests[number]!.id);
        else goesOn = true;
      }
      return { ids, goesOn, total };
    },
  };
}

export type ListedGuests = ReturnType<typeof createListedGuests>;

/** A name and an address in one text: what is found in it by mistake, `isFound` sorts out. */
const textOf = ({ name, email }: ListedGuest) => `${name}\n${email ?? ""}`;

const count = (lists: Int32Array[]) => lists.reduce((sum, { length }) => sum + length, 0);

/** Whether all that is sought is one part, so that texts with that part are those in which it is found. */
const isOnePart = ({ words: [spellings, ...more], email }: SoughtText): boolean =>
  more.length === 0 && spellings?.length === 1 && spellings[0] === email && spellings[0].length <= PART;

function isFound({ words, email }: SoughtText, guest: ListedGuest): boolean {
  if (words.every((spellings) => spellings.some((spelling) => guest.name.includes(spelling)))) return true;
  return email !== null && guest.email !== null && guest.email.includes(email);
}

function compareKeys(one: string | number, other: string | number): number {
  if (typeof one === "string" && typeof other === "string") return compareTexts(one, other);
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

/** By code points, as PostgreSQL's collation "C" does; JavaScript compares by UTF-16. */
function compareTexts(one: string, other: string): number {
  if (one === other) return 0;
  const length = Math.min(one.length, other.length);
  let at = 0;
  while (at < length && one.charCodeAt(at) === other.charCodeAt(at)) at++;
  if (at === length) return one.length - other.length;
  return rankOf(one.charCodeAt(at)) - rankOf(other.charCodeAt(at));
}

/** Puts surrogates, which begin characters beyond U+FFFF, after all others. */
function rankOf(unit: number): number {
  if (unit >= 0xe000) return unit - 0x800;
  return unit >= 0xd800 ? unit + 0x2000 : unit;
}

function merged(one: number[], other: number[], compare: (a: number, b: number) => number): number[] {
  const all: number[] = [];
  let [left, right] = [0, 0];
  while (left < one.length && right < other.length) all.push(compare(one[left]!, other[right]!) <= 0 ? one[left++]! : other[right++]!);
  while (left < one.length) all.push(one[left++]!);
  while (right < other.length) all.push(other[right++]!);
  return all;
}

/** Sorts parts of the numbers and merges them, with a pause after each. */
async function sortedInParts(numbers: number[], compare: (a: number, b: number) => number, pause: () => Promise<void>): Promise<number[]> {
  let runs: number[][] = [];
  for (let start = 0; start < numbers.length; start += SORTED_AT_ONCE) {
    runs.push(numbers.slice(start, start + SORTED_AT_ONCE).sort(compare));
    await pause();
  }
  while (runs.length > 1) {
    const longer: number[][] = [];
    for (let at = 0; at < runs.length; at += 2) {
      longer.push(runs[at + 1] ? merged(runs[at]!, runs[at + 1]!, compare) : runs[at]!);
      await pause();
    }
    runs = longer;
  }
  return runs[0] ?? [];
}
