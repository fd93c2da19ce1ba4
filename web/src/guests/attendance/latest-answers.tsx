import { Trans } from "@lingui/react/macro";
import { useCallback, useEffect, useState } from "react";
import { useLocation } from "wouter";
import type { GuestCard } from "@turnout/contract/guests";
import type { LogEntry } from "@turnout/contract/log";
import { api, read } from "../../api/client.ts";
import { useEntries, useEventSnapshot, useEventView } from "../../live/use-event.ts";
import { Avatar } from "../../ui/avatar.tsx";
import { LinkButton } from "../../ui/button.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { addressOfGuest } from "../list/guest-in-address.ts";
import { StandingBadge } from "../list/standing.tsx";
import { useGuestMailNews } from "../list/guest-mail-news.ts";
import { withLatest } from "./with-latest.ts";
import "./latest-answers.css";

/** The latest answers, live, for hosts. */
export function LatestAnswers() {
  const { eventId } = useEventSnapshot();
  const reloads = useEventView((view) => view.reloads);
  const [, go] = useLocation();
  useGuestMailNews(useCallback((guest) => go(addressOfGuest(eventId, guest)), [eventId, go]));
  const [latest, setLatest] = useState<GuestCard[]>([]);
  useEffect(() => {
    const query = { order: "answered" as const, search: "" };
    const load = async () => {
      const { guests } = await read(api.GET("/api/events/{eventId}/guests", { params: { path: { eventId }, query } }));
      setLatest((known) =>
        withLatest(
          guests.filter((guest) => guest.answeredAt !== null),
          known,
        ),
      );
    };
    load().catch(() => undefined); // The list page shows errors; here the entries fill in.
  }, [eventId, reloads]);
  useEntries(useCallback((entries: LogEntry[]) => setLatest((known) => entries.reduce(answered, known)), []));

  if (latest.length === 0) return null;
  return (
    <section className="latest-answers" aria-labelledby="latest-answers">
      <header>
        <h2 id="latest-answers">
          <Trans>Latest answers</Trans>
        </h2>
        <LinkButton look="plain" size="sm" href={`/e/${eventId}/guests`}>
          <Trans>All guests</Trans>
        </LinkButton>
      </header>
      <ul role="list">
        {latest.map((guest) => (
          <li key={`${guest.guestId} ${guest.answeredAt}`}>
            <Avatar id={guest.guestId} name={guest.name} size={36} />
            <div>
              <p>
                <bdi>
                  <b>{guest.name}</b>
                </bdi>
                {guest.partySize > 1 && <span className="muted tabular">{` +${guest.partySize - 1}`}</span>}
              </p>
              {guest.note && (
                <p className="latest-note" dir="auto">
                  {guest.note}
                </p>
              )}
            </div>
            <StandingBadge standing={guest.standing} />
            <span className="latest-at">{guest.answeredAt && <RelativeTime at={guest.answeredAt} />}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function answered(known: GuestCard[], { body }: LogEntry): GuestCard[] {
  if (body.type !== "rsvp.answered" && body.type !== "guest.added" && body.type !== "guest.promoted" && body.type !== "guest.edited")
    return known;
  return body.guest?.answeredAt ? withLatest(known, [body.guest]) : known;
}
