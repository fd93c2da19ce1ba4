import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import type { LogEntry } from "@turnout/contract/log";
import { api, read } from "../../api/client.ts";
import { useEntries } from "../../live/use-event.ts";

/** The event's share link as it is now, also after another host has renewed it. */
export function useShareLink(eventId: string): string | undefined {
  const client = useQueryClient();
  const key = ["share-link", eventId];
  const query = useQuery({
    queryKey: key,
    queryFn: () => read(api.GET("/api/events/{eventId}/share-link", { params: { path: { eventId } } })),
  });
  useEntries(
    useCallback(
      (entries: LogEntry[]) => {
        if (entries.some(({ body }) => body.type === "share.renewed")) void client.invalidateQueries({ queryKey: ["share-link", eventId] });
      },
      [client, eventId],
    ),
  );
  return query.data?.url;
}
