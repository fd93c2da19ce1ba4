import { useQuery } from "@tanstack/react-query";
import type { BulletinPart, Bulletins } from "@turnout/contract/bulletins";
import { api, read } from "../../api/client.ts";
import type { useBulletins } from "./use-bulletins.ts";

export interface Audience {
  /** How many people it would reach, by where they stand; null until it is known. */
  people: Bulletins["people"] | null;
  /** Whether it could not be looked up. */
  isError: boolean;
  lookAgain: () => void;
}

/** Whom an email to this part of the guests would reach; of all of them, what the list of emails says. */
export function useAudience(eventId: string, part: BulletinPart | null, everybody: ReturnType<typeof useBulletins>): Audience {
  const ofPart = useQuery({
    queryKey: ["bulletin-audience", eventId, part],
    queryFn: () => read(api.POST("/api/events/{eventId}/bulletin-audience", { params: { path: { eventId } }, body: { part } })),
    enabled: part !== null,
  });
  const { data, isError, refetch } = part === null ? everybody : ofPart;
  return { people: data?.people ?? null, isError: isError && !data, lookAgain: () => void refetch() };
}
