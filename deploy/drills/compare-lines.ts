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
    doubled: found.reduce((sum, one) => sum + Math.max(0, one.in.length - 1), 0),
    changed: found.filter((one) => one.in[0] && !isSame(one.line, one.in[0]._source)).length,
  };
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
