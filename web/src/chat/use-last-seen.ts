import { useCallback, useEffect, useRef, useState } from "react";
import { lastSeen, rememberSeen } from "./last-seen.ts";

/**
 * Where the reader was when they left, and a way to say that they have seen more. The line moves on only when
 * they leave again: what was new when they came stays marked while they read it.
 */
export function useLastSeen(eventId: string, newest: number) {
  const [newSince, setNewSince] = useState(() => lastSeen(eventId));
  const [seen, setSeen] = useState(() => lastSeen(eventId));
  const newestNow = useRef(newest);
  newestNow.current = newest;

  const sawAll = useCallback(() => {
    if (document.visibilityState === "hidden") return;
    rememberSeen(eventId, newestNow.current);
    setSeen(newestNow.current);
  }, [eventId]);

  useEffect(() => {
    const left = () => {
      if (document.visibilityState === "hidden") setNewSince(lastSeen(eventId));
    };
    document.addEventListener("visibilitychange", left);
    return () => document.removeEventListener("visibilitychange", left);
  }, [eventId]);

  return { newSince, seen, sawAll };
}
