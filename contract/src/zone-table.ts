import { zoneLines } from "./zone-data.ts";

/** From a moment (s) on, minutes east of UTC. */
export type ZoneChange = { at: number; offset: number };
type YearlyRule = { fromDay: number; weekday: number; second: number; offset: number };

/** How the clocks of one zone have gone since the year 2000, and how they go on as long as nobody decides otherwise. */
export interface ZoneTable {
  /** Minutes east of UTC before the first change. */
  base: number;
  changes: ZoneChange[];
  rules: YearlyRule[];
}

const DAY = 86_400;
const SINCE = Date.UTC(2000, 0, 1) / 1000;
/** The 28th of February, counted from 0: later days of a leap year come one day later. */
const BEFORE_LEAP_DAY = 58;

let index: Map<string, { name: string; entry: { line: string } }> | undefined;
const tables = new Map<{ line: string }, ZoneTable>();
let offered: string[] | undefined;

/** The table of a zone by any of its IANA names, in upper or lower case; undefined for what is no zone. */
export function zoneTable(zone: string): ZoneTable | undefined {
  const entry = readIndex().get(zone.toLowerCase())?.entry;
  if (!entry) return undefined;
  const known = tables.get(entry);
  if (known) return known;
  const made = tableOf(entry.line);
  tables.set(entry, made);
  return made;
}

/** A zone's name as IANA writes it, which calendars compare letter by letter; undefined for what is no zone. */
export function zoneName(zone: string): string | undefined {
  return readIndex().get(zone.toLowerCase())?.name;
}

/** The zones that IANA lists for people to choose from. */
export function zonesOffered(): string[] {
  readIndex();
  return offered!;
}

function readIndex() {
  if (index) return index;
  index = new Map();
  offered = [];
  for (const line of zoneLines.trim().split("\n")) {
    const entry = { line };
    for (const listed of line.slice(0, line.indexOf("|")).split(" ")) {
      const isOffered = !listed.startsWith("-");
      const name = isOffered ? listed : listed.slice(1);
      if (isOffered) offered.push(name);
      index.set(name.toLowerCase(), { name, entry });
    }
  }
  return index;
}

function tableOf(line: string): ZoneTable {
  const [, base, changes, rules] = line.split("|") as [string, string, string, string];
  let at = SINCE;
  return {
    base: minutes(base),
    changes: parts(changes).map((change) => {
      const [since, offset] = change.split(":") as [string, string];
      return { at: (at += number(since)), offset: minutes(offset) };
    }),
    rules: parts(rules).map((rule) => {
      const [fromDay, weekday, second, offset] = rule.split(",") as [string, string, string, string];
      return { fromDay: number(fromDay), weekday: number(weekday), second: number(second), offset: minutes(offset) };
    }),
  };
}

const parts = (text: string) => (text === "" ? [] : text.split(" "));
const number = (text: string) => Number.parseInt(text, 36);
const minutes = (text: string) => number(text) / 60;

/** Minutes east of UTC at a moment (s). */
export function offsetIn({ base, changes, rules }: ZoneTable, at: number): number {
  const last = changes.at(-1);
  if (rules.length > 0 && at >= (last?.at ?? SINCE)) {
    const year = new Date(at * 1000).getUTCFullYear();
    const given = [year - 1, year].flatMap((one) => rules.map((rule) => changeIn(one, rule)));
    const latest = given.findLast((change) => change.at <= at && change.at > (last?.at ?? SINCE));
    return (latest ?? last)?.offset ?? base;
  }
  let [low, high] = [0, changes.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (changes[middle]!.at <= at) low = middle + 1;
    else high = middle;
  }
  return low === 0 ? base : changes[low - 1]!.offset;
}

/** Every change after one moment (s) and up to another, in order. */
export function changesIn({ changes, rules }: ZoneTable, from: number, to: number): ZoneChange[] {
  const last = changes.at(-1)?.at ?? SINCE;
  const firstYear = new Date(Math.max(from, last) * 1000).getUTCFullYear();
  const years = Array.from({ length: Math.max(0, new Date(to * 1000).getUTCFullYear() - firstYear + 1) }, (_, i) => firstYear + i);
  const given = years.flatMap((year) => rules.map((rule) => changeIn(year, rule))).filter(({ at }) => at > last);
  return [...changes, ...given].filter(({ at }) => at > from && at <= to);
}

function changeIn(year: number, { fromDay, weekday, second, offset }: YearlyRule): ZoneChange {
  const newYear = startOfYear(year);
  const isLeap = startOfYear(year + 1) - newYear > 365 * DAY;
  const day = newYear + (fromDay + (isLeap && fromDay > BEFORE_LEAP_DAY ? 1 : 0)) * DAY;
  const wait = (weekday - new Date(day * 1000).getUTCDay() + 7) % 7;
  return { at: day + wait * DAY + second, offset };
}

function startOfYear(year: number): number {
  return new Date(0).setUTCFullYear(year, 0, 1) / 1000;
}
