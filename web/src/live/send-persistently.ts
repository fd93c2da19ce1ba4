import { createBackoff, waitForTurn } from "./backoff.ts";
import type { Reply } from "./command-reply.ts";

/** Tries of one command while nobody answers; each has the same id, so that it has one effect. */
export const TRIES = 4;
/** Waits between tries (ms): doubled each time up to the longest, and drawn at random from the whole of it. */
export const FIRST_WAIT = 800;
export const LONGEST_WAIT = 5_000;
/** A server that asks for a longer break than this (ms) is left in peace: the command is sent again later. */
export const LONGEST_BREAK = 5_000;
/** How long a reply may take (ms). A request on a dead line would be waited for forever. */
export const REPLY_PATIENCE = 15_000;

/** Sends until somebody answers, a few times. `isWanted` says whether the command still counts. */
export async function sendPersistently(send: () => Promise<Reply>, isWanted: () => boolean): Promise<Reply> {
  const backoff = createBackoff(FIRST_WAIT, LONGEST_WAIT);
  for (let attempt = 1; ; attempt++) {
    const reply = await send();
    if (reply.type !== "unreachable" || attempt === TRIES || (reply.retryAfterMs ?? 0) > LONGEST_BREAK) return reply;
    await waitForTurn(backoff.next(reply.retryAfterMs));
    if (!isWanted()) return reply;
  }
}

/** One try. A request that fails, or that nobody answers in time, has reached nobody as far as anyone knows. */
export async function sendOnce(send: () => Promise<Reply>): Promise<Reply> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const outOfTime = new Promise<Reply>((resolve) => (timer = setTimeout(() => resolve({ type: "unreachable" }), REPLY_PATIENCE)));
  try {
    return await Promise.race([send(), outOfTime]);
  } catch {
    return { type: "unreachable" };
  } finally {
    clearTimeout(timer);
  }
}
