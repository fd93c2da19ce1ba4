import type { PictureKind } from "./picture-kind.ts";

/** Bytes of an upload. */
export const MAX_IMAGE_BYTES = 10 * 1024 * 1024;
/** A cover is never wider or higher than this. */
export const COVER_SIZE = 1_600;
/** Pixels of a cover where neither WebP nor SVG is shown: in mails, and in the previews of chats. */
export const COVER_PICTURE = { width: 1_200, height: 600 };

/**
 * Pixels of an upload by kind, known from its header before anything is decoded. JPEG is made smaller while it is
 * read, so that it may come from any telephone's camera; AVIF costs ten times as much as the others, and says in
 * a thousand bytes what takes seconds to draw.
 */
export const MAX_PIXELS: Record<Exclude<PictureKind, "heic">, number> = {
  jpeg: 210_000_000,
  png: 64_000_000,
  webp: 64_000_000,
  gif: 25_000_000,
  avif: 25_000_000,
};
/** A progressive JPEG is kept whole while it is read. */
export const MAX_PROGRESSIVE_PIXELS = 64_000_000;

/** Pixels of the longer side: a JPEG has no more. One row of millions of them is no picture, and takes half a minute. */
export const MAX_SIDE = 65_535;

/** What one picture may take of the machine before its process is ended: memory (bytes) and processor time (ms). */
export const MAX_DECODE_MEMORY = 700 * 1024 * 1024;
export const MAX_DECODE_CPU = 15_000;
/** With more than this left over from its last picture (bytes), the process makes way for another: the next one needs the room. */
export const MAX_KEPT_MEMORY = 200 * 1024 * 1024;
/** How often the process looks at what it takes (ms). */
export const WATCH_INTERVAL = 50;
/** The longest that one picture may take by the clock (ms), on however busy a machine. */
export const DECODE_WITHIN = 30_000;
/** Pictures that wait for their turn; who comes beyond them is told to come again. */
export const MAX_WAITING_PICTURES = 4;
/** The same for covers as mails and chats show them: they come in crowds, and take a fraction of a second each. */
export const MAX_WAITING_COVERS = 40;
/** How long the process is kept after its last picture (ms). */
export const IDLE_FOR = 60_000;
