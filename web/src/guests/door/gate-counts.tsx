import { useLingui } from "@lingui/react/macro";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef } from "react";
import type { LogEntry } from "@turnout/contract/log";
import { api, read } from "../../api/client.ts";
import { useEntries, useReload } from "../../live/use-event.ts";

/** How often the gates are counted anew while people come in (ms). */
export const GATES_EVERY = 5_000;

/** How many have come in by each gate, once there are several. */
export function GateCounts({ eventId }: { eventId: string }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const queryKey = useMemo(() => ["gates", eventId], [eventId]);
  const { data } = useQuery({
    queryKey,
    queryFn: () => read(api.GET("/api/events/{eventId}/door/gates", { params: { path: { eventId } } })),
  });
  const refresh = useCallback(() => void client.invalidateQueries({ queryKey }), [client, queryKey]);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  useEntries(
    useCallback(
      (entries: LogEntry[]) => {
        if (timer.current !== undefined || !entries.some(({ body }) => body.type === "guest.arrived")) return;
        timer.current = setTimeout(() => {
          timer.current = undefined;
          refresh();
        }, GATES_EVERY);
      },
      [refresh],
    ),
  );
  useReload(refresh);

  const gates = data?.gates ?? [];
  if (gates.length < 2) return null;
  return (
    <ul className="gate-counts" aria-label={t`By gate`}>
      {gates.map(({ gate, people }) => (
        <li key={gate}>
          <span dir="auto">{gate || t`unnamed door`}</span> <strong className="tabular">{people}</strong>
        </li>
      ))}
    </ul>
  );
}
