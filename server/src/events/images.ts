import { randomUUID } from "node:crypto";
import { refuse } from "@turnout/contract/refusals";
import { sql, type Kysely } from "kysely";
import type { Database } from "../db/database.ts";
import type { Columns } from "../db/row-types.ts";
import type { Reencoded } from "../pictures/reencode.ts";

export interface StoredImage {
  imageId: string;
  width: number;
  height: number;
}

/** Stores a re-encoded picture, which contains no location, camera or hidden payload of the upload. */
export async function storeImage(db: Kysely<Database>, ownerId: string, { webp, width, height }: Reencoded): Promise<StoredImage> {
  const imageId = randomUUID();
  await sql`
    insert into images (id, owner_id, width, height, webp)
    values (${imageId}, ${ownerId}, ${width}, ${height}, ${webp})`.execute(db);
  return { imageId, width, height };
}

/** A stored picture's bytes. Its id is 122 random bits, known only to those who have seen the event. */
export async function imageBytes(db: Kysely<Database>, imageId: string): Promise<Buffer> {
  const found = await sql<Columns<"images", "webp">>`select webp from images where id = ${imageId}`.execute(db);
  return found.rows[0]?.webp ?? refuse("event_not_found");
}
