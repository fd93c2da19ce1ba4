import { createHash } from "node:crypto";
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import pg from "pg";
import { withClient } from "../db/content.ts";
import type { Columns, Computed } from "../db/row-types.ts";
import { jobNames, queueOf } from "../jobs/queues.ts";
import { exportedTables, pictureTables, type Scope } from "./exported-tables.ts";
import { fileOf, JOBS, LineFile, MANIFEST, NotPossible, pictureOf, type ExportedJob, type Manifest } from "./files.ts";
import { fetched } from "./fetched.ts";
import { writeReadable, type ReadableOptions } from "./readable-files.ts";

/** What a session has to be like for the same rows to be the same text. */
const AS_TEXT = `set timezone = 'UTC'; set datestyle = 'ISO, YMD'; set bytea_output = 'hex'; set extra_float_digits = 1;
  set statement_timeout = 0; set idle_in_transaction_session_timeout = 0`;

export interface ExportOptions extends ReadableOptions {
  url: string;
  /** A new folder, or an empty one. */
  folder: string;
  scope: Scope;
}

/**
 * Writes everything of an instance or of one event into a folder, from one state of the database while it goes on: each table as lines of
 * JSON that `importData` reads, pictures as files, and for people each event's guests and conversation as CSV and its calendar entry.
 * Memory does not grow with the data. Throws `NotPossible` where the folder is not empty or there is no such event.
 */
export async function exportData({ url, folder, scope, ...readable }: ExportOptions): Promise<Manifest> {
  await openEmpty(folder);
  return withClient(url, async (client) => {
    await client.query(AS_TEXT);
    await client.query("begin isolation level repeatable read read only");
    if (scope !== "instance") await requireEvent(client, scope.event);
    const files: Manifest["files"] = {};
    const keep = async (name: string, write: (file: LineFile) => Promise<void>) => {
      const file = await LineFile.create(join(folder, name));
      await write(file);
      files[name] = await file.close();
    };
    for (const table of exportedTables) {
      if (scope !== "instance" && table.ofEvent === null) continue;
      const rows = rowsOf(client, scope, table);
      await keep(fileOf(table.name), (file) =>
        pictureTables.includes(table.name) ? writePictures(rows, folder, file) : writeRows(rows, file),
      );
    }
    if (scope === "instance") await keep(JOBS, (file) => writeJobs(client, file));
    await writeReadable(client, folder, scope, readable);
    const { rows } = await client.query<Columns<"instance", "calendar_host"> & Computed<"migration", "text">>(
      "select calendar_host, (select max(name) from migrations) as migration from instance",
    );
    const { migration, calendar_host: calendarHost } = rows[0]!;
    const manifest: Manifest = { format: 1, migration, scope, calendarHost, exportedAt: readable.now.toISOString(), files };
    await writeFile(join(folder, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600, flag: "wx" });
    return manifest;
  });
}

async function openEmpty(folder: string) {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if ((await readdir(folder)).length > 0) throw new NotPossible(`${folder} is not empty: name a new folder`);
}

async function requireEvent(client: pg.Client, id: string) {
  if (!/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(id)) throw new NotPossible(`"${id}" is no event's id`);
  const { rowCount } = await client.query("select from events where id = $1", [id]);
  if (rowCount === 0) throw new NotPossible(`there is no event ${id}`);
}

interface RowLine {
  line: string;
  id: string;
  webp: Buffer | null;
}

async function* rowsOf(client: pg.Client, scope: Scope, { name, order, ofEvent }: (typeof exportedTables)[number]) {
  const isPicture = pictureTables.includes(name);
  const what = isPicture ? "(to_jsonb(t) - 'webp')::text as line, id::text, webp" : "row_to_json(t)::text as line";
  const where = scope === "instance" ? "" : `where ${ofEvent}`;
  const statement = `select ${what} from ${name} t ${where} order by ${order}`;
  yield* fetched<RowLine>(client, statement, scope === "instance" ? [] : [scope.event]);
}

/** JSON that was stored with line ends between its parts has spaces there. */
const oneLine = (json: string) => `${json.replace(/[\r\n]/g, " ")}\n`;

async function writeRows(groups: AsyncIterable<RowLine[]>, file: LineFile) {
  for await (const rows of groups) await file.write(rows.map(({ line }) => oneLine(line)));
}

/** The bytes are a file of their own; the row has their sum. */
async function writePictures(groups: AsyncIterable<RowLine[]>, folder: string, file: LineFile) {
  await mkdir(join(folder, "pictures"), { recursive: true, mode: 0o700 });
  for await (const rows of groups) {
    for (const { id, webp } of rows) await writeFile(join(folder, pictureOf(id)), webp!, { mode: 0o600, flag: "wx" });
    await file.write(
      rows.map(({ line, webp }) =>
        oneLine(JSON.stringify({ ...(JSON.parse(line) as object), sha256: createHash("sha256").update(webp!).digest("hex") })),
      ),
    );
  }
}

/** Jobs at fixed times come by themselves. Those in lists are written one by one. */
async function writeJobs(client: pg.Client, file: LineFile) {
  const { rows: there } = await client.query<Computed<"has", "boolean">>("select to_regclass('jobs.job') is not null as has");
  if (!there[0]!.has) return;
  const names = jobNames.filter((name) => !queueOf(name).schedule);
  const statement = `
    select regexp_replace(job.name, '\\.list$', '') as name, payload::text, case when start_after > now() then start_after end as due
    from jobs.job cross join lateral (
      select job.data as payload where job.data -> 'list' is null
      union all select value from jsonb_array_elements(coalesce(job.data -> 'list', '[]'))) as each
    where state in ('created', 'retry', 'active') and regexp_replace(job.name, '\\.list$', '') = any($1)
    order by 1, 3, 2`;
  for await (const rows of fetched<{ name: string; payload: string; due: Date | null }>(client, statement, [names]))
    await file.write(
      rows.map(({ name, payload, due }) => {
        const job: ExportedJob = { name, payload: JSON.parse(payload) as ExportedJob["payload"], startAfter: due?.toISOString() ?? null };
        return `${JSON.stringify(job)}\n`;
      }),
    );
}
