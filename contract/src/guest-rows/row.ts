import type { Locale } from "../locale.ts";

/** What can be wrong with a row, and whether it `stops` the row from being invited until somebody looks at it. */
export const rowProblems = {
  duplicate_in_list: "stops",
  email_invalid: "stops",
  locale_unknown: "warns",
  name_from_email: "warns",
  name_missing: "stops",
  name_repeated: "warns",
  name_too_long: "stops",
  no_email: "warns",
  party_too_large: "stops",
  party_unreadable: "warns",
  phone_left_out: "warns",
  row_broken: "stops",
} as const satisfies Record<string, "stops" | "warns">;
export type RowProblemCode = keyof typeof rowProblems;

export type RowProblem =
  /** `row` is the position in `rows` of the first guest with this address; that guest's line is `duplicateOf`. */
  | { code: "duplicate_in_list"; row: number }
  /** What stands where an address should. */
  | { code: "email_invalid"; text: string }
  | { code: "locale_unknown"; text: string }
  /** There was an address only: the name is a guess from it. */
  | { code: "name_from_email" }
  | { code: "name_missing" }
  /** An earlier row has the same name, and one of the two has no address that would tell them apart. */
  | { code: "name_repeated"; row: number }
  | { code: "name_too_long"; length: number; max: number }
  /** On the list, but their link has to be handed over by other means than mail. */
  | { code: "no_email" }
  | { code: "party_too_large"; asked: number; max: number }
  | { code: "party_unreadable"; text: string }
  /** A phone number stood beside the name; guest lists have no place for it. */
  | { code: "phone_left_out"; text: string }
  /** `quotes`: one is never closed. `cells`: more of them than columns, so that some stand in the wrong place. */
  | { code: "row_broken"; reason: "quotes" | "cells" };

/** One guest as read from the pasted text. */
export interface GuestRow {
  /** The lines of the text it was read from, counted from 1. Several guests can stand on one line. */
  line: number;
  endLine: number;
  /** Exactly what was written. */
  source: string;
  name: string;
  email: string | null;
  /** Further addresses of the same person, as written. */
  otherEmails: string[];
  /** Extra people this guest may bring; null where nothing was said. */
  plusOnes: number | null;
  locale: Locale | null;
  problems: RowProblem[];
  /** The line of the first guest with the same address. */
  duplicateOf: number | null;
}

/** A guest as written, before anybody asked whether it makes sense. */
export interface WrittenGuest {
  line: number;
  endLine: number;
  source: string;
  name: string;
  /** Everything that looks like an address or stands in a column of addresses, in the order of preference. */
  emails: string[];
  /** One that stood beside the name, not in a column of its own. */
  phone: string;
  /** Extra people, as written. */
  plusOnes: string;
  /** People in all, as written. */
  partySize: string;
  locale: string;
  broken: "quotes" | "cells" | null;
}

/** Where the reading of a text too long for one list stopped. */
export interface Unread {
  line: number;
  source: string;
}

/** A heading, and what its column was taken for. */
export interface IgnoredColumn {
  /** Empty where the column has no heading. */
  title: string;
  /** Counted from 0. */
  column: number;
  kind: "note" | "phone" | "tag" | null;
  /** Rows that have something in this column. */
  filled: number;
}
