import type { Reply } from "../../live/command-reply.ts";

/** Stillness (ms) after which what was typed is saved. */
export const STILLNESS = 700;
/** Waits (ms) while nobody answers, doubling up to the longest. */
export const FIRST_WAIT = 1_000;
export const LONGEST_WAIT = 30_000;

export type AutosaveState = "idle" | "waiting" | "sending" | "offline";

export interface AutosaveParts<Batch> {
  /** All that is to be saved now, under one fresh command id; null when there is nothing. */
  take(): Batch | null;
  send(batch: Batch): Promise<Reply>;
  /** Told once for each batch, when the server has said yes or no. */
  settled(batch: Batch, reply: Exclude<Reply, { type: "unreachable" }>): void;
  changed(state: AutosaveState): void;
}

/**
 * Saves one batch at a time. While one is on its way new edits gather, and the newest go with the next; a batch that
 * nobody answered is sent again as it is, with its own id, so that it has one effect.
 */
export function createAutosave<Batch>(parts: AutosaveParts<Batch>, unanswered: Batch | null = null) {
  let state: AutosaveState = "idle";
  let flying = unanswered;
  let running: Promise<void> | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let wait = FIRST_WAIT;

  function become(next: AutosaveState) {
    if (state === next) return;
    state = next;
    parts.changed(state);
  }

  function run(): Promise<void> {
    clearTimeout(timer);
    running ??= sendAll().finally(() => (running = null));
    return running;
  }

  async function sendAll() {
    for (;;) {
      flying ??= parts.take();
      if (!flying) return become("idle");
      become("sending");
      const reply = await parts.send(flying).catch((): Reply => ({ type: "unreachable" }));
      if (isTryAgain(reply)) return later();
      const batch = flying;
      flying = null;
      wait = FIRST_WAIT;
      parts.settled(batch, reply);
    }
  }

  function later() {
    become("offline");
    timer = setTimeout(() => void run(), wait * (0.5 + Math.random() / 2));
    wait = Math.min(wait * 2, LONGEST_WAIT);
  }

  return {
    /** Something was edited: saves once it has been still for a moment. Out of reach, the retries go on at their own pace. */
    nudge() {
      if (running || state === "offline") return;
      clearTimeout(timer);
      timer = setTimeout(() => void run(), STILLNESS);
      become("waiting");
    },
    /** Saves at once; resolves to whether everything could be told to the server. */
    async flush(): Promise<boolean> {
      await run();
      return state === "idle";
    },
    /** What is on its way and unanswered. */
    flying: () => flying,
    stop: () => clearTimeout(timer),
  };
}

/** Too many requests means later, not no. */
function isTryAgain(reply: Reply): reply is { type: "unreachable" } {
  return reply.type === "unreachable" || (reply.type === "refused" && reply.code === "too_many_requests");
}
