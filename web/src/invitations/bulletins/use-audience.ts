import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { BulletinPart, Bulletins } from "@turnout/contract/bulletins";
import { api, read } from "../../api/client.ts";

/** How many people an email to this part of the guests would reach, by where they stand; null until it is known. */
export function useAudience(eventId: string, part: BulletinPart | null, everybody: Bulletins["people"] | null): Bulletins["people"] | null {
  const { data } = useQuery({
    queryKey: ["bulletin-audience", eventId, part],
    queryFn: () => read(api.POST("/api/events/{eventId}/bulletin-audience", { params: { path: { eventId } }, body: { part } })),
    enabled: part !== null,
    placeholderData: keepPreviousData,
  });
  return part === null ? everybody : (data?.people ?? null);
}
