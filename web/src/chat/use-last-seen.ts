import { useCallback, useEffect, useInsertionEffect, useRef, useState } from "react";
import { serverNow } from "../clock.ts";
import type { Away } from "./group-messages.ts";
import { lastSeen, rememberSeen } from "./last-seen.ts";

/**
 * The messages that came while the reader was away, and a function that records what they have seen. Messages that were new
 * on arrival stay marked until the reader leaves; messages that come while they are here are not marked.
 */
export function useLastSeen(eventId: string, newest: number) {
  const [away, setAway] = useState<Away>(() => ({ since: lastSeen(eventId), until: serverNow() }));
  const [seen, setSeen] = useState(() => lastSeen(eventId));
  const newestNow = useRef(newest);
  // Before the list's layout effects, which record what was seen.
  useInsertionEffect(() => void (newestNow.current = newest), [newest]);

  const sawAll = useCallback(() => {
    if (document.visibilityState === "hidden") return;
    rememberSeen(eventId, newestNow.current);
    setSeen(newestNow.current);
  }, [eventId]);

  useEffect(() => {
    const turned = () => {
      if (document.visibilityState === "hidden") setAway({ since: lastSeen(eventId), until: Infinity });
      else setAway(({ since }) => ({ since, until: serverNow() }));
    };
    document.addEventListener("visibilitychange", turned);
    return () => document.removeEventListener("visibilitychange", turned);
  }, [eventId]);

  return { away, seen, sawAll };
}
