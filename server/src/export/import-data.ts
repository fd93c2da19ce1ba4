import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type pg from "pg";
import type { AuditedAction } from "../audit/audit.ts";
import { gapsIn, withClient } from "../db/content.ts";
import type { Columns, Computed } from "../db/row-types.ts";
import { jobNames, queueOf } from "../jobs/queues.ts";
import type { Job, Jobs } from "../jobs/jobs.ts";
import { exportedTables, pictureTables } from "./exported-tables.ts";
import { AT_ONCE } from "./fetched.ts";
import { fileOf, JOBS, MANIFEST, NotPossible, pictureOf, readLines, type ExportedJob, type FileSum, type Manifest } from "./files.ts";

/** Tables that are empty in an instance that nobody has used. */
const TELLING = ["users", "events", "guests", "event_log", "images"];
const IMPORTED: AuditedAction = "instance.imported";
const ID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

interface ImportOptions {
  url: string;
  folder: string;
  /** The queue of the same database. */
  jobs: Pick<Jobs, "enqueue">;
}

/**
 * Brings an export into an instance that is empty: all of it, in one transaction, or nothing. Throws `NotPossible` with file and line where
 * something is missing, damaged, of another version, or against a rule of the database.
 */
export async function importData({ url, folder, jobs }: ImportOptions): Promise<Manifest> {
  const manifest = await readManifest(folder);
  return withClient(url, async (client) => {
    await client.query("set statement_timeout = 0; set idle_in_transaction_session_timeout = 0; set timezone = 'UTC'");
    await requireVersion(client, manifest);
    await client.query("begin");
    await client.query("lock table events, users in exclusive mode");
    await requireEmpty(client);
    for (const { name } of exportedTables) {
      const expected = manifest.files[fileOf(name)];
      if (expected) await readInto(client, folder, name, expected);
    }
    if (manifest.files[JOBS]) await readJobs(client, folder, manifest.files[JOBS], jobs);
    await client.query("update instance set calendar_host = $1, epoch = gen_random_uuid()", [manifest.calendarHost]);
    const [broken] = await gapsIn(client);
    if (broken) throw new NotPossible(`the log of event ${broken} has a gap, or does not end where the event stands`);
    await client.query("insert into audit (action) values ($1)", [IMPORTED]);
    await client.query("commit");
    return manifest;
  });
}

async function readManifest(folder: string): Promise<Manifest> {
  const text = await readFile(join(folder, MANIFEST), "utf8").catch(() => null);
  if (text === null) throw new NotPossible(`${folder} is no whole export: it has no ${MANIFEST}`);
  let manifest: Partial<Manifest> | null;
  try {
    manifest = JSON.parse(text) as Partial<Manifest> | null;
  } catch {
    throw new NotPossible(`${MANIFEST} is no JSON`);
  }
  if (manifest?.format !== 1) throw new NotPossible(`${MANIFEST} has a format that this version does not know`);
  const known = new Set([JOBS, ...exportedTables.map(({ name }) => fileOf(name))]);
  const odd = Object.keys(manifest.files ?? {}).find((name) => !known.has(name));
  if (odd) throw new NotPossible(`${MANIFEST} names ${odd}, which this version does not know`);
  if (!manifest.files?.[fileOf("events")]) throw new NotPossible(`${MANIFEST} names no events`);
  return manifest as Manifest;
}

async function requireVersion(client: pg.Client, { migration }: Manifest) {
  const { rows } = await client.query<Computed<"newest", "text">>("select max(name) as newest from migrations");
  const newest = rows[0]!.newest;
  if (newest !== migration)
    throw new NotPossible(
      `the export was made with a database at migration ${migration}, and this one is at ${newest}: import it with the version that made it, and update that`,
    );
}

async function requireEmpty(client: pg.Client) {
  for (const table of TELLING) {
    const { rows } = await client.query<Computed<"rows", "integer">>(`select count(*)::int as rows from ${table}`);
    if (rows[0]!.rows > 0) throw new NotPossible(`this instance is not empty: it has ${rows[0]!.rows} rows in ${table}`);
  }
}

async function readInto(client: pg.Client, folder: string, table: string, expected: FileSum) {
  const columns = await columnsOf(client, table);
  const statement = `insert into ${table} (${columns}) select ${columns} from json_populate_recordset(null::${table}, $1::json)`;
  const insert = (lines: string[]) => client.query(statement, [`[${lines.join(",")}]`]);
  await eachGroup(folder, fileOf(table), expected, async (lines) => {
    if (!(pictureTables as string[]).includes(table)) return void (await insert(lines));
    for (const line of lines) await insertPicture(client, { folder, table, columns }, line);
  });
}

/** Those that are not computed from others. */
async function columnsOf(client: pg.Client, table: string): Promise<string> {
  const { rows } = await client.query<Computed<"names", "text">>(
    `select string_agg(quote_ident(attname), ', ' order by attnum) as names from pg_attribute
     where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = ''`,
    [table],
  );
  return rows[0]!.names;
}

/** Its bytes go by themselves, never as text. */
async function insertPicture(
  client: pg.Client,
  { folder, table, columns }: { folder: string; table: string; columns: string },
  line: string,
) {
  const row = JSON.parse(line) as Columns<"images" | "photo_files", "id"> & { sha256: string };
  if (!ID.test(row.id)) throw new NotPossible(`a picture has the id ${JSON.stringify(row.id)}`);
  const bytes = await readFile(join(folder, pictureOf(row.id))).catch(() => null);
  if (bytes === null) throw new NotPossible(`${pictureOf(row.id)} is missing`);
  if (createHash("sha256").update(bytes).digest("hex") !== row.sha256)
    throw new NotPossible(`${pictureOf(row.id)} is not as it was written`);
  const values = columns.replace(/\bwebp\b/, () => "$2::bytea");
  await client.query(`insert into ${table} (${columns}) select ${values} from json_populate_record(null::${table}, $1::json)`, [
    line,
    bytes,
  ]);
}

async function readJobs(client: pg.Client, folder: string, expected: FileSum, jobs: ImportOptions["jobs"]) {
  const run = async (text: string, values: unknown[] = []) => client.query(text, values);
  await eachGroup(folder, JOBS, expected, async (lines) => jobs.enqueue(run, lines.map(jobIn)));
}

function jobIn(line: string): Job {
  const { name, payload, startAfter } = JSON.parse(line) as ExportedJob;
  const known = jobNames.find((one) => one === name && !queueOf(one).schedule);
  if (!known) throw new NotPossible(`this version does not know the job ${JSON.stringify(name)}`);
  return { name: known, payload, ...(startAfter !== null && { startAfter: new Date(startAfter) }) };
}

/** Hands over the lines of a file, and names file and lines where that fails; throws in the end unless the file was as it was written. */
async function eachGroup(folder: string, name: string, expected: FileSum, take: (lines: string[]) => Promise<unknown>) {
  const groups = readLines(join(folder, name), AT_ONCE);
  let at = 1;
  for (;;) {
    const { value, done } = await groups.next().catch((error: NodeJS.ErrnoException) => {
      throw error.code === "ENOENT" ? new NotPossible(`${name} is missing`) : error;
    });
    if (done) {
      if (value.rows !== expected.rows) throw new NotPossible(`${name} has ${value.rows} rows instead of ${expected.rows}`);
      if (value.sha256 !== expected.sha256) throw new NotPossible(`${name} is not as it was written`);
      return;
    }
    await take(value).catch((error: unknown) => {
      // What the values were is people's.
      const { message } = error as Error;
      throw new NotPossible(`${name}, lines ${at} to ${at + value.length - 1}: ${error instanceof SyntaxError ? "not JSON" : message}`, {
        cause: error,
      });
    });
    at += value.length;
  }
}
