import { useCallback, useEffect, useRef, useState } from "react";
import type { HeldInvitations } from "@turnout/contract/invitations";
import type { LogEntry } from "@turnout/contract/log";
import { api, read } from "../../api/client.ts";
import { useEntries } from "../../live/use-event.ts";

/** Until the next look (ms): while mails are on their way, and when all of them have gone or wait. */
const SOON_MS = 3_000;
const LATER_MS = 60_000;

const moving = new Set<string>(["guest.invited", "guest.removed", "guest.readmitted"]);

/** Which invitations have not gone out and why, and which did not arrive; null until it is known. Looked at again while any is on its way. */
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
      if (entries.some(({ body }) => moving.has(body.type) || (body.type === "delivery.changed" && body.delivery === "failed")))
        lookIn.current?.(SOON_MS);
    }, []),
  );
  return held;
}
