import pg from "pg";

/** One statement as a writer sent it. */
export type Sent = string | { name: string; text: string; values?: unknown[] };

/**
 * Hears of every statement that this process sends from now on, by whatever way. Returns how to stop. What was sent is what
 * PostgreSQL has to do; whatever it took beyond that is the sender's.
 */
export function hearStatements(hear: (sent: Sent) => void): () => void {
  const { prototype } = pg.Client;
  const query = prototype.query as (...args: unknown[]) => unknown;
  prototype.query = function (this: unknown, ...args: unknown[]) {
    hear(args.length > 1 ? { name: "", text: args[0] as string, values: args[1] as unknown[] } : (args[0] as Sent));
    return query.apply(this, args);
  } as typeof prototype.query;
  return () => void (prototype.query = query as typeof prototype.query);
}

/** Sends them again on one connection, none waiting for the one before. Returns how many seconds it took. */
export async function playBack(url: string, statements: Sent[]): Promise<number> {
  const client = new pg.Client({ connectionString: url, pipeline: true });
  await client.connect();
  const began = performance.now();
  await Promise.all(statements.map((statement) => client.query(statement as pg.QueryConfig)));
  const seconds = (performance.now() - began) / 1_000;
  await client.end();
  return seconds;
}
