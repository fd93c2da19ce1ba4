import { ask } from "../servers/sql.ts";

const RELOAD = "select pg_reload_conf()";

/** Makes each commit wait as it would for a cloud disk or a replica (ms). Returns how to end it. */
export async function asIfFlushTook(url: string, ms: number): Promise<() => Promise<unknown>> {
  await ask(url, [`alter system set commit_delay = ${ms * 1_000}`, "alter system set commit_siblings = 0", RELOAD]);
  return () => ask(url, ["alter system reset commit_delay", "alter system reset commit_siblings", RELOAD]);
}

/** What the database does by itself within a minute of having something in it: without, plans are made for empty tables. */
export const settle = (url: string) => ask(url, ["vacuum analyze", "checkpoint"]);
