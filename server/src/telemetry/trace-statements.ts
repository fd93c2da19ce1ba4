import { errorType, type Span, type Tracing } from "./tracing.ts";

/** The table that a statement reads or writes first. Texts have placeholders for values; only what is matched here is recorded. */
const TABLE = /\b(?:from|into|update|join)\s+"?([a-z_]{1,63})"?/i;
const OPERATION = /^\s*([a-z]{1,20})/i;

/** A connection, as Kysely uses it. */
export interface StatementClient {
  query(text: string, values: unknown[]): Promise<unknown>;
  release(error?: Error | boolean): void;
}

/** What stands before a connection for whoever gets it now. */
export type Recording = (client: StatementClient) => StatementClient;

/** What a statement does, as few and short words: `SELECT guests`. */
export function summaryOf(text: string): { operation: string; table: string | null } {
  return { operation: OPERATION.exec(text)?.[1]?.toUpperCase() ?? "SQL", table: TABLE.exec(text)?.[1] ?? null };
}

/** Records statements as part of what asks them; of what is not recorded, the connection is the same. */
export const traceStatements =
  (tracing: Tracing): Recording =>
  (client) => {
    const parent = tracing.current();
    if (!parent) return client;
    return {
      query: (text, values) => recorded(beginStatement(tracing, parent, text), client.query(text, values)),
      release: (error) => client.release(error),
    };
  };

function beginStatement(tracing: Tracing, parent: Span, text: string): Span {
  const { operation, table } = summaryOf(text);
  const attributes = { "db.system.name": "postgresql", "db.operation.name": operation, ...(table && { "db.collection.name": table }) };
  return tracing.inside(parent, { name: table ? `${operation} ${table}` : operation, kind: "client", attributes });
}

async function recorded<Result>(span: Span, result: Promise<Result>): Promise<Result> {
  try {
    return await result;
  } catch (error) {
    span.fail(errorType(error));
    throw error;
  } finally {
    span.end();
  }
}
