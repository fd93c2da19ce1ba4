import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef } from "react";
import type { LogEntry } from "@turnout/contract/log";
import { api, read } from "../../api/client.ts";
import { useEntries } from "../../live/use-event.ts";

/** Most often that the counts are looked up while answers come in (ms). */
const AGAIN_MS = 1_000;

/** How often each answer to a question was given, kept current by the event's entries. */
export function useQuestionTallies(eventId: string) {
  const client = useQueryClient();
  const due = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(due.current), []);
  useEntries(
    useCallback(
      (entries: LogEntry[]) => {
        if (due.current !== undefined || !entries.some(({ body }) => "tally" in body)) return;
        due.current = setTimeout(() => {
          due.current = undefined;
          void client.invalidateQueries({ queryKey: ["question-tallies", eventId] });
        }, AGAIN_MS);
      },
      [client, eventId],
    ),
  );
  return useQuery({
    queryKey: ["question-tallies", eventId],
    queryFn: () => read(api.GET("/api/events/{eventId}/question-tallies", { params: { path: { eventId } } })),
    staleTime: 0,
  });
}
