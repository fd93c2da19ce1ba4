import pg from "pg";

/** Makes each commit wait as it would for a cloud disk or a replica (ms). Returns how to end it. */
export async function asIfFlushTook(url: string, ms: number): Promise<() => Promise<void>> {
  await set(url, `alter system set commit_delay = ${ms * 1_000}`, "alter system set commit_siblings = 0");
  return () => set(url, "alter system reset commit_delay", "alter system reset commit_siblings");
}

async function set(url: string, ...statements: string[]) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  for (const statement of statements) await client.query(statement);
  await client.query("select pg_reload_conf()");
  await client.end();
}

/** What the database does by itself within a minute of having something in it: without, plans are made for empty tables. */
export const settle = (url: string) => set(url, "vacuum analyze", "checkpoint");
