import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import type { HeldReply } from "@turnout/contract/held-replies";
import type { LogEntry } from "@turnout/contract/log";
import { api, read } from "../../api/client.ts";
import { useEntries } from "../../live/use-event.ts";
import { Avatar } from "../../ui/avatar.tsx";
import { Button } from "../../ui/button.tsx";
import "./undelivered.css";

/** Replies that are shown at once. */
const MOST = 3;
const NONE: HeldReply[] = [];
const settles: ReadonlySet<string> = new Set([
  "reply.held",
  "reply.settled",
  "rsvp.answered",
  "guest.removed",
  "guest.readmitted",
  "event.edited",
]);

interface WaitingRepliesProps {
  eventId: string;
  onOpen: (guest: { guestId: string; name: string }) => void;
}

/** Whose replies wait for a host's word, with a way to each. Nothing if none does. */
export function WaitingReplies({ eventId, onOpen }: WaitingRepliesProps) {
  const { t } = useLingui();
  const replies = useHeldReplies(eventId);
  if (replies.length === 0) return null;
  const wordsOf = (from: string | null, delegates: string[] | undefined) =>
    delegates ? t`Wants to send ${delegates.join(", ")}` : from === null ? t`Suggests another time` : t`A reply from ${from}`;
  return (
    <section className="undelivered" aria-label={t`Replies that need your word`}>
      <h2 className="undelivered-title" role="status">
        <Plural value={replies.length} one="A reply needs your word" other="# replies need your word" />
      </h2>
      <ul>
        {replies.slice(0, MOST).map(({ seq, guestId, name, from, delegates }) => (
          <li key={seq} className="undelivered-row">
            <Avatar id={guestId} name={name} size={40} />
            <span className="undelivered-who">
              <strong dir="auto">{name}</strong>
              <span className="muted">{wordsOf(from, delegates)}</span>
            </span>
            <Button size="sm" aria-label={t`Decide on the reply for ${name}`} onClick={() => onOpen({ guestId, name })}>
              <Trans>Decide</Trans>
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Newest first; kept current by the event's entries. */
function useHeldReplies(eventId: string): HeldReply[] {
  const client = useQueryClient();
  const key = useMemo(() => ["held-replies", eventId] as const, [eventId]);
  const { data } = useQuery({
    queryKey: key,
    queryFn: () => read(api.GET("/api/events/{eventId}/held-replies", { params: { path: { eventId } } })),
  });
  const waits = (data?.replies.length ?? 0) > 0;
  useEntries(
    useCallback(
      (entries: LogEntry[]) => {
        // While none waits, nothing but a new one changes that.
        const isNews = entries.some(({ body }) => (waits ? settles.has(body.type) : body.type === "reply.held"));
        if (isNews) void client.invalidateQueries({ queryKey: key });
      },
      [client, key, waits],
    ),
  );
  return data?.replies ?? NONE;
}
