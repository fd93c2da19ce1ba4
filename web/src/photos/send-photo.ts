import { refusalOf, type Refused } from "../api/refusal-of.ts";
import { MAX_UPLOAD, scaleImage } from "../events/editor/scale-image.ts";
import { createBackoff, waitForTurn } from "../live/backoff.ts";

export type SentPhoto = { ok: true } | ({ ok: false } & Refused);

/** Waits between tries (ms), and tries of one photo. */
const SHORTEST_WAIT = 1_000;
const LONGEST_WAIT = 15_000;
const MAX_TRIES = 6;

/** What passes by itself: others' photos are before this one, or the connection is down. */
const PASSING = [429, 502, 503, 504];

/** Scales a photo down and sends it; a second try is the same command. */
export async function sendPhoto(eventId: string, file: File, commandId: string, signal: AbortSignal): Promise<SentPhoto> {
  const body = await scaleImage(file);
  if (body.size > MAX_UPLOAD) return { ok: false, code: "image_too_large" };
  const headers = { "content-type": body.type || "application/octet-stream" }; // not every system knows every kind
  const backoff = createBackoff(SHORTEST_WAIT, LONGEST_WAIT);
  for (let tries = 1; ; tries++) {
    const reply = await fetch(`/api/events/${eventId}/photos?commandId=${commandId}`, { method: "POST", headers, body, signal }).catch(
      () => null,
    );
    if (reply?.ok) return { ok: true };
    const isPassing = reply === null || PASSING.includes(reply.status);
    if (signal.aborted || !isPassing || tries === MAX_TRIES) return { ok: false, ...(await refusalOf(reply)) };
    await waitForTurn(backoff.next(), signal);
  }
}
