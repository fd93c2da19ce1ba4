import pg from "pg";

/** Sends statements over a connection of their own, one after the other. Returns the rows of the last. */
export async function ask<Row extends pg.QueryResultRow>(url: string, statements: string[], values: unknown[] = []): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  let rows: Row[] = [];
  for (const statement of statements) rows = (await client.query<Row>(statement, values)).rows;
  await client.end();
  return rows;
}

/** Makes a database anew: empty, or as another one is, with whom nobody may be connected then. */
export async function makeDatabase(url: string, name: string, template = "template0"): Promise<string> {
  await ask(url, [`drop database if exists ${name}`, `create database ${name} template ${template}`]);
  return Object.assign(new URL(url), { pathname: `/${name}` }).href;
}

/** Has something done in a transaction of its own, as most write it. A failure ends the measurement: nothing is rolled back. */
export async function inTransaction<Result>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<Result>): Promise<Result> {
  const client = await pool.connect();
  try {
    await client.query("begin");
    const result = await work(client);
    await client.query("commit");
    return result;
  } finally {
    client.release();
  }
}
