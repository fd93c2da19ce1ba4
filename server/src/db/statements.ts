import { CompiledQuery, type Transaction } from "kysely";
import type { Database } from "./database.ts";

/** Runs one statement in a transaction that somebody else opened and will end. */
export type RunStatement = (text: string, values?: unknown[]) => Promise<{ rows: unknown[] }>;

export function statementsIn(tx: Transaction<Database>): RunStatement {
  return async (text, values = []) => tx.executeQuery(CompiledQuery.raw(text, values));
}

const TEXT = 25;

/**
 * A `text[]` parameter in PostgreSQL's binary form (its `array_send`). A bulk write has a thousand of these values to
 * a column; as text each would be quoted here and unquoted there.
 */
export function textArray(values: readonly (string | null)[]): Buffer {
  const lengths = values.map((value) => (value === null ? -1 : Buffer.byteLength(value)));
  const array = Buffer.allocUnsafe(20 + 4 * values.length + lengths.reduce((sum, length) => sum + Math.max(0, length), 0));
  // Dimensions, whether there are nulls, the type; then the length and the first index of the one dimension.
  for (const [index, word] of [1, 1, TEXT, values.length, 1].entries()) array.writeInt32BE(word, 4 * index);
  let at = 20;
  for (const [index, value] of values.entries()) {
    at = array.writeInt32BE(lengths[index]!, at);
    if (value !== null) at += array.write(value, at);
  }
  return array;
}
