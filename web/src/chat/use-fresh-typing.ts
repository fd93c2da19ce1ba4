import { useEffect, useState } from "react";
import { useEventView } from "../live/use-event.ts";

/** The server repeats who is writing every half second; silence for this long (ms) means nobody is, or the line is down. */
const FRESH_MS = 2_000;

/** Who is writing, as far as the last word about it is fresh. */
export function useFreshTyping() {
  const { typing } = useEventView();
  const [stale, setStale] = useState<typeof typing | null>(null);
  useEffect(() => {
    if (typing.length === 0) return;
    const timer = setTimeout(() => setStale(typing), FRESH_MS);
    return () => clearTimeout(timer);
  }, [typing]);
  return typing === stale ? [] : typing;
}
