import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Link } from "wouter";
import { formatEventTime } from "@turnout/contract/event-time";
import { wallClockOf } from "@turnout/contract/wall-clock";
import { formattingLocale } from "../../i18n.ts";
import { Cover } from "../../ui/cover.tsx";
import { CalendarLeaf } from "../event-when.tsx";
import { EventMenu } from "./event-menu.tsx";
import type { MyEvent } from "./my-event.ts";
import { MyStanding } from "./my-standing.tsx";

/** One of my events. The whole card is its link; hosts' actions are in its menu. */
export function EventCard({ event }: { event: MyEvent }) {
  const { t } = useLingui();
  const { eventId, details, hosting, going, waiting } = event;
  const isDraft = details.status === "draft";
  const where = usePlace(details.place);
  return (
    <article className="event-card" data-cover={details.cover.theme}>
      <div className="event-card-cover">
        <Cover theme={details.cover.theme} seed={eventId} imageUrl={details.cover.imageId && `/images/${details.cover.imageId}`} />
        {details.startsAt && <CalendarLeaf on={wallClockOf(details).starts} />}
      </div>
      <div className="event-card-words">
        <div className="event-card-state">
          <MyStanding event={event} />
          {hosting && <EventMenu event={event} />}
        </div>
        <h3 dir="auto">
          <Link href={isDraft ? `/e/${eventId}/edit` : `/e/${eventId}`}>{details.title || t`Without a title yet`}</Link>
        </h3>
        <p>
          <When details={details} />
        </p>
        <p className="muted event-card-place" dir="auto">
          {where}
        </p>
        {!isDraft && (
          <p className="event-card-going">
            {details.capacity === null ? (
              <Plural value={going} one="# person going" other="# people going" />
            ) : (
              <Trans>
                {going} of {details.capacity} people going
              </Trans>
            )}
            {waiting > 0 && (
              <>
                {" · "}
                <Plural value={waiting} one="# person on the waitlist" other="# people on the waitlist" />
              </>
            )}
          </p>
        )}
      </div>
    </article>
  );
}

function When({ details }: { details: MyEvent["details"] }) {
  const { t, i18n } = useLingui();
  const readerZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const when = formatEventTime(details, { locale: formattingLocale(i18n.locale), readerZone });
  if (!when) return t`No date yet`;
  const { allDay, start, end, city, reader } = when;
  if (allDay)
    return (
      <time dateTime={wallClockOf(details).starts!}>
        {start.weekday}, {start.date} {end && `– ${end.weekday}, ${end.date}`}
      </time>
    );
  return (
    <time dateTime={details.startsAt!}>
      {start.weekday}, {start.date}, {start.time} {reader && <span className="muted">{city}</span>}
    </time>
  );
}

function usePlace(place: MyEvent["details"]["place"]): string {
  const { t } = useLingui();
  if (place.kind === "place") return place.name;
  return place.kind === "online" ? t`Online` : t`Location to be announced`;
}
