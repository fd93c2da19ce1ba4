import type { PictureKind } from "./picture-kind.ts";

/** Largest upload (bytes). */
export const MAX_IMAGE_BYTES = 10 * 1024 * 1024;
/** Longest side of a stored cover (pixels). */
export const COVER_SIZE = 1_600;
/** Longest side of a photo in a gallery (pixels). */
export const THUMBNAIL_SIZE = 480;
/** Size of a cover where neither WebP nor SVG can be shown, in emails and link previews (pixels). */
export const COVER_PICTURE = { width: 1_200, height: 600 };

/**
 * Most pixels of an upload, read from its header before anything is decoded. JPEG is scaled down while it is read, so that
 * photographs of any telephone are accepted. AVIF takes ten times as long as the others: a file of a thousand bytes can take
 * seconds.
 */
export const MAX_PIXELS: Record<Exclude<PictureKind, "heic">, number> = {
  jpeg: 210_000_000,
  png: 64_000_000,
  webp: 64_000_000,
  gif: 25_000_000,
  avif: 25_000_000,
};
/** A progressive JPEG cannot be scaled down while it is read. */
export const MAX_PROGRESSIVE_PIXELS = 64_000_000;

/** Longest side of an upload (pixels), the most that JPEG allows. A single row of millions of pixels takes half a minute to decode. */
export const MAX_SIDE = 65_535;

/** Memory (bytes) and processor time (ms) that one picture may take before its process is ended. */
export const MAX_DECODE_MEMORY = 700 * 1024 * 1024;
export const MAX_DECODE_CPU = 15_000;
/** Memory that the process may hold between pictures (bytes). With more, a new process takes its place. */
export const MAX_KEPT_MEMORY = 200 * 1024 * 1024;
/** How often the process checks its memory and processor time (ms). */
export const WATCH_INTERVAL = 50;
/** Longest time for one picture (ms), on a busy machine too. */
export const DECODE_WITHIN = 30_000;
/** Most uploads that wait to be decoded; further ones are refused as `overloaded`. */
export const MAX_WAITING_PICTURES = 4;
/** The same for covers in emails and link previews, which arrive in bursts and take a fraction of a second each. */
export const MAX_WAITING_COVERS = 40;
/** How long the process stays after its last picture (ms). */
export const IDLE_FOR = 60_000;
