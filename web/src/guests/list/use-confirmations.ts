import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef } from "react";
import type { LogEntry } from "@turnout/contract/log";
import { api, read } from "../../api/client.ts";
import { useNow } from "../../events/use-now.ts";
import { useEntries, useEventSnapshot } from "../../live/use-event.ts";

/** After news of somebody who is going (ms): as long as news that come together take. */
const SOON_MS = 500;
const moving = new Set<string>(["guest.confirmed", "rsvp.answered", "guest.promoted", "guest.removed", "guest.readmitted", "guest.added"]);

/** How many guests confirmed that they still come, and how many who are going did not; null: nobody is asked yet, or it is not known. */
export function useConfirmations() {
  const { eventId, details } = useEventSnapshot();
  const { askedFrom = null, starts = null, status } = details;
  const isAsked = useNow() >= Date.parse(askedFrom ?? "") && status === "published";
  const client = useQueryClient();
  const { data } = useQuery({
    queryKey: ["confirmations", eventId, starts],
    queryFn: () => read(api.GET("/api/events/{eventId}/confirmations", { params: { path: { eventId } } })),
    enabled: isAsked,
  });
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  useEntries(
    useCallback(
      (entries: LogEntry[]) => {
        if (!entries.some(({ body }) => moving.has(body.type))) return;
        clearTimeout(timer.current);
        timer.current = setTimeout(() => void client.invalidateQueries({ queryKey: ["confirmations", eventId] }), SOON_MS);
      },
      [client, eventId],
    ),
  );
  return isAsked ? (data ?? null) : null;
}
