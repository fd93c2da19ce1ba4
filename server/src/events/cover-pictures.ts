import { createHmac, timingSafeEqual } from "node:crypto";
import { SHEET } from "@turnout/contract/cover/art";
import { drawCover } from "@turnout/contract/cover/draw-cover";
import type { Cover } from "@turnout/contract/events";
import type { Kysely } from "kysely";
import type { Database } from "../db/database.ts";
import { html, htmlText } from "../http/html.ts";
import type { PictureDecoder } from "../pictures/picture-decoder.ts";
import { isAccepted, signingSecret, type AnySecrets } from "../secrets.ts";
import { imageBytes } from "./images.ts";

/** Cached pictures per process; beyond that the least recently used are evicted. */
export const MAX_KEPT = 40;

type Theme = Cover["theme"];
interface Covered {
  id: string;
  cover_theme: Theme;
  cover_image_id: string | null;
}

/** URL of an event's cover as a JPEG. */
export function coverPictureUrl({ publicUrl, secret }: { publicUrl: string; secret: AnySecrets }, event: Covered): string {
  if (event.cover_image_id) return `${publicUrl}/images/${event.cover_image_id}/cover.jpg`;
  return `${publicUrl}/covers/${event.cover_theme}/${event.id}/${signatureOf(signingSecret(secret), event.cover_theme, event.id)}.jpg`;
}

/** Whether the signature is ours: drawing is expensive and must not be triggered for made-up events. */
export function isCoverSignature(
  secret: AnySecrets,
  { theme, seed, signature }: { theme: string; seed: string; signature: string },
): boolean {
  const given = Buffer.from(signature);
  return isAccepted(secret, (one) => {
    const expected = Buffer.from(signatureOf(one, theme, seed));
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
}

function signatureOf(secret: string, theme: string, seed: string): string {
  return createHmac("sha256", secret).update(`cover ${theme} ${seed}`).digest("base64url").slice(0, 22);
}

/** Makes covers as JPEG in a separate process. Concurrent requests for one cover share the work. */
export function createCoverPictures(db: Kysely<Database>, { coverJpeg }: Pick<PictureDecoder, "coverJpeg">) {
  const kept = new Map<string, Promise<Uint8Array>>();

  function once(key: string, make: () => Promise<Uint8Array>): Promise<Uint8Array> {
    const bytes = kept.get(key) ?? make();
    kept.delete(key);
    if (kept.size >= MAX_KEPT) kept.delete(kept.keys().next().value!);
    kept.set(key, bytes);
    bytes.catch(() => kept.get(key) === bytes && kept.delete(key));
    return bytes;
  }

  return {
    drawn: (theme: Theme, seed: string) => once(`${theme} ${seed}`, () => coverJpeg(Buffer.from(svgOf(theme, seed)))),
    uploaded: (imageId: string) => once(imageId, async () => coverJpeg(await imageBytes(db, imageId))),
  };
}

function svgOf(theme: Theme, seed: string): string {
  const { width, height } = SHEET;
  const { paper, layers } = drawCover(theme, seed);
  return htmlText(
    html`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}"><g style="isolation:isolate"><rect width="${width}" height="${height}" fill="${paper}"/>${layers.map(
      ({ d, fill = "none", stroke = "none", strokeWidth = 1, opacity = 1, multiply }) =>
        html`<path d="${d}" fill="${fill}" stroke="${stroke}" stroke-width="${strokeWidth}" opacity="${opacity}" style="mix-blend-mode:${multiply ? "multiply" : "normal"}"/>`,
    )}</g></svg>`,
  );
}
