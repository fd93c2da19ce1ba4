import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import type { RemovedGuest } from "@turnout/contract/guests";
import type { LogEntry } from "@turnout/contract/log";
import { api, read } from "../../api/client.ts";
import { useEntries } from "../../live/use-event.ts";

const NOBODY: RemovedGuest[] = [];

/** The guests whom hosts removed, last first; kept current by the event's entries. */
export function useRemovedGuests(eventId: string): RemovedGuest[] {
  const client = useQueryClient();
  const key = useMemo(() => ["removed-guests", eventId] as const, [eventId]);
  const { data } = useQuery({
    queryKey: key,
    queryFn: () => read(api.GET("/api/events/{eventId}/removed-guests", { params: { path: { eventId } } })),
  });
  useEntries(
    useCallback(
      (entries: LogEntry[]) => {
        if (entries.some(({ body }) => body.type === "guest.removed" || body.type === "guest.readmitted"))
          void client.invalidateQueries({ queryKey: key });
      },
      [client, key],
    ),
  );
  return data?.guests ?? NOBODY;
}
