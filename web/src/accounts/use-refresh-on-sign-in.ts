import { useEffect, useRef } from "react";
import { useEventStore } from "../live/use-event.ts";
import { useSession } from "./session.ts";

/** Reloads the event when another tab signs in, since the reader may see and do more then. */
export function useRefreshOnSignIn(): void {
  const store = useEventStore();
  const session = useSession();
  const before = useRef<string | null | undefined>(undefined);
  const now = session.state === "known" ? (session.account?.id ?? null) : undefined;
  useEffect(() => {
    if (before.current !== undefined && now !== undefined && before.current !== now) store.refresh();
    if (now !== undefined) before.current = now;
  }, [now, store]);
}
