import { randomUUID } from "node:crypto";
import { refuse } from "@turnout/contract/refusals";
import { sql, type Kysely } from "kysely";
import type { Database } from "../db/database.ts";
import type { Reencoded } from "../pictures/reencode.ts";

export interface StoredImage {
  imageId: string;
  width: number;
  height: number;
}

/** Keeps a picture that was written anew: no position, no camera, no hidden payload of the upload is left in it. */
export async function storeImage(db: Kysely<Database>, ownerId: string, { webp, width, height }: Reencoded): Promise<StoredImage> {
  const imageId = randomUUID();
  await sql`
    insert into images (id, owner_id, width, height, webp)
    values (${imageId}, ${ownerId}, ${width}, ${height}, ${webp})`.execute(db);
  return { imageId, width, height };
}

/** A stored picture's bytes. Its id is 122 random bits: whoever has it was shown the event that it covers. */
export async function imageBytes(db: Kysely<Database>, imageId: string): Promise<Buffer> {
  const found = await sql<{ webp: Buffer }>`select webp from images where id = ${imageId}`.execute(db);
  return found.rows[0]?.webp ?? refuse("event_not_found");
}
