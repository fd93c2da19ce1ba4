import sharp from "sharp";
import { THUMBNAIL_SIZE } from "./limits.ts";
import type { Reencoded, Refused } from "./reencode.ts";

/** A small copy of a picture that was re-encoded before. Its time is not bounded here: only `decode-process.ts` calls it. */
export async function thumbnail(webp: Uint8Array): Promise<Reencoded | Refused> {
  try {
    const { data, info } = await sharp(webp)
      .resize({ width: THUMBNAIL_SIZE, height: THUMBNAIL_SIZE, fit: "inside", withoutEnlargement: true })
      .webp({ quality: 76 })
      .toBuffer({ resolveWithObject: true });
    return { webp: data, width: info.width, height: info.height };
  } catch {
    return { refused: "image_unreadable" };
  }
}
