import { useLingui } from "@lingui/react/macro";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import { admittedTwice } from "@turnout/contract/arrivals";
import type { LogEntry } from "@turnout/contract/log";
import { api, read } from "../../api/client.ts";
import { useEntries, useReload } from "../../live/use-event.ts";
import { Notice } from "../../ui/notice.tsx";
import { useArrivalWords } from "./use-arrival-words.ts";

/** Whether an entry may change who needs a look. */
function isAboutDoors({ body }: LogEntry): boolean {
  if (["guest.arrivedRemoved", "guest.removed", "guest.readmitted"].includes(body.type)) return true;
  return body.type === "guest.arrived" && (body.people <= 0 || admittedTwice(body.guest!).length > 0);
}

/** Guests whom doors let in while they could not know better, with the gates and times: at every door, until somebody has settled it. */
export function DoorFindings({ eventId }: { eventId: string }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const key = useMemo(() => ["door findings", eventId], [eventId]);
  const query = useQuery({
    queryKey: key,
    queryFn: () => read(api.GET("/api/events/{eventId}/door/findings", { params: { path: { eventId } } })),
  });
  const refresh = useCallback(() => void client.invalidateQueries({ queryKey: key }), [client, key]);
  useEntries(useCallback((entries: LogEntry[]) => void (entries.some(isAboutDoors) && refresh()), [refresh]));
  useReload(refresh);
  const when = useArrivalWords();

  const findings = query.data?.findings ?? [];
  const removed = findings.filter((finding) => finding.removed);
  const twice = findings.filter((finding) => !finding.removed);
  return (
    <>
      {removed.length > 0 && (
        <Notice tone="danger" live title={t`Came in, and is not on the list`}>
          <ul className="door-findings">
            {removed.map(({ guest }) => (
              <li key={guest.guestId}>
                <strong dir="auto">{guest.name}</strong> <span>{when(guest.arrivals ?? [])}</span>
              </li>
            ))}
          </ul>
        </Notice>
      )}
      {twice.length > 0 && (
        <Notice tone="warning" live title={t`Let in twice: a door had no connection`}>
          <ul className="door-findings">
            {twice.map(({ guest }) => (
              <li key={guest.guestId}>
                <strong dir="auto">{guest.name}</strong>{" "}
                <span>
                  {t`${guest.arrived ?? 0} of ${guest.partySize} here`}: {when(guest.arrivals ?? [])}
                </span>
              </li>
            ))}
          </ul>
        </Notice>
      )}
    </>
  );
}
