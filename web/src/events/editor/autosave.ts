import type { Reply } from "../../live/command-reply.ts";

/** Pause (ms) after which edits are saved. */
export const STILLNESS = 700;
/** Waits (ms) between attempts while the server does not answer, doubling up to the longest. */
export const FIRST_WAIT = 1_000;
export const LONGEST_WAIT = 30_000;

export type AutosaveState = "idle" | "waiting" | "sending" | "offline";

export interface AutosaveParts<Batch> {
  /** Everything to save now, under one fresh command id; null for nothing. */
  take(): Batch | null;
  send(batch: Batch): Promise<Reply>;
  /** Called once for each batch, when it is committed or refused. */
  settled(batch: Batch, reply: Exclude<Reply, { type: "unreachable" }>): void;
  changed(state: AutosaveState): void;
}

/**
 * Saves one batch at a time. Edits made meanwhile go with the next batch. An unanswered batch is sent again unchanged,
 * with its own id, so that it has one effect.
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
    /** Saves after a pause. While the server is unreachable, the retries keep their own pace. */
    nudge() {
      if (running || state === "offline") return;
      clearTimeout(timer);
      timer = setTimeout(() => void run(), STILLNESS);
      become("waiting");
    },
    /** Saves at once; resolves to whether everything reached the server. */
    async flush(): Promise<boolean> {
      await run();
      return state === "idle";
    },
    /** The batch that is sent and unanswered. */
    flying: () => flying,
    stop: () => clearTimeout(timer),
  };
}

/** 429 means later, not refused. */
function isTryAgain(reply: Reply): reply is { type: "unreachable" } {
  return reply.type === "unreachable" || (reply.type === "refused" && reply.code === "too_many_requests");
}
