import { Trans, useLingui } from "@lingui/react/macro";
import { type EventTimeParts, formatEventTime, formatLocal } from "@turnout/contract/event-time";
import { wallClockOf, type Timed } from "@turnout/contract/wall-clock";
import { formattingLocale } from "../i18n.ts";
import { RelativeDay, RelativeTime } from "../ui/relative-time.tsx";

const readerZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** When it is: in the event's own zone first, and on the reader's clock where that differs. No countdown for a cancelled event. */
export function EventWhen({ details, isCancelled = false }: { details: Timed; isCancelled?: boolean }) {
  const { i18n } = useLingui();
  const locale = formattingLocale(i18n.locale);
  const when = formatEventTime(details, { locale, readerZone: readerZone() });
  if (!when)
    return (
      <p className="fact-main">
        <Trans>Date to be announced</Trans>
      </p>
    );

  if (when.allDay) return <Days when={when} details={details} isCancelled={isCancelled} />;
  const { start: starts, end: ends, city, reader } = when;
  const until = ends && (ends.sameDay ? ends.time : `${ends.weekday}, ${ends.date}, ${ends.time}`);
  return (
    <>
      <p className="fact-main">{`${starts.weekday}, ${starts.date}`}</p>
      <p>
        <time dateTime={details.startsAt!} className="tabular">
          {until ? `${starts.time} – ${until}` : starts.time}
        </time>{" "}
        <span className="muted">{city}</span>
      </p>
      {reader && <ReaderClock reader={reader} />}
      {!isCancelled && (
        <p className="fact-hint">
          <RelativeTime at={details.startsAt!} />
        </p>
      )}
    </>
  );
}

/** Whole days are the same days wherever they are read. */
function Days({ when: { start, end }, details, isCancelled }: { when: EventTimeParts; details: Timed; isCancelled: boolean }) {
  const { starts, ends } = wallClockOf(details);
  return (
    <>
      <p className="fact-main">
        <time dateTime={starts!}>
          {start.weekday}, {start.date}
        </time>
        {end && (
          <>
            {" – "}
            <time dateTime={ends!}>
              {end.weekday}, {end.date}
            </time>
          </>
        )}
      </p>
      <p>
        <Trans>All day</Trans>
      </p>
      {!isCancelled && (
        <p className="fact-hint">
          <RelativeDay from={starts!} to={ends ?? starts!} />
        </p>
      )}
    </>
  );
}

function ReaderClock({ reader }: { reader: NonNullable<EventTimeParts["reader"]> }) {
  const { start, end } = reader;
  const from = start.sameDay ? start.time : `${start.weekday}, ${start.time}`;
  const clock = end ? `${from} – ${end.sameDay ? end.time : `${end.weekday}, ${end.time}`}` : from;
  return (
    <p className="reader-clock tabular">
      <Trans>{clock} for you</Trans>
    </p>
  );
}

/** A calendar leaf with month and day on the event's own clock. Decorative: the text beside it has the same. */
export function CalendarLeaf({ on }: { on: string | null }) {
  const { i18n } = useLingui();
  const locale = formattingLocale(i18n.locale);
  return (
    <span className="calendar-leaf" aria-hidden="true">
      <span>{on ? formatLocal(on, locale, { month: "short" }).replace(".", "") : "–"}</span>
      <b>{on ? Number(on.slice(8, 10)) : "?"}</b>
    </span>
  );
}
