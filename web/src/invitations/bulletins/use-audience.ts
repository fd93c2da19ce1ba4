import { useQuery } from "@tanstack/react-query";
import type { BulletinPart, Bulletins } from "@turnout/contract/bulletins";
import type { Standing } from "@turnout/contract/guests";
import { api, read } from "../../api/client.ts";
import type { useBulletins } from "./use-bulletins.ts";

export interface Audience {
  /** How many people it would reach, by where they stand; null until it is known. */
  people: Bulletins["people"] | null;
  /** How many of those have no email address; zero until it is known. */
  withoutEmail: (to: readonly Standing[]) => number;
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
  const withoutEmail = (to: readonly Standing[]) => to.reduce((sum, standing) => sum + (data?.withoutEmail?.[standing] ?? 0), 0);
  return { people: data?.people ?? null, withoutEmail, isError: isError && !data, lookAgain: () => void refetch() };
}
