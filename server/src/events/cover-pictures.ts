import { createHmac, timingSafeEqual } from "node:crypto";
import { SHEET } from "@turnout/contract/cover/art";
import { drawCover } from "@turnout/contract/cover/draw-cover";
import type { Cover } from "@turnout/contract/events";
import type { Kysely } from "kysely";
import type { Database } from "../db/database.ts";
import { html, htmlText } from "../http/html.ts";
import type { PictureDecoder } from "../pictures/picture-decoder.ts";
import { imageBytes } from "./images.ts";

/** Pictures that a process remembers; beyond that, those not asked for the longest are made anew. */
export const MAX_KEPT = 40;

type Theme = Cover["theme"];
interface Covered {
  id: string;
  cover_theme: Theme;
  cover_image_id: string | null;
}

/** Where an event's cover is read as a JPEG, by whoever was given the address. */
export function coverPictureUrl({ publicUrl, secret }: { publicUrl: string; secret: string }, event: Covered): string {
  if (event.cover_image_id) return `${publicUrl}/images/${event.cover_image_id}/cover.jpg`;
  return `${publicUrl}/covers/${event.cover_theme}/${event.id}/${proofOf(secret, event.cover_theme, event.id)}.jpg`;
}

/** Whether we gave this address out: drawing costs much, and must not be had for made-up events. */
export function isCoverProof(secret: string, { theme, seed, proof }: { theme: string; seed: string; proof: string }): boolean {
  const [given, expected] = [Buffer.from(proof), Buffer.from(proofOf(secret, theme, seed))];
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function proofOf(secret: string, theme: string, seed: string): string {
  return createHmac("sha256", secret).update(`cover ${theme} ${seed}`).digest("base64url").slice(0, 22);
}

/** Covers as JPEG, made in a process of their own. However many ask for one at once, it is made once. */
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
