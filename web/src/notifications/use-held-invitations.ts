import { useCallback, useEffect, useRef, useState } from "react";
import type { DeliveryState, HeldInvitations } from "@turnout/contract/invitations";
import type { LogEntry } from "@turnout/contract/log";
import { api, read } from "../api/client.ts";
import { useEntries } from "../live/use-event.ts";

/** Polling interval (ms): while emails are being sent, and once all are sent or held. */
const SOON_MS = 3_000;
const LATER_MS = 60_000;

/** After news of a delivery (ms): as long as news that come together take. */
const AT_ONCE_MS = 300;

/** What shows on the page; emails by the thousand that are sent do not. */
const reported = new Set<DeliveryState>(["delayed", "failed", "complained"]);
const moving = new Set<string>(["guest.invited", "guest.removed", "guest.readmitted"]);

/** Which invitations are held and why, and which did not arrive; null until it is known. Polled while any is being sent. */
export function useHeldInvitations(eventId: string): HeldInvitations | null {
  const [held, setHeld] = useState<HeldInvitations | null>(null);
  const lookIn = useRef<(ms: number) => void>(undefined);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isOver = false;
    const again = (ms: number) => {
      clearTimeout(timer);
      timer = setTimeout(() => void look(), ms);
    };
    async function look() {
      const found = await read(api.GET("/api/events/{eventId}/held-invitations", { params: { path: { eventId } } })).catch(() => null);
      if (isOver) return;
      if (found) setHeld(found);
      again(found && found.onTheWay > 0 ? SOON_MS : LATER_MS);
    }
    lookIn.current = again;
    void look();
    return () => {
      isOver = true;
      lookIn.current = undefined;
      clearTimeout(timer);
    };
  }, [eventId]);
  useEntries(
    useCallback((entries: LogEntry[]) => {
      if (entries.some(({ body }) => body.type === "delivery.changed" && reported.has(body.delivery))) lookIn.current?.(AT_ONCE_MS);
      else if (entries.some(({ body }) => moving.has(body.type))) lookIn.current?.(SOON_MS);
    }, []),
  );
  return held;
}
