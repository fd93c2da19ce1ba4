import { useEffect, useState } from "react";
import { useEventView } from "../live/use-event.ts";

/** The server tells when it changes who is writing. A word of it can be lost, so none is believed for longer than this (ms). */
const FRESH_MS = 60_000;

/** Who is writing, as far as the last word about it is fresh. */
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
