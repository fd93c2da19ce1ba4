import { areNames, contentOf, type Content } from "./column-contents.ts";
import { areRowNumbers, columnsOf, countsCompanions } from "./column-guess.ts";
import { readTitle, type Field, type TitleReading } from "./column-titles.ts";

interface Column {
  title: string;
  reading: TitleReading;
  cells: string[];
  content: Content;
}

const NAMED: readonly Field[] = ["name", "first", "middle", "last"];
/** Counts that exports of attendees have, and that leave open who is counted. */
const OPEN_COUNT = /guest|gäste|gaeste|gaste|quantity|^people$/i;
/** Names of all who come together, beside the name of whom they come with. */
const OF_PARTY = /\bnames$/i;
const GUESTS = /^(?:guests?|gäste|gast)$/i;
const ONE_GUEST = /^(?:guest|gast)$/i;

/**
 * What the columns below a heading are for: the heading decides, unless the cells contradict it. Addresses
 * are recognized by themselves, so that no word in a heading can lose them; numbers, answers and addresses are no names.
 */
export function fieldsOfColumns(titles: readonly string[], readings: readonly TitleReading[], rows: readonly string[][]): (Field | null)[] {
  const cells = columnsOf(rows);
  const columns = titles.map((title, index): Column => {
    const own = cells[index] ?? [];
    return { title, reading: readings[index] ?? readTitle(title), cells: own, content: contentOf(own) };
  });
  return asFirstName(columns, asSurname(withNames(columns, withEmail(columns, ofGuests(columns, surest(columns.map(fieldOf), columns))))));
}

function fieldOf({ title, reading: { field }, content, cells }: Column, _: number, columns: readonly Column[]): Field | null {
  if (field !== null && NAMED.includes(field)) {
    if (content === "email") return null;
    if (content === "answer" || content === "number") {
      const areNumbered = ONE_GUEST.test(title.trim()) && areRowNumbers(cells);
      return GUESTS.test(title.trim()) && !areNumbered ? "plusOnes" : null;
    }
    return content === "digits" || content === "phone" ? null : field;
  }
  if (field === "email") return content === "mailbox" ? "name" : field;
  if (field === "partySize" && OPEN_COUNT.test(title) && (countsCompanions(cells) || isAnswered(title, columns))) return "plusOnes";
  if (field === "partySize" && isOfNames({ content, cells }, columns)) return "name";
  return content === "email" && field !== null ? null : field;
}

/** `Guests` and `People` head counts as well as names, and are names where no other column has any. */
function isOfNames({ content, cells }: Pick<Column, "content" | "cells">, columns: readonly Column[]): boolean {
  const others = columns.some(
    ({ reading, content: other }) => reading.field !== null && NAMED.includes(reading.field) && other === "words",
  );
  return content === "words" && !others && cells.every((cell) => !/\d/.test(cell));
}

/** Beside each guest's answer, `Guests` are those whom they bring (as Meetup has it). */
function isAnswered(title: string, columns: readonly Column[]): boolean {
  return GUESTS.test(title.trim()) && columns.some(({ title: other }) => /^(?:rsvp|user id|rsvped on)$/i.test(other.trim()));
}

/** A word in a sentence counts only where no column is headed by that word. */
function surest(fields: (Field | null)[], columns: readonly Column[]): (Field | null)[] {
  const sure = new Set(fields.filter((_, index) => columns[index]?.reading.sure));
  const taken = new Set<Field>();
  return fields.map((field, index) => {
    if (field === null || columns[index]?.reading.sure) return field;
    const isWhole = field === "name" && (sure.has("first") || sure.has("last"));
    if (sure.has(field) || taken.has(field) || isWhole) return null;
    taken.add(field);
    return field;
  });
}

/** Where a column says that it is the attendee's, a plain one is of whoever bought the ticket. */
function ofGuests(columns: readonly Column[], fields: (Field | null)[]): (Field | null)[] {
  const owned = (kinds: readonly Field[]) =>
    columns.some(({ title, reading, content }, index) => {
      const field = fields[index];
      return reading.of === "guest" && !OF_PARTY.test(title) && content !== "empty" && field && kinds.includes(field);
    });
  const emails = owned(["email"]);
  const names = owned(NAMED);
  return fields.map((field, index) => {
    if (field === null || columns[index]?.reading.of === "guest") return field;
    return (emails && field === "email") || (names && NAMED.includes(field)) ? null : field;
  });
}

/** A column that is mostly addresses is the column of addresses, if the one so headed has none. */
function withEmail(columns: readonly Column[], fields: (Field | null)[]): (Field | null)[] {
  const hasAddresses = fields.some((field, index) => field === "email" && columns[index]?.content === "email");
  if (hasAddresses || fields.some((_, index) => columns[index]?.content === "mailbox" && fields[index] === "name")) return fields;
  const candidates = columns.flatMap(({ content, reading }, index) =>
    content === "email" || content === "mailbox" ? [{ index, reading }] : [],
  );
  const found = candidates.find(({ reading }) => reading.of !== "other") ?? candidates[0];
  if (!found) return fields;
  const isHeaded =
    fields.includes("email") && columns.some(({ cells }, index) => fields[index] === "email" && cells.some((cell) => cell.includes("@")));
  if (isHeaded) return fields;
  const field: Field = columns[found.index]?.content === "mailbox" ? "name" : "email";
  return fields.map((one, index) => (index === found.index ? field : one === "email" ? null : one));
}

/** Without a heading for names, the column that holds whole names. */
function withNames(columns: readonly Column[], fields: (Field | null)[]): (Field | null)[] {
  if (fields.some((field) => field !== null && NAMED.includes(field))) return fields;
  const found = columns.findIndex(
    ({ content, cells, reading }, index) => fields[index] === null && content === "words" && reading.of !== "other" && areNames(cells),
  );
  return fields.map((field, index) => (index === found ? "name" : field));
}

/** German lists say `Name, Vorname`: beside a first name and no last name, the name is the last name. */
function asSurname(fields: (Field | null)[]): (Field | null)[] {
  if (!fields.includes("first") || fields.includes("last")) return fields;
  return fields.map((field) => (field === "name" ? "last" : field));
}

/** Spanish, Italian and Portuguese lists say `Nombre, Apellidos`: beside a last name that is not in it, the name is the first name. */
function asFirstName(columns: readonly Column[], fields: (Field | null)[]): (Field | null)[] {
  const [name, last] = [fields.indexOf("name"), fields.indexOf("last")];
  if (name < 0 || last < 0 || fields.includes("first")) return fields;
  const pairs = (columns[name]?.cells ?? []).map((cell, row) => [cell, columns[last]?.cells[row] ?? ""] as const);
  const filled = pairs.filter(([whole, surname]) => whole !== "" && surname !== "");
  const apart = filled.filter(([whole, surname]) => !whole.toLowerCase().includes(surname.toLowerCase()));
  return apart.length * 2 > filled.length ? fields.map((field, index) => (index === name ? "first" : field)) : fields;
}
