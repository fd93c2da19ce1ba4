import { api, read } from "../api/client.ts";
import { NOTIFIED } from "../live/notified.ts";
import { showUnread } from "./unread.ts";

/** How often a visible page asks by itself (ms): pages without a connection hear of nothing. */
export const ASK_INTERVAL = 60_000;
/** Whoever is notified together asks within this time (ms), not at one moment. */
export const ASK_SPREAD = 2_000;

const EVENT_PAGE = /^\/e\/([\da-f-]{36})$/;

/** Keeps the number of unread notifications current while the page is visible. What an event's own page shows is read with it. */
export function watchUnread(path: string, signal: AbortSignal): void {
  const eventId = EVENT_PAGE.exec(path)?.[1];
  let waiting: ReturnType<typeof setTimeout> | undefined;

  async function ask() {
    if (document.visibilityState !== "visible") return;
    try {
      const { unread } = await read(
        eventId ? api.POST("/api/notifications/read", { body: { eventId } }) : api.GET("/api/notifications/unread"),
      );
      if (!signal.aborted) showUnread(unread);
    } catch {
      // The next time may be better; what is shown stays.
    }
  }

  function askSoon() {
    waiting ??= setTimeout(() => {
      waiting = undefined;
      void ask();
    }, Math.random() * ASK_SPREAD);
  }

  void ask();
  const again = setInterval(() => void ask(), ASK_INTERVAL);
  addEventListener(NOTIFIED, askSoon, { signal });
  addEventListener("online", () => void ask(), { signal });
  document.addEventListener("visibilitychange", () => void ask(), { signal });
  signal.addEventListener("abort", () => {
    clearInterval(again);
    clearTimeout(waiting);
  });
}
