import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Kysely } from "kysely";
import type pg from "pg";
import { csvLine, CSV_BOM } from "@turnout/contract/csv-export";
import { calendarEvent } from "../calendar/calendar-event.ts";
import { eventCalendar } from "../calendar/ics.ts";
import type { Database } from "../db/database.ts";
import type { Computed } from "../db/row-types.ts";
import { dayOf } from "../events/days-before.ts";
import { eventInSnapshot, eventRow } from "../events/queries.ts";
import { exportWords } from "../guests/export-words.ts";
import { guestCells } from "../guests/export.ts";
import { everyGuest, type EveryGuest } from "../guests/queries.ts";
import { createSnapshotLoader, wholeSnapshot } from "../log/load-snapshot.ts";
import type { Scope } from "./exported-tables.ts";
import { fetched } from "./fetched.ts";
import { LineFile } from "./files.ts";

export interface ReadableOptions {
  db: Kysely<Database>;
  now: Date;
  publicUrl: string;
  calendarHost: string;
  mailAddress: string;
}

/** Files for people and for other programs, a folder for each event, in English whoever exports. They are not imported. */
export async function writeReadable(client: pg.Client, folder: string, scope: Scope, options: ReadableOptions): Promise<void> {
  const loadSnapshot = createSnapshotLoader(options.db, [eventInSnapshot]);
  for await (const id of eventIds(client, scope)) {
    const home = join(folder, "events", id);
    await mkdir(home, { recursive: true, mode: 0o700 });
    await writeCsvFile(join(home, "guests.csv"), exportWords.en.header, guestRows(client, id, options.db));
    await writeCsvFile(join(home, "conversation.csv"), conversationHeader, messageRows(client, id));
    const snapshot = await loadSnapshot(id, { class: "public", userId: null, guestId: null, name: null });
    const event = snapshot && calendarEvent(wholeSnapshot(snapshot), options);
    if (!event) continue; // a draft without a start, or deleted meanwhile
    const method = event.status === "cancelled" ? "CANCEL" : "PUBLISH";
    await writeFile(join(home, "event.ics"), eventCalendar(event, { now: options.now, method }), { mode: 0o600 });
  }
}

/** By pages, not by a cursor: each event has cursors of its own. */
async function* eventIds(client: pg.Client, scope: Scope): AsyncGenerator<string> {
  if (scope !== "instance") return yield scope.event;
  for (let after = "00000000-0000-0000-0000-000000000000"; ;) {
    const { rows } = await client.query<Computed<"id", "text">>("select id::text from events where id > $1 order by id limit 500", [after]);
    for (const { id } of rows) yield id;
    if (rows.length < 500) return;
    after = rows.at(-1)!.id;
  }
}

type Cells = (string | number | null)[];

async function writeCsvFile(path: string, header: readonly string[], groups: AsyncIterable<Cells[]>) {
  const file = await LineFile.create(path);
  await file.write([CSV_BOM + csvLine(header)]);
  for await (const rows of groups) await file.write(rows.map((cells) => csvLine(cells)));
  await file.close();
}

async function dayOfEvent(db: ReadableOptions["db"], id: string): Promise<string | null> {
  const event = await eventRow(db, id);
  return event ? dayOf(event) : null;
}

async function* guestRows(client: pg.Client, eventId: string, db: ReadableOptions["db"]): AsyncGenerator<Cells[]> {
  const day = await dayOfEvent(db, eventId);
  const { sql, parameters } = everyGuest(eventId).compile(db);
  for await (const rows of fetched<EveryGuest>(client, sql, [...parameters])) yield rows.map((guest) => guestCells(guest, day, "en"));
}

const conversationHeader = ["at", "author", "role", "text", "in answer to", "edited at", "deleted by"];

interface MessageRow {
  at: Date;
  author_name: string;
  author_role: string;
  text: string;
  reply_name: string;
  edited_at: Date | null;
  deleted_by: string | null;
}

async function* messageRows(client: pg.Client, eventId: string): AsyncGenerator<Cells[]> {
  const statement =
    "select at, author_name, author_role, text, reply_name, edited_at, deleted_by from messages where event_id = $1 order by seq";
  for await (const rows of fetched<MessageRow>(client, statement, [eventId]))
    yield rows.map((one) => [
      one.at.toISOString(),
      one.author_name,
      one.author_role,
      one.text,
      one.reply_name,
      one.edited_at?.toISOString() ?? "",
      one.deleted_by,
    ]);
}
