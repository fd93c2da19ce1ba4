import sharp from "sharp";
import { COVER_PICTURE } from "./limits.ts";
import type { Refused } from "./reencode.ts";

/**
 * The JPEG of a stored picture or a drawn cover, for emails and link previews. Its time is not bounded here: only
 * `decode-process.ts` calls it.
 */
export async function coverJpeg(picture: Uint8Array): Promise<{ jpeg: Uint8Array } | Refused> {
  try {
    const jpeg = await sharp(picture)
      .resize({ ...COVER_PICTURE, fit: "cover" })
      .flatten({ background: "#ffffff" })
      .jpeg({ quality: 80 })
      .toBuffer();
    return { jpeg };
  } catch {
    return { refused: "image_unreadable" };
  }
}
