import { fileNameOf } from "../http/attachment.ts";
import { seesChat, type Viewer } from "@turnout/contract/audience";
import type { Photo, PhotoList } from "@turnout/contract/photo-entries";
import { Refusal } from "@turnout/contract/refusals";
import { sql, type Kysely } from "kysely";
import type { Database } from "../db/database.ts";
import { eventRow } from "../events/queries.ts";
import type { ZipFile } from "../http/zip.ts";
import { contextOf, type EventRow } from "../log/event-row.ts";
import { photoBytes } from "./photo-files.ts";
import { presentPhoto } from "./present.ts";
import { photosTable, type PhotoRow } from "./tables.ts";

const COLUMNS = sql.raw(Object.keys(photosTable.columns).join(", "));

/** Whether a viewer may see an event's photos: whoever may read its conversation. */
export async function seesPhotos(db: Kysely<Database>, eventId: string, viewer: Viewer): Promise<boolean> {
  const event = await eventRow(db, eventId);
  return event !== undefined && event !== null && seesChat(viewer.class, contextOf(event));
}

/** All photos that are shown, with the log position at which they were read. Null: this viewer may not see them. */
export async function photoList(db: Kysely<Database>, eventId: string, viewer: Viewer): Promise<PhotoList | null> {
  return db
    .transaction()
    .setIsolationLevel("repeatable read")
    .execute(async (tx) => {
      const found = await sql<EventRow>`select * from events where id = ${eventId}`.execute(tx);
      const event = found.rows[0];
      if (!event || !seesChat(viewer.class, contextOf(event))) return null;
      // A server of an earlier version deletes accounts without a word about their photos.
      const rows = await sql<PhotoRow>`
        select ${COLUMNS} from photos where event_id = ${eventId} and removed_by is null
          and exists (select from photo_files where photo_files.event_id = photos.event_id and photo_id = photos.id)
        order by seq`.execute(tx);
      return { photos: rows.rows.map(presentPhoto), seq: event.log_seq };
    });
}

/** The photos as files of an archive, read one at a time. One that was removed meanwhile is left out. */
export async function* photosAsFiles(db: Kysely<Database>, eventId: string, photos: readonly Photo[]): AsyncGenerator<ZipFile> {
  const digits = String(photos.length).length;
  for (const [at, { photoId, author }] of photos.entries()) {
    const data = await photoBytes(db, { eventId, photoId }, "whole").catch(nullIfGone);
    if (data) yield { name: `${String(at + 1).padStart(digits, "0")} ${fileNameOf(author.name)}.webp`, data };
  }
}

/** Anything but that it is gone ends the archive, which would look whole without it. */
function nullIfGone(error: unknown): null {
  if (error instanceof Refusal) return null;
  throw error;
}
