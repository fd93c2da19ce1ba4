import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { api, read } from "../../api/client.ts";
import { useEntries } from "../../live/use-event.ts";

/** How often numbers are looked up again (ms): while emails go out, and else. */
const [SOON_MS, LATER_MS] = [2_000, 30_000];

/** What hosts wrote to an event's guests, and whom they can write to; of another host's as soon as the log tells. */
export function useBulletins(eventId: string) {
  const client = useQueryClient();
  const again = useCallback(() => void client.invalidateQueries({ queryKey: ["bulletins", eventId] }), [client, eventId]);
  useEntries((entries) => entries.some(({ body }) => body.type.startsWith("bulletin.")) && again());
  return useQuery({
    queryKey: ["bulletins", eventId],
    queryFn: () => read(api.GET("/api/events/{eventId}/bulletins", { params: { path: { eventId } } })),
    refetchInterval: ({ state }) => (state.data?.bulletins.some((one) => one.state === "sending") ? SOON_MS : LATER_MS),
  });
}
