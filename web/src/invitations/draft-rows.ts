import { isStopped, joinedRows, parseGuests, type ParsedGuests } from "@turnout/contract/guest-rows";
import { rowProblems, type GuestRow } from "@turnout/contract/guest-rows/row";
import { newId } from "../live/new-id.ts";

/** Where people come from: the box, or a file that was added to it. */
export interface DraftSource {
  id: string;
  /** Null for the box. */
  fileName: string | null;
  text: string;
  /** Its people, if they are known already. */
  parsed?: ParsedGuests | undefined;
}

export interface DraftRow extends GuestRow {
  sourceId: string;
  fileName: string | null;
  /** Of this person among all that were read. */
  key: string;
  /** Whether they are invited when the list is sent. */
  isReady: boolean;
}

export interface DraftList {
  lists: ParsedGuests[];
  /** Everyone, in the order they were written. */
  rows: DraftRow[];
  ready: DraftRow[];
  /** Those who are not invited, each with a reason. */
  left: DraftRow[];
  counts: DraftCounts;
}

/** Every person read is in exactly one of these. */
export interface DraftCounts {
  withMail: number;
  withoutMail: number;
  left: number;
}

/** Lists read before, by their text: one more character in the box does not read a file again. */
const read = new Map<string, { text: string; parsed: ParsedGuests }>();

function parsed({ id, text, parsed: own }: DraftSource): ParsedGuests {
  if (own) return own;
  const known = read.get(id);
  if (known?.text === text) return known.parsed;
  const fresh = parseGuests(text);
  read.set(id, { text, parsed: fresh });
  return fresh;
}

/** The people of all sources. `chosen` are keys of people who declined elsewhere and are invited all the same. */
export function draftList(sources: readonly DraftSource[], chosen: ReadonlySet<string> = new Set()): DraftList {
  const lists = sources.map(parsed);
  const owners = lists.flatMap((list, index) => list.rows.map(() => sources[index]!));
  const filled = lists.filter((list) => list.rows.length > 0);
  const rows = (filled.length === 1 ? filled[0]!.rows : joinedRows(lists)).map((row, index): DraftRow => {
    const { id: sourceId, fileName } = owners[index]!;
    const key = `${sourceId} ${row.line} ${row.part} ${row.source}`;
    return { ...row, sourceId, fileName, key, isReady: !isStopped(row) || (chosen.has(key) && canBeChosen(row)) };
  });
  const ready = rows.filter(({ isReady }) => isReady);
  const left = rows.filter(({ isReady }) => !isReady);
  const withMail = ready.filter(({ email }) => email !== null).length;
  return { lists, rows, ready, left, counts: { withMail, withoutMail: ready.length - withMail, left: left.length } };
}

/** Whether only a decline elsewhere keeps somebody from being invited. */
export function canBeChosen({ problems }: GuestRow): boolean {
  const stops = problems.filter(({ code }) => rowProblems[code] === "stops");
  return stops.length > 0 && stops.every(({ code }) => code === "not_coming");
}

export interface InvitedPerson {
  guestId: string;
  name: string;
  email: string | null;
  plusOnesAllowed: number | null;
  locale: "en" | "de" | null;
}

/** The text with one row's own words replaced, and everything else as it was. */
export function withRow(text: string, row: GuestRow, line: string): string {
  const lines = text.split(/\r\n|\r|\n/);
  const own = lines.slice(row.line - 1, row.endLine).join("\n");
  const at = own.indexOf(row.source.trim());
  const changed = at === -1 ? line : own.slice(0, at) + line + own.slice(at + row.source.trim().length);
  return [...lines.slice(0, row.line - 1), ...(changed.trim() === "" ? [] : [changed]), ...lines.slice(row.endLine)].join("\n");
}

/** The people who were not sent, as a text to continue with. */
export function leftover(left: readonly DraftRow[]): string {
  return left
    .filter(({ part }) => part === 0)
    .map(({ source }) => source.trim())
    .join("\n");
}

/** People invited by one command: it holds up the event's other commands, for a fifth of a second at most. */
export const INVITED_TOGETHER = 200;

/**
 * The same row gets the same id whenever its list is sent; a second row with the same name gets another. Ids that come together ascend, for of guests who
 * were added at the same time, or have not answered, the lower id stands first: a list stays in its order.
 */
export function idsOfRows(): (rows: readonly GuestRow[]) => string[] {
  const known = new Map<string, string>();
  return (rows) => {
    const times = new Map<string, number>();
    const ascending = rows.map(newId).toSorted();
    return rows.map(({ name, email }, at) => {
      const who = JSON.stringify([name, email]);
      const nth = (times.get(who) ?? 0) + 1;
      times.set(who, nth);
      const id = known.get(`${nth} ${who}`) ?? ascending[at]!;
      known.set(`${nth} ${who}`, id);
      return id;
    });
  };
}

/** The commands that invite a list: each with ids of its own, so that sending one again invites nobody twice. */
export function batchesOf(rows: readonly GuestRow[], idsOf = idsOfRows()): { commandId: string; guests: InvitedPerson[] }[] {
  const ids = idsOf(rows);
  const people = rows.map((row, at) => ({
    guestId: ids[at]!,
    name: row.name,
    email: row.email,
    plusOnesAllowed: row.plusOnes,
    locale: row.locale,
  }));
  const batches = [];
  for (let start = 0; start < people.length; start += INVITED_TOGETHER) {
    batches.push({ commandId: newId(), guests: people.slice(start, start + INVITED_TOGETHER) });
  }
  return batches;
}
