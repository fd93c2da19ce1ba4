import { randomUUID } from "node:crypto";
import { refuse } from "@turnout/contract/refusals";
import { sql, type Kysely } from "kysely";
import sharp from "sharp";
import type { Database } from "../db/database.ts";

/** Bytes of an upload. */
export const MAX_IMAGE_BYTES = 10 * 1024 * 1024;
/** Pixels of an upload, known from its header before anything is decoded. */
export const MAX_IMAGE_PIXELS = 50_000_000;
/** A cover is never wider or higher than this. */
export const COVER_SIZE = 1_600;
export const IMAGE_TYPES = ["image/jpeg", "image/png", "image/webp", "image/avif", "image/gif"];

export interface StoredImage {
  imageId: string;
  width: number;
  height: number;
}

/**
 * Keeps a picture: decoded, turned upright, scaled down and written anew as WebP. Nothing of the upload but its
 * pixels survives: no position, no camera, no hidden payload.
 */
export async function storeImage(db: Kysely<Database>, ownerId: string, upload: Buffer): Promise<StoredImage> {
  const { data, info } = await reencode(upload);
  const imageId = randomUUID();
  await sql`
    insert into images (id, owner_id, width, height, webp)
    values (${imageId}, ${ownerId}, ${info.width}, ${info.height}, ${data})`.execute(db);
  return { imageId, width: info.width, height: info.height };
}

async function reencode(upload: Buffer) {
  try {
    const image = sharp(upload, { limitInputPixels: MAX_IMAGE_PIXELS, failOn: "error", pages: 1 });
    const { format } = await image.metadata();
    if (!["jpeg", "png", "webp", "heif", "gif"].includes(format ?? "")) refuse("image_unreadable");
    return await image
      .rotate()
      .resize({ width: COVER_SIZE, height: COVER_SIZE, fit: "inside", withoutEnlargement: true })
      .webp({ quality: 82 })
      .toBuffer({ resolveWithObject: true });
  } catch {
    return refuse("image_unreadable");
  }
}

/** A stored picture's bytes. Its id is 122 random bits: whoever has it was shown the event that it covers. */
export async function imageBytes(db: Kysely<Database>, imageId: string): Promise<Buffer> {
  const found = await sql<{ webp: Buffer }>`select webp from images where id = ${imageId}`.execute(db);
  return found.rows[0]?.webp ?? refuse("event_not_found");
}
