import { GuestOrder, Standing } from "@turnout/contract/guests";
import { Numbers, NumberSet } from "./numbers.ts";
import { createTextParts, isOnePart } from "./text-parts.ts";

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
/** Filters whose matches are kept: a list is read page by page, and again with each change. */
export const FILTERS_KEPT = 16;
/** Guests between whom a long sort lets others work. */
const SORTED_AT_ONCE = 1_000;
/** About what a guest takes beside their name, their address and the parts of these: objects, an id, a place in each order. */
const GUEST_BYTES = 400;

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

/** What a page's guests have in common. */
type Filter = Pick<ListQuestion, "sought" | "standings" | "tag">;

interface Matches {
  filter: Filter;
  numbers: NumberSet;
  /** The first page by order, until the next change: who matches can be far behind in it. */
  first: Map<GuestOrder, { most: number; page: PickedGuests }>;
}

/**
 * The guests of an event in memory: finds a page of the list, and how many match, without a look at each. Orders and matches are
 * those of `readGuestPage`. Nothing is counted or sorted when it is asked for: each change moves on the orders, and the matches of
 * the filters that were asked for lately.
 */
export function createListedGuests() {
  const guests: ListedGuest[] = [];
  const numbers = new Map<string, number>();
  const parts = createTextParts();
  /** Guests who are removed, or whose name or address is no longer the one that `parts` had first. */
  const unsure = new NumberSet();
  /** By filter, the least recently asked for first. */
  const matches = new Map<string, Matches>();
  let sorted: Record<GuestOrder, Numbers> = { name: new Numbers(), answered: new Numbers(), added: new Numbers(), line: new Numbers() };
  let letters = 0;

  const compare = ({ keyOf, descending }: Order, guest: ListedGuest, { key, id }: ListPosition): number => {
    const byKey = compareKeys(keyOf(guest), key);
    if (byKey !== 0) return descending ? -byKey : byKey;
    return compareKeys(guest.id, id);
  };
  const comparing = (order: Order) => (one: number, other: number) => compare(order, guests[one]!, positionOf(order, guests[other]!));

  /** The first place behind a position, among guests who are in this order. */
  function placeAfter(order: Order, inOrder: Int32Array, position: ListPosition): number {
    let [low, high] = [0, inOrder.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (compare(order, guests[inOrder[middle]!]!, position) > 0) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  function put(guest: ListedGuest): void {
    const number = numbers.get(guest.id) ?? guests.length;
    const before = guests[number];
    numbers.set(guest.id, number);
    guests[number] = guest;
    for (const { filter, numbers: matching, first } of matches.values()) {
      first.clear();
      if (isMatch(filter, guest)) matching.push(number);
      else matching.delete(number);
    }
    if (guest.removed) unsure.push(number);
    if (before?.name === guest.name && before.email === guest.email) return;
    const text = textOf(guest);
    letters += text.length - (before ? textOf(before).length : 0);
    parts.add(number, text);
    if (before) unsure.push(number);
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

  /** While `guests` still has what they are in order by. */
  function takeOut(name: GuestOrder, leaving: number[]): void {
    const [order, inOrder] = [orders[name], sorted[name]];
    if (leaving.length <= ONE_BY_ONE) {
      for (const number of leaving) inOrder.removeAt(placeAfter(order, inOrder.all(), positionOf(order, guests[number]!)) - 1);
      return;
    }
    const gone = new Set(leaving);
    sorted[name] = new Numbers(inOrder.all().filter((number) => !gone.has(number)));
  }

  function putIn(name: GuestOrder, coming: number[]): void {
    const [order, inOrder] = [orders[name], sorted[name]];
    if (coming.length > ONE_BY_ONE) {
      const sorting = merged(inOrder.all(), Int32Array.from(coming).sort(comparing(order)), comparing(order));
      sorted[name] = new Numbers(finished(sorting));
      return;
    }
    for (const number of coming) inOrder.insertAt(placeAfter(order, inOrder.all(), positionOf(order, guests[number]!)), number);
  }

  /** Null: all match. */
  function matching(filter: Filter): Matches | null {
    if (!filter.sought && !filter.standings && filter.tag === null) return null;
    const key = JSON.stringify(filter);
    const found = matches.get(key) ?? { filter, numbers: look(filter), first: new Map() };
    matches.delete(key);
    matches.set(key, found);
    if (matches.size > FILTERS_KEPT) matches.delete(matches.keys().next().value!);
    return found;
  }

  function look(filter: Filter): NumberSet {
    const found = new NumberSet();
    const { sought, standings, tag } = filter;
    const consider = (number: number) => {
      if (isMatch(filter, guests[number]!)) found.push(number);
    };
    const candidates = sought && candidatesOf(sought);
    const isSure = candidates && !standings && tag === null && isFoundByPart(sought);
    if (!candidates) guests.forEach((_, number) => consider(number));
    else if (!isSure) candidates.all().forEach(consider);
    else candidates.all().forEach((number) => (unsure.has(number) ? consider(number) : found.push(number)));
    return found;
  }

  /** Whoever can match; null: anybody can. */
  function candidatesOf({ words, email }: SoughtText): NumberSet | null {
    const ofWords = words.flatMap((spellings) => {
      const found = spellings.map((spelling) => parts.canContain(spelling));
      return found.every((some) => some !== null) && found.length > 0 ? NumberSet.inAny(found) : [];
    });
    if (ofWords.length === 0) return null;
    const byName = NumberSet.inAll(ofWords);
    if (email === null) return byName;
    const byEmail = parts.canContain(email);
    return byEmail && NumberSet.inAny([byName, byEmail]);
  }

  function pickAmong(
    matched: NumberSet | null,
    { order: name, after, most }: Pick<ListQuestion, "order" | "after" | "most">,
  ): PickedGuests {
    const order = orders[name];
    let inOrder = sorted[name].all();
    // Who fits on a page is sorted sooner than looked for among all.
    if (matched && matched.length <= most) inOrder = matched.all().sort(comparing(order));
    const found: number[] = [];
    for (let place = after ? placeAfter(order, inOrder, after) : 0; place < inOrder.length && found.length <= most; place++) {
      const number = inOrder[place]!;
      if (!matched || matched.has(number)) found.push(number);
    }
    const ids = found.slice(0, most).map((number) => guests[number]!.id);
    return { ids, goesOn: found.length > most, total: matched?.length ?? inOrder.length };
  }

  return {
    /** How many there are, with those who are removed. */
    size: () => guests.length,

    /** About what it takes in memory. */
    bytes(): number {
      const kept = [...matches.values()].reduce((sum, { numbers: { bytes } }) => sum + bytes, 0);
      return guests.length * GUEST_BYTES + letters + parts.bytes() + kept;
    },

    /** Takes guests before the first question, in any order; `sort` follows. */
    load(some: readonly ListedGuest[]): void {
      for (const guest of some) put(guest);
    },

    /** Puts those who were loaded in order, and lets others work meanwhile. */
    async sort(pause: () => Promise<void>): Promise<void> {
      const fresh = Int32Array.from(guests.flatMap(({ removed }, number) => (removed ? [] : number)));
      const ready = { ...sorted };
      for (const name of GuestOrder.options) {
        const sorting = sortedInParts(fresh, comparing(orders[name]));
        let step = sorting.next();
        for (; !step.done; step = sorting.next()) await pause();
        ready[name] = new Numbers(step.value);
      }
      sorted = ready;
    },

    change,

    pick({ order, after, most, ...filter }: ListQuestion): PickedGuests {
      const matched = matching(filter);
      const known = after ? undefined : matched?.first.get(order);
      if (known?.most === most) return known.page;
      const page = pickAmong(matched?.numbers ?? null, { order, after, most });
      if (!after) matched?.first.set(order, { most, page });
      return page;
    },
  };
}

export type ListedGuests = ReturnType<typeof createListedGuests>;

/** A name and an address in one text: what is found in it by mistake, `isFound` sorts out. */
const textOf = ({ name, email }: ListedGuest) => `${name}\n${email ?? ""}`;

/** Whether whoever can match does, because all that is sought is one part. */
const isFoundByPart = ({ words: [spellings, ...more], email }: SoughtText): boolean =>
  more.length === 0 && spellings?.length === 1 && spellings[0] === email && isOnePart(email);

function isMatch({ sought, standings, tag }: Filter, guest: ListedGuest): boolean {
  if (guest.removed || (standings && !standings.includes(guest.standing))) return false;
  return (tag === null || guest.tags.includes(tag)) && (!sought || isFound(sought, guest));
}

function isFound({ words, email }: SoughtText, { name, email: address }: ListedGuest): boolean {
  if (words.every((spellings) => spellings.some((spelling) => name.includes(spelling)))) return true;
  return email !== null && address !== null && address.includes(email);
}

const positionOf = ({ keyOf }: Order, guest: ListedGuest): ListPosition => ({ key: keyOf(guest), id: guest.id });

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

type Compare = (one: number, other: number) => number;

/** Merges what is sorted, and yields now and then. */
function* merged(one: Int32Array, other: Int32Array, compare: Compare): Generator<void, Int32Array<ArrayBuffer>> {
  const all = new Int32Array(one.length + other.length);
  let [left, right] = [0, 0];
  while (left < one.length && right < other.length) {
    all[left + right] = compare(one[left]!, other[right]!) <= 0 ? one[left++]! : other[right++]!;
    if ((left + right) % SORTED_AT_ONCE === 0) yield;
  }
  all.set(left < one.length ? one.subarray(left) : other.subarray(right), left + right);
  return all;
}

/** Sorts parts of the numbers and merges them, and yields after each. */
function* sortedInParts(numbers: Int32Array<ArrayBuffer>, compare: Compare): Generator<void, Int32Array<ArrayBuffer>> {
  let runs: Int32Array<ArrayBuffer>[] = [];
  for (let start = 0; start < numbers.length; start += SORTED_AT_ONCE) {
    runs.push(numbers.slice(start, start + SORTED_AT_ONCE).sort(compare));
    yield;
  }
  while (runs.length > 1) {
    const longer: Int32Array<ArrayBuffer>[] = [];
    for (let at = 0; at < runs.length; at += 2) longer.push(runs[at + 1] ? yield* merged(runs[at]!, runs[at + 1]!, compare) : runs[at]!);
    runs = longer;
  }
  return runs[0] ?? numbers;
}

function finished<Made>(steps: Generator<void, Made>): Made {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}
