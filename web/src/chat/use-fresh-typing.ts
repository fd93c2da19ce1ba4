import { useEffect, useState } from "react";
import { useEventView } from "../live/use-event.ts";

/** The server sends a frame when somebody starts or stops typing. Frames can be lost, so each expires after this (ms). */
const FRESH_MS = 60_000;

/** Who is typing, while the last frame about it has not expired. */
export function useFreshTyping() {
  const typing = useEventView((view) => view.typing);
  const [stale, setStale] = useState<typeof typing | null>(null);
  useEffect(() => {
    if (typing.length === 0) return;
    const timer = setTimeout(() => setStale(typing), FRESH_MS);
    return () => clearTimeout(timer);
  }, [typing]);
  return typing === stale ? [] : typing;
}
