type Announcement = { text: string; about: string | undefined };

/** At most one announcement in this time (ms), of at most so many sentences. */
const PAUSE_MS = 3_000;
const MAX_SENTENCES = 3;
const TYPING_PAUSE_MS = 2_000;

/**
 * Collects announcements for screen readers and publishes them in chronological batches.
 * Sentences `about` the same thing replace each other, so a counter is read once, not at every step;
 * nothing is read while somebody types.
 */
export function createAnnouncements(publish: (sentences: string[], left: number) => void, now = () => Date.now()) {
  let waiting: Announcement[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let quietUntil = 0;

  function announce(text: string, about?: string) {
    waiting = [...waiting.filter((one) => about === undefined || one.about !== about), { text, about }];
    schedule();
  }

  function typing() {
    quietUntil = Math.max(quietUntil, now() + TYPING_PAUSE_MS);
  }

  function schedule() {
    timer ??= setTimeout(flush, Math.max(0, quietUntil - now()));
  }

  function flush() {
    timer = undefined;
    if (waiting.length === 0) return;
    if (quietUntil > now()) return schedule();
    const latest = waiting.slice(-MAX_SENTENCES);
    publish(
      latest.map((one) => one.text),
      waiting.length - latest.length,
    );
    waiting = [];
    quietUntil = now() + PAUSE_MS;
  }

  /** Nothing waits, and the next is published at once. */
  function forget() {
    clearTimeout(timer);
    timer = undefined;
    waiting = [];
    quietUntil = 0;
  }

  return { announce, typing, forget };
}
