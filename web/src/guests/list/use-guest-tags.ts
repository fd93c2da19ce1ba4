import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import type { LogEntry } from "@turnout/contract/log";
import { api, read } from "../../api/client.ts";
import { useEntries } from "../../live/use-event.ts";

export interface TagOfGuests {
  tag: string;
  guests: number;
}
const NONE: TagOfGuests[] = [];
const changesTags: ReadonlySet<string> = new Set(["guest.tagged", "guest.removed", "guest.readmitted"]);

/** The tags that guests have, with how many have each; kept current by the event's entries. */
export function useGuestTags(eventId: string): TagOfGuests[] {
  const client = useQueryClient();
  const key = useMemo(() => ["guest-tags", eventId] as const, [eventId]);
  const { data } = useQuery({
    queryKey: key,
    queryFn: () => read(api.GET("/api/events/{eventId}/guest-tags", { params: { path: { eventId } } })),
  });
  useEntries(
    useCallback(
      (entries: LogEntry[]) => {
        if (entries.some(({ body }) => changesTags.has(body.type))) void client.invalidateQueries({ queryKey: key });
      },
      [client, key],
    ),
  );
  return data?.tags ?? NONE;
}
