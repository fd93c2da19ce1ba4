import sharp from "sharp";
import { COVER_SIZE, MAX_PIXELS, MAX_PROGRESSIVE_PIXELS, MAX_SIDE } from "./limits.ts";
import { pictureKind } from "./picture-kind.ts";

/** A picture as it is stored. */
export interface Reencoded {
  webp: Uint8Array;
  width: number;
  height: number;
}

/** Why a picture is refused. `megapixels`: the limit that it exceeds. */
export interface Refused {
  refused: "image_unreadable" | "image_heic" | "image_too_large";
  megapixels?: number;
}

// Pictures come one at a time and never twice: threads and a cache would only cost memory.
sharp.concurrency(1);
sharp.cache(false);

/**
 * Turns an upload upright, scales it down and encodes it as WebP, without its metadata. Of a truncated upload, the part that
 * arrived is kept. Its time is not bounded here: only `decode-process.ts` calls it, which is ended from outside.
 */
export async function reencode(upload: Uint8Array): Promise<Reencoded | Refused> {
  const kind = pictureKind(upload);
  if (kind === null) return { refused: "image_unreadable" };
  if (kind === "heic") return { refused: "image_heic" };
  try {
    const picture = sharp(upload, { limitInputPixels: false, failOn: "none", pages: 1 });
    const { width, height, isProgressive } = await picture.metadata();
    const most = kind === "jpeg" && isProgressive ? MAX_PROGRESSIVE_PIXELS : MAX_PIXELS[kind];
    if (Math.max(width, height) > MAX_SIDE) return { refused: "image_too_large" };
    if (width * height > most) return { refused: "image_too_large", megapixels: most / 1_000_000 };
    const { data, info } = await picture
      .autoOrient()
      .resize({ width: COVER_SIZE, height: COVER_SIZE, fit: "inside", withoutEnlargement: true })
      .webp({ quality: 82 })
      .toBuffer({ resolveWithObject: true });
    return { webp: data, width: info.width, height: info.height };
  } catch {
    return { refused: "image_unreadable" };
  }
}
