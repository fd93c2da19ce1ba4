import { isStopped, parseGuests, problemsFirst, type ParsedGuests } from "@turnout/contract/guest-rows";
import type { GuestRow } from "@turnout/contract/guest-rows/row";
import { MAX_INVITED_AT_ONCE } from "@turnout/contract/invitations";
import { newId } from "../live/new-id.ts";

export interface DraftList {
  parsed: ParsedGuests;
  /** Rows that need a look first. */
  rows: GuestRow[];
  ready: GuestRow[];
}

export function draftList(text: string): DraftList {
  const parsed = parseGuests(text);
  return { parsed, rows: problemsFirst(parsed.rows), ready: parsed.rows.filter((row) => !isStopped(row)) };
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

/** The commands that invite a list: each with ids of its own, so that sending one again invites nobody twice. */
export function batchesOf(rows: GuestRow[]): { commandId: string; guests: InvitedPerson[] }[] {
  const people = rows.map((row) => ({
    guestId: newId(),
    name: row.name,
    email: row.email,
    plusOnesAllowed: row.plusOnes,
    locale: row.locale,
  }));
  const batches = [];
  for (let start = 0; start < people.length; start += MAX_INVITED_AT_ONCE) {
    batches.push({ commandId: newId(), guests: people.slice(start, start + MAX_INVITED_AT_ONCE) });
  }
  return batches;
}
