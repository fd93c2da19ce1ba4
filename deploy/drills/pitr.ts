import { join } from "node:path";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { accountFor } from "../../dev-database/src/account.ts";
import { startServerOn, stopServer } from "../../dev-database/src/embedded-postgres.ts";
import { makeSystemFolder } from "../../dev-database/src/postgres-binaries.ts";
import { logGaps, withClient } from "../../server/src/db/content.ts";
import { openDatabase } from "../../server/src/db/open-database.ts";
import { freePort } from "../../server/src/free-port.ts";
import { pieceOf } from "../backup/backups.ts";
import { checkBackup, restore } from "../backup/restore.ts";
import { takeBackup } from "../backup/take-backup.ts";
import { Failed } from "../failed.ts";
import { startBackedUp } from "./backed-up-postgres.ts";

/** Entries in the logs, half of them written after the backup. */
export const ENTRIES = 1_000_000;
export const EVENTS = 100;
/** Entries of one commit. */
const COMMIT = 1_000;
/** How long it may take from a disk that is gone until the product works with the database (s). */
export const BACK_WITHIN = 60;

export interface Outcome {
  /** s */
  backUp: number;
  check: number;
  restored: number;
  ready: number;
  entries: number;
  gaps: number;
  isNewEpoch: boolean;
  /** Events that the mistake had emptied and that are as they were. */
  events: number;
}

/** A backup, entries, a second that is noted, a mistake, a disk that is gone: brought back to that second. */
export async function pitr(tell: (line: string) => void, entries = ENTRIES): Promise<Outcome> {
  const scratch = process.getuid?.() === 0 ? makeSystemFolder("pitr-") : mkdtempSync(join(tmpdir(), "turnout-pitr-"));
  const source = await startBackedUp();
  const stopFollowing = source.follow();
  try {
    const { settings, url } = source;
    await makeEvents(url);
    tell(`writing ${entries} entries, half of them after the backup`);
    await writeEntries(url, entries / 2);
    const [backUp, backup] = await timed(() => takeBackup(settings, "full"));
    const [check] = await timed(() => checkBackup(settings, backup));
    await writeEntries(url, entries / 2);
    const moment = await nextSecond();
    const epoch = await mistake(url);
    await untilStored(settings, url);
    await stopFollowing();
    await source.destroy();

    tell(`the disk is gone; back to ${moment.toISOString()}`);
    const began = Date.now();
    const folder = join(scratch, "data");
    await restore(settings, folder, moment);
    const restored = (Date.now() - began) / 1_000;
    const seen = await look(settings.programs, folder, url, epoch);
    return { backUp, check, restored, ready: (seen.readyAt - began) / 1_000, ...seen };
  } finally {
    await stopFollowing().catch(() => {});
    await source.close();
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function timed<Result>(work: () => Promise<Result>): Promise<[seconds: number, Result]> {
  const began = Date.now();
  const result = await work();
  return [(Date.now() - began) / 1_000, result];
}

export const makeEvents = (url: string) =>
  withClient(url, (client) =>
    client.query(`insert into events (id, title) select gen_random_uuid(), 'Picnic ' || n from generate_series(1, ${EVENTS}) as n`),
  );

/** Commits one after another, an event after another, each with its entries and its position. */
export const writeEntries = (url: string, count: number) =>
  withClient(url, async (client) => {
    const { rows } = await client.query<{ id: string }>("select id from events order by id");
    for (let written = 0, at = 0; written < count; written += COMMIT, at++)
      await client.query({
        name: "write entries",
        text: `with now as (update events set log_seq = log_seq + ${COMMIT} where id = $1 returning log_seq)
          insert into event_log (event_id, seq, command_id, at, actor, context, body)
          select $1, log_seq - ${COMMIT} + n, gen_random_uuid(), clock_timestamp(), '{"kind":"guest","name":"Ada Lovelace"}', '{}',
            json_build_object('kind', 'answered', 'guest', json_build_object('guestId', gen_random_uuid(), 'name', 'Guest ' || n, 'standing', 'going'))
          from now, generate_series(1, ${COMMIT}) as n`,
        values: [rows[at % rows.length]!.id],
      });
  });

/** A whole second that begins after everything that was written, and is over. */
async function nextSecond(): Promise<Date> {
  const moment = new Date(Math.ceil((Date.now() + 50) / 1_000) * 1_000);
  await sleep(moment.getTime() - Date.now() + 50);
  return moment;
}

/** Returns the epoch in which it was made. */
const mistake = (url: string) =>
  withClient(url, async (client) => {
    const { rows } = await client.query<{ epoch: string }>("select epoch::text from life");
    await client.query("update events set title = '', log_seq = 0");
    await client.query("delete from event_log where seq > 100");
    return rows[0]!.epoch;
  });

export async function untilStored({ repositories }: Awaited<ReturnType<typeof startBackedUp>>["settings"], url: string) {
  const piece = await withClient(
    url,
    async (client) => (await client.query<{ name: string }>("select pg_walfile_name(pg_switch_wal()) as name")).rows[0]!.name,
  );
  for (const deadline = Date.now() + 120_000; !repositories.has(pieceOf(piece)); await sleep(100))
    if (Date.now() > deadline) throw new Failed(`${piece} was not stored within two minutes`);
}

async function look(programs: string, folder: string, url: string, epoch: string) {
  const port = await freePort();
  const server = await startServerOn({ bin: programs, account: accountFor(folder), folder, password: "" }, port, {});
  const there = new URL(url);
  there.port = String(port);
  try {
    // As the product does at its start: it migrates, and connects.
    const database = await openDatabase({ databaseUrl: String(there), dataFolder: "" });
    await database.db.selectFrom("events").select("id").limit(1).execute();
    const readyAt = Date.now();
    await database.close();
    return await withClient(String(there), async (client) => {
      const { rows } = await client.query<{ entries: number; events: number; epoch: string }>(
        "select (select count(*) from event_log)::int as entries, (select count(*) from events where title <> '')::int as events, (select epoch from life)::text as epoch",
      );
      const { entries, events, epoch: now } = rows[0]!;
      return { readyAt, entries, events, isNewEpoch: now !== epoch, gaps: (await logGaps(String(there))).length };
    });
  } finally {
    await stopServer(server);
  }
}
