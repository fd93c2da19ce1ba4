import { setTimeout as sleep } from "node:timers/promises";
import { join } from "node:path";
import { migrate } from "../../server/src/db/migrate.ts";
import { Failed } from "../failed.ts";
import { inScratch } from "../gates/locked-tools.ts";
import { gather, type Gathering } from "../load/journey.ts";
import { startOldServer, type OldServer } from "../old-pods/old-server.ts";
import { layOutOldSource, type OldSource } from "../old-pods/old-source.ts";
import { plantedMigrations } from "../old-pods/planted.ts";
import { requireStored, startWriters, type Writers } from "../old-pods/writers.ts";

export const about =
  "Lets the oldest version that migrations say goes on working write while all of them run, then start anew; a migration that breaks it is noticed";

const GUESTS = 10;
/** How long people write before, between and after (ms). */
const WHILE = 4_000;

export async function run(): Promise<void> {
  await inScratch(async (folder) => {
    const old = await layOutOldSource(join(folder, "old"));
    console.log(`the oldest version that goes on working knows migrations up to ${old.newest}: commit ${old.commit}`);
    // Only here: whoever lists the commands needs no database.
    const { startEmbeddedPostgres } = await import("../../dev-database/src/embedded-postgres.ts");
    const postgres = await startEmbeddedPostgres({ home: folder, durable: false });
    try {
      await drill(folder, old, postgres.url);
    } finally {
      await postgres.stop();
    }
  });
}

async function drill(folder: string, old: OldSource, database: string): Promise<void> {
  let server = await startOldServer(old.folder, database, { requires: false });
  try {
    const gathering = await gather(server.front, GUESTS);
    const writers = startWriters(gathering);
    await sleep(WHILE);
    const before = writers.said.length;
    const made = await migrate(database, { folder: plantedMigrations(folder, old.newest, { isBreaking: false }) });
    await sleep(WHILE);
    await stopAndRequireAll(gathering, writers);
    console.log(
      `✓ ${made.length} migrations ran meanwhile (${made.join(", ")}): ${writers.said.length} messages written, ${before} before, none failed or lost`,
    );
    await server.stop();

    server = await startOldServer(old.folder, database, { requires: true });
    await writeAgain(server, gathering);
    console.log("✓ a pod of it that starts anew on the migrated database serves on");

    await noticeTheFault(folder, old, { database, gathering: at(gathering, server) });
  } finally {
    await server.stop();
  }
}

async function stopAndRequireAll(gathering: Gathering, writers: Writers): Promise<void> {
  await writers.stop();
  if (writers.failed.length > 0) throw new Failed(`${writers.failed.length} requests failed, first: ${writers.failed[0]}`);
  if (writers.said.length === 0) throw new Failed("nobody wrote anything");
  await requireStored(gathering, writers.said);
}

async function writeAgain(server: OldServer, gathering: Gathering): Promise<void> {
  const again = at(gathering, server);
  const writers = startWriters(again);
  await sleep(WHILE / 2);
  await writers.stop();
  if (writers.failed.length > 0 || writers.said.length === 0) throw new Failed(`after its start, it does not work: ${writers.failed[0]}`);
}

/** The control: with a migration that older versions do not survive, people's requests have to fail. */
async function noticeTheFault(folder: string, old: OldSource, { database, gathering }: { database: string; gathering: Gathering }) {
  await migrate(database, { folder: plantedMigrations(folder, old.newest, { isBreaking: true }) });
  const writers = startWriters(gathering);
  await sleep(WHILE / 2);
  await writers.stop();
  if (writers.failed.length === 0) throw new Failed("a column that older versions do not fill, and have to, was not noticed");
  console.log(`✓ control: a migration that breaks it is noticed (${writers.failed[0]!.slice(0, 100)})`);
}

/** The same people at a server with another address. */
const at = (gathering: Gathering, { front }: OldServer): Gathering => ({
  ...gathering,
  host: gathering.host.at(front),
  guests: gathering.guests.map((guest) => guest.at(front)),
});
