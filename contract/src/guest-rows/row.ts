import type { Locale } from "../locale.ts";

/** What can be wrong with a row, and whether it `stops` the row from being invited until somebody looks at it. */
export const rowProblems = {
  duplicate_in_list: "stops",
  email_invalid: "stops",
  heading_among_rows: "stops",
  characters_lost: "stops",
  locale_unknown: "warns",
  name_from_email: "warns",
  name_missing: "stops",
  name_repeated: "warns",
  name_too_long: "stops",
  no_email: "warns",
  not_coming: "stops",
  party_too_large: "stops",
  party_unreadable: "warns",
  phone_left_out: "warns",
  row_broken: "stops",
  several_people: "warns",
  shared_address: "warns",
  text_left_out: "warns",
} as const satisfies Record<string, "stops" | "warns">;
export type RowProblemCode = keyof typeof rowProblems;

export type RowProblem =
  /** The same person with the same address; `row` is the position in `rows` of the first, whose line is `duplicateOf`. */
  | { code: "duplicate_in_list"; row: number }
  /** The text in place of an address. */
  | { code: "email_invalid"; text: string }
  /** The headings of a table, with people above them. */
  | { code: "heading_among_rows" }
  /** The file has bytes here that its encoding does not know. */
  | { code: "characters_lost" }
  | { code: "locale_unknown"; text: string }
  /** There was an address only: the name is a guess from it. */
  | { code: "name_from_email" }
  | { code: "name_missing" }
  /** An earlier row has the same name, and one of the two has no address that would tell them apart. */
  | { code: "name_repeated"; row: number }
  | { code: "name_too_long"; length: number; max: number }
  /** On the list, but without an address: their link has to be shared by other means than email. */
  | { code: "no_email" }
  /** They declined, cancelled or unsubscribed in the source of this list. */
  | { code: "not_coming"; text: string }
  | { code: "party_too_large"; asked: number; max: number }
  | { code: "party_unreadable"; text: string }
  /** A phone number stood beside the name; guest lists have no place for it. */
  | { code: "phone_left_out"; text: string }
  /** `quotes`: one is never closed. `cells`: more of them than columns, so that some stand in the wrong place. */
  | { code: "row_broken"; reason: "quotes" | "cells" }
  /** A household, or a couple of whom one has no name. */
  | { code: "several_people" }
  /** An earlier row, `row`, has this address and another name: both get a link of their own. */
  | { code: "shared_address"; row: number }
  /** An unused cell beside the name, which no heading explains. */
  | { code: "text_left_out"; text: string };

/** One guest as read from the pasted text. */
export interface GuestRow {
  /** The lines of the text it was read from, counted from 1. Several guests can stand on one line. */
  line: number;
  endLine: number;
  /** Exactly what was written. */
  source: string;
  /** Which of those who are written as one: of `Sophie & Tom`, Sophie is 0 and Tom is 1, with the same source. */
  part: number;
  name: string;
  email: string | null;
  /** Further addresses of the same person, as written. */
  otherEmails: string[];
  /** Extra people this guest may bring; null if the source does not say. */
  plusOnes: number | null;
  locale: Locale | null;
  problems: RowProblem[];
  /** The line of the first guest with the same address. */
  duplicateOf: number | null;
}

/** A guest as written, before validation. */
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
  /** Words that mean that this person declined or unsubscribed. */
  no: string;
  /** Unused cells that no heading explains. */
  leftOver: string;
  broken: "quotes" | "cells" | "heading" | null;
}

/** Where reading stopped because the text is too long for one list. */
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
