import { isDeepStrictEqual } from "node:util";

/** A document of the store. */
export interface Document {
  _index: string;
  _source: Record<string, unknown>;
}

export interface Compared {
  written: number;
  stored: number;
  lost: number;
  /** Where those that were lost stand among the written, from 1 on, as "12–40": which of the faults they fell into. */
  lostAt: string[];
  doubled: number;
  /** Stored with something else in it than was written. */
  changed: number;
}

/** Compares line by line. Lines of the product are known by their id, others by their text. */
export function compareLines(written: string[], documents: Document[]): Compared {
  const stored = Map.groupBy(documents, ({ _source }) => keyOf(_source));
  const found = written.map((line) => ({ line, in: stored.get(keyOf(fieldsOf(line))) ?? [] }));
  return {
    written: written.length,
    stored: found.filter((one) => one.in.length > 0).length,
    lost: found.filter((one) => one.in.length === 0).length,
    lostAt: ranges(found.flatMap((one, at) => (one.in.length === 0 ? [at + 1] : []))),
    doubled: found.reduce((sum, one) => sum + Math.max(0, one.in.length - 1), 0),
    changed: found.filter((one) => one.in[0] && !isSame(one.line, one.in[0]._source)).length,
  };
}

function ranges(numbers: number[]): string[] {
  const firsts = numbers.filter((one, at) => numbers[at - 1] !== one - 1);
  const lasts = numbers.filter((one, at) => numbers[at + 1] !== one + 1);
  return firsts.map((first, at) => (first === lasts[at] ? `${first}` : `${first}–${lasts[at]}`));
}

const keyOf = (fields: Record<string, unknown>) => String(fields["event.original"] ? idIn(fields) : (ownId(fields) ?? fields.message));
const idIn = (fields: Record<string, unknown>) => fields["event.id"] as string;
/** Made by whoever wrote the line: ids that the bridge makes of other lines are longer. */
const ownId = (fields: Record<string, unknown>) => (/^[\da-f]{18}-\d+$/.test(String(fields["event.id"])) ? idIn(fields) : undefined);

const fieldsOf = (line: string): Record<string, unknown> =>
  line.startsWith("{") ? (JSON.parse(line) as Record<string, unknown>) : { message: line };

function isSame(line: string, source: Record<string, unknown>): boolean {
  if (source["event.original"] !== undefined) return source["event.original"] === line;
  return Object.entries(fieldsOf(line)).every(([name, value]) => isDeepStrictEqual(source[name], value));
}
