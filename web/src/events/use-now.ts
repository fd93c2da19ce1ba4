import { useEffect, useState } from "react";

const MINUTE = 60_000;

/** The time, to the minute: a page left open notices that answers have closed. */
export function useNow(): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), MINUTE / 2);
    return () => clearInterval(timer);
  }, []);
  return now;
}
