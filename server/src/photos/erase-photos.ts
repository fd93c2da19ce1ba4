import { randomUUID } from "node:crypto";
import { PHOTO_UNDO_MINUTES } from "@turnout/contract/photos";
import { sql, type Kysely } from "kysely";
import type { Database } from "../db/database.ts";
import type { Columns, Computed } from "../db/row-types.ts";
import type { ChangeEvent } from "../log/change-event.ts";
import { systemCaller } from "../log/caller.ts";
import { erasePhotos } from "./commands.ts";

/** How long the bytes of a photo are kept that was not added in the end (minutes). */
export const UNUSED_FILES_MINUTES = 60;

/** Removes the photos that an account added, from all events. Their bytes go with the account. */
export async function erasePhotosOf(
  { db, changeEvent }: { db: Kysely<Database>; changeEvent: ChangeEvent },
  userId: string,
): Promise<void> {
  const found = await sql<Columns<"photo_files", "event_id"> & Computed<"photoIds", "uuid[]">>`
    select event_id, array_agg(distinct photo_id) as "photoIds" from photo_files where owner_id = ${userId} group by event_id`.execute(db);
  for (const { event_id, photoIds } of found.rows)
    await changeEvent(event_id, erasePhotos, { commandId: randomUUID(), photoIds }, systemCaller);
}

/** Deletes the bytes of photos that nobody can bring back any more, and of those that were not added in the end. */
export async function forgetRemovedPhotos(db: Kysely<Database>, now: Date): Promise<void> {
  const before = (minutes: number) => new Date(now.getTime() - minutes * 60_000);
  await sql`
    delete from photo_files using photos where photos.event_id = photo_files.event_id and photos.id = photo_id
      and removed_at < ${before(PHOTO_UNDO_MINUTES)}`.execute(db);
  await sql`
    delete from photo_files where created_at < ${before(UNUSED_FILES_MINUTES)}
      and not exists (select from photos where photos.event_id = photo_files.event_id and photos.id = photo_id)`.execute(db);
}
