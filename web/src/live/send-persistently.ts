import { createBackoff, waitForTurn } from "./backoff.ts";
import type { Reply } from "./command-reply.ts";

/** Attempts of one command while the server does not answer; all have the same id, so that it has one effect. */
export const TRIES = 4;
/** Waits between attempts (ms): doubled each time up to the longest, with full jitter. */
export const FIRST_WAIT = 800;
export const LONGEST_WAIT = 5_000;
/** Longest Retry-After that is waited for here (ms); beyond it the command is sent again later. */
export const LONGEST_BREAK = 5_000;
/** How long a reply may take (ms). A request over a dead connection never ends by itself. */
export const REPLY_PATIENCE = 15_000;

/** Sends until the server answers, a few times at most. `isWanted` says whether the command still counts. */
export async function sendPersistently(send: () => Promise<Reply>, isWanted: () => boolean): Promise<Reply> {
  const backoff = createBackoff(FIRST_WAIT, LONGEST_WAIT);
  for (let attempt = 1; ; attempt++) {
    const reply = await send();
    if (reply.type !== "unreachable" || attempt === TRIES || (reply.retryAfterMs ?? 0) > LONGEST_BREAK) return reply;
    await waitForTurn(backoff.next(reply.retryAfterMs));
    if (!isWanted()) return reply;
  }
}

/** One attempt. A request that fails or times out counts as unreachable: its effect is unknown. */
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
