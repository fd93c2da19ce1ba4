import { useEffect, useState } from "react";
import { onClockSet, serverNow } from "../clock.ts";

const MINUTE = 60_000;

/** The time, to the minute: a page left open notices that answers have closed. */
export function useNow(): number {
  const [now, setNow] = useState(serverNow);
  useEffect(() => {
    const look = () => setNow(serverNow());
    const timer = setInterval(look, MINUTE / 2);
    const stop = onClockSet(look);
    look(); // The clock may have been set between rendering and this.
    return () => {
      clearInterval(timer);
      stop();
    };
  }, []);
  return now;
}
