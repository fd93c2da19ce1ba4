import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import type { EntryBody, LogEntry } from "@turnout/contract/log";
import { api, read } from "../../api/client.ts";
import { useEntries } from "../../live/use-event.ts";

/** One line of a guest's history, oldest first, as the log has it. */
export interface HistoryLine {
  seq: number;
  at: string;
  actor: { name: string };
  body: EntryBody;
}

/** One guest's history and their place on the waitlist, kept current by the event's entries. */
export function useGuestHistory(eventId: string, guestId: string): { lines: HistoryLine[]; place: number | null; isPending: boolean } {
  const client = useQueryClient();
  const { data, isPending } = useQuery({
    queryKey: ["guest-history", eventId, guestId],
    queryFn: () => read(api.GET("/api/events/{eventId}/guests/{guestId}/history", { params: { path: { eventId, guestId } } })),
    staleTime: 0,
  });
  useEntries(
    useCallback(
      (entries: LogEntry[]) => {
        if (entries.some(({ body }) => aboutIn(body) === guestId || movesLine(body)))
          void client.invalidateQueries({ queryKey: ["guest-history", eventId, guestId] });
      },
      [client, eventId, guestId],
    ),
  );
  return { lines: (data?.lines ?? NO_LINES) as HistoryLine[], place: data?.place ?? null, isPending };
}

const NO_LINES: HistoryLine[] = [];

/** Whether somebody left the waitlist, or stands elsewhere on it: others then have another place. */
const movesLine = (body: EntryBody): boolean => "leftLine" in body && body.leftLine !== null;

function aboutIn(body: EntryBody): string | null {
  if ("guestId" in body && body.guestId) return body.guestId;
  return "guest" in body && body.guest ? body.guest.guestId : null;
}
