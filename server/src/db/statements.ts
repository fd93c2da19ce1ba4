import { createHash } from "node:crypto";
import { CompiledQuery, type Transaction } from "kysely";
import type { Database } from "./database.ts";

/** Runs a statement in the caller's transaction. `keepsPlan`: where it can, a connection plans it once, since its text is always the same. */
export type RunStatement = (text: string, values?: unknown[], keepsPlan?: boolean) => Promise<{ rows: unknown[] }>;

export function statementsIn(tx: Transaction<Database>): RunStatement {
  return async (text, values = []) => tx.executeQuery(CompiledQuery.raw(text, values));
}

const names = new Map<string, string>();

/** The name under which connections prepare a statement. Of the texts there must be few. PostgreSQL cuts names at 63 characters. */
export function planName(text: string): string {
  const known = names.get(text);
  if (known) return known;
  const name = `plan ${createHash("sha256").update(text).digest("base64url").slice(0, 20)}`;
  names.set(text, name);
  return name;
}

const TEXT = 25;
const UUID = 2950;
/** Bytes of the header: dimensions, null flag, element OID, length, lower bound. */
const HEADER = 20;

/**
 * A `uuid[]` parameter in PostgreSQL's binary form. With a text array, the planner may repeat the cast for every row.
 */
export function uuidArray(values: readonly (string | null)[]): Buffer {
  const array = Buffer.allocUnsafe(HEADER + 20 * values.length);
  writeHeader(array, UUID, values.length);
  let at = HEADER;
  for (const value of values) {
    at = array.writeInt32BE(value === null ? -1 : 16, at);
    if (value !== null) at = writeUuid(array, value, at);
  }
  return array.subarray(0, at);
}

/** Value of a hexadecimal digit by character code. */
const DIGITS = new Int8Array(128).fill(-1);
for (const digits of ["0123456789abcdef", "0123456789ABCDEF"])
  for (const [value, digit] of [...digits].entries()) DIGITS[digit.charCodeAt(0)] = value;

/** A batch has a dozen ids for each command: digit by digit is five times as fast as by way of other strings. */
function writeUuid(array: Buffer, text: string, start: number): number {
  let at = start;
  let high = -1;
  for (let place = 0; place < text.length; place++) {
    const digit = DIGITS[text.charCodeAt(place)] ?? -1;
    if (digit < 0) continue;
    if (high < 0) high = digit;
    else {
      array[at++] = (high << 4) | digit;
      high = -1;
    }
  }
  if (at - start !== 16 || high >= 0) throw new RangeError(`${text} is not a UUID`);
  return at;
}

function writeHeader(array: Buffer, type: number, count: number) {
  for (const [index, word] of [1, 1, type, count, 1].entries()) array.writeInt32BE(word, 4 * index);
}

/**
 * A `text[]` parameter in PostgreSQL's binary form (`array_send`). A bulk write has a thousand values per column, each of
 * which would need quoting in text form.
 */
export function textArray(values: readonly (string | null)[]): Buffer {
  const lengths = values.map((value) => (value === null ? -1 : Buffer.byteLength(value)));
  const array = Buffer.allocUnsafe(HEADER + 4 * values.length + lengths.reduce((sum, length) => sum + Math.max(0, length), 0));
  writeHeader(array, TEXT, values.length);
  let at = HEADER;
  for (const [index, value] of values.entries()) {
    at = array.writeInt32BE(lengths[index]!, at);
    if (value !== null) at += array.write(value, at);
  }
  return array;
}
