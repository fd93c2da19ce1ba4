import { useEffect } from "react";
import { useSession } from "../accounts/session.ts";
import { api } from "../api/client.ts";
import { useEventSnapshot } from "../live/use-event.ts";

/** How often a page that stays visible says so (ms): well within the hour for which what is new waits before it is emailed. */
export const SEEN_INTERVAL = 600_000;

/** Says what a guest without an account has seen here, so that it is not emailed to them. With an account the bell does. */
export function useSeenHere(): void {
  const session = useSession();
  const { eventId } = useEventSnapshot();
  const hasNoAccount = session.state === "known" && !session.account;
  useEffect(() => {
    if (!hasNoAccount) return;
    const leaving = new AbortController();
    const say = () => {
      // Sent also while the page is left; one that is lost costs an email.
      void api.POST("/api/events/{eventId}/notifications/seen", { params: { path: { eventId } }, keepalive: true }).catch(() => {});
    };
    document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && say(), { signal: leaving.signal });
    const again = setInterval(() => document.visibilityState === "visible" && say(), SEEN_INTERVAL);
    return () => {
      leaving.abort();
      clearInterval(again);
    };
  }, [hasNoAccount, eventId]);
}
