import pg from "pg";

/** One statement as a writer sent it. */
type Sent = string | { name: string; text: string; values?: unknown[] };

/**
 * Writes down every statement that this process sends from now on, in order. Returns how to stop, which tells them all.
 * What was sent is what PostgreSQL has to do; whatever it took beyond that is the sender's.
 */
export function recordStatements(): () => Sent[] {
  const sent: Sent[] = [];
  const { prototype } = pg.Client;
  const query = prototype.query as (...args: unknown[]) => unknown;
  prototype.query = function (this: unknown, ...args: unknown[]) {
    sent.push(args.length > 1 ? { name: "", text: args[0] as string, values: args[1] as unknown[] } : (args[0] as Sent));
    return query.apply(this, args);
  } as typeof prototype.query;
  return () => {
    prototype.query = query as typeof prototype.query;
    return sent;
  };
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

/** Makes a database anew: empty, or as another one is, with whom nobody may be connected then. */
export async function makeDatabase(url: string, name: string, template = "template0"): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(`drop database if exists ${name}`);
  await client.query(`create database ${name} template ${template}`);
  await client.end();
  return Object.assign(new URL(url), { pathname: `/${name}` }).href;
}
