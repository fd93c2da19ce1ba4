import { randomUUID } from "node:crypto";
import type { PhotoFormat } from "@turnout/contract/photos";
import { refuse } from "@turnout/contract/refusals";
import { sql, type Kysely } from "kysely";
import type { Database } from "../db/database.ts";
import type { Columns } from "../db/row-types.ts";

/** Which photo of which event. */
export interface PhotoAt {
  eventId: string;
  photoId: string;
}

/** Stores a photo's bytes. Says whether it did: files that are there, of the same command sent before, stay. */
export async function storePhotoFiles(
  db: Kysely<Database>,
  { eventId, photoId }: PhotoAt,
  { ownerId, ...files }: { ownerId: string | null } & Record<PhotoFormat, Uint8Array>,
): Promise<boolean> {
  const stored = await sql<Columns<"photo_files", "id">>`
    insert into photo_files (id, event_id, photo_id, format, owner_id, webp) values
      (${randomUUID()}, ${eventId}, ${photoId}, 'whole', ${ownerId}, ${files.whole}),
      (${randomUUID()}, ${eventId}, ${photoId}, 'small', ${ownerId}, ${files.small})
    on conflict (event_id, photo_id, format) do nothing returning id`.execute(db);
  return stored.rows.length > 0;
}

export async function dropPhotoFiles(db: Kysely<Database>, { eventId, photoId }: PhotoAt): Promise<void> {
  await sql`delete from photo_files where event_id = ${eventId} and photo_id = ${photoId}`.execute(db);
}

/** The bytes of a photo that is shown. Refuses others. */
export async function photoBytes(db: Kysely<Database>, { eventId, photoId }: PhotoAt, format: PhotoFormat): Promise<Buffer> {
  const found = await sql<Columns<"photo_files", "webp">>`
    select webp from photo_files join photos on photos.event_id = photo_files.event_id and photos.id = photo_id
    where photo_files.event_id = ${eventId} and photo_id = ${photoId} and format = ${format} and removed_by is null`.execute(db);
  return found.rows[0]?.webp ?? refuse("photo_not_found");
}
