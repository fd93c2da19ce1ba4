import { useInfiniteQuery, useQueryClient, type InfiniteData } from "@tanstack/react-query";
import { useCallback, useMemo, useState } from "react";
import type { LogEntry } from "@turnout/contract/log";
import { api, read } from "../../api/client.ts";
import { useEntries, useReload } from "../../live/use-event.ts";
import { filterQuery, type GuestFilter } from "./guest-filter.ts";
import { patchPages, type LoadedGuests } from "./patch-pages.ts";

/** The guest list, page by page, kept current by the event's entries. */
export function useGuestList(eventId: string, filter: GuestFilter) {
  const client = useQueryClient();
  const [arrived, setArrived] = useState(0);
  const key = useMemo(() => ["guests", eventId, filter] as const, [eventId, filter]);

  const query = useInfiniteQuery({
    queryKey: key,
    initialPageParam: null as string | null,
    queryFn: ({ pageParam }) =>
      read(
        api.GET("/api/events/{eventId}/guests", {
          params: { path: { eventId }, query: filterQuery(filter, pageParam) },
        }),
      ),
    getNextPageParam: (page: LoadedGuests) => page.next,
  });

  const patch = useCallback(
    (entries: LogEntry[]) => {
      client.setQueryData<InfiniteData<LoadedGuests>>(key, (data) => {
        if (!data) return data;
        const { pages, waitingToBeShown } = patchPages(data.pages, entries, filter);
        if (waitingToBeShown > 0) setArrived((count) => count + waitingToBeShown);
        return pages === data.pages ? data : { ...data, pages };
      });
      // Only the server knows their place in the list; a host put them there, so they are shown without a click.
      const isPlaced = (type: string) => type === "guest.readmitted" || (filter.order === "line" && type === "guest.movedOnWaitlist");
      if (entries.some(({ body }) => isPlaced(body.type))) void client.invalidateQueries({ queryKey: key });
    },
    [client, key, filter],
  );
  useEntries(patch);
  useReload(useCallback(() => void client.invalidateQueries({ queryKey: key }), [client, key]));

  const showArrived = useCallback(() => {
    setArrived(0);
    void client.resetQueries({ queryKey: key });
  }, [client, key]);

  const guests = useMemo(() => query.data?.pages.flatMap((page) => page.guests) ?? [], [query.data]);
  return { guests, total: query.data?.pages[0]?.total ?? 0, query, arrived, showArrived };
}
