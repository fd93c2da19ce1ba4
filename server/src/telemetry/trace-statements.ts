import type { LogConfig } from "kysely";
import { errorType, type Tracing } from "./tracing.ts";

/** The table that a statement reads or writes first. Texts have placeholders for values; only what is matched here is recorded. */
const TABLE = /\b(?:from|into|update|join)\s+"?([a-z_]{1,63})"?/i;
const OPERATION = /^\s*([a-z]{1,20})/i;

/** What a statement does, as few and short words: `SELECT guests`. */
export function summaryOf(text: string): { operation: string; table: string | null } {
  return { operation: OPERATION.exec(text)?.[1]?.toUpperCase() ?? "SQL", table: TABLE.exec(text)?.[1] ?? null };
}

/** Records statements as part of what asks them. */
export const traceStatements =
  (tracing: Tracing): LogConfig =>
  (event) => {
    const parent = tracing.current();
    if (!parent) return;
    const { operation, table } = summaryOf(event.query.sql);
    const span = tracing.inside(parent, table ? `${operation} ${table}` : operation, {
      kind: "client",
      since: performance.now() - event.queryDurationMillis,
      attributes: { "db.system.name": "postgresql", "db.operation.name": operation, ...(table && { "db.collection.name": table }) },
    });
    if (event.level === "error") span.fail(errorType(event.error));
    span.end();
  };
