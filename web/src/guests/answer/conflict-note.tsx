import { Trans } from "@lingui/react/macro";
import { useEffect, useState } from "react";
import { Link } from "wouter";
import type { Conflict } from "@turnout/contract/conflicts";
import { api, read } from "../../api/client.ts";
import { useEventSnapshot } from "../../live/use-event.ts";
import { Icon } from "../../ui/icons.tsx";
import "./conflict-note.css";

/** Which of the reader's own events are at the same time. Nothing where there are none, or where that cannot be said now. */
export function ConflictNote() {
  const { eventId, details } = useEventSnapshot();
  const conflicts = useConflicts(eventId, `${details.startsAt} ${details.endsAt}`);
  if (conflicts.length === 0) return null;
  return (
    <ul role="list" className="conflicts">
      {conflicts.map((conflict) => (
        <li key={conflict.eventId}>
          <Icon name="clock" />
          <span>
            <Words conflict={conflict} />
          </span>
        </li>
      ))}
    </ul>
  );
}

function Words({ conflict: { eventId, title, hosting } }: { conflict: Conflict }) {
  const link = <Link href={`/e/${eventId}`}>{title}</Link>;
  return hosting ? <Trans>You host {link} at that hour.</Trans> : <Trans>You said yes to {link} at that hour.</Trans>;
}

function useConflicts(eventId: string, when: string): Conflict[] {
  const [found, setFound] = useState<{ when: string; conflicts: Conflict[] } | null>(null);
  useEffect(() => {
    let isCurrent = true;
    const show = ({ conflicts }: { conflicts: Conflict[] }) => isCurrent && setFound({ when, conflicts });
    read(api.GET("/api/events/{eventId}/conflicts", { params: { path: { eventId } } })).then(show, () => {});
    return () => void (isCurrent = false);
  }, [eventId, when]);
  return found?.when === when ? found.conflicts : [];
}
