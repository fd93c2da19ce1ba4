import { Trans, useLingui } from "@lingui/react/macro";
import type { EventDetails } from "@turnout/contract/events";
import { formatEventTime } from "@turnout/contract/event-time";
import { formattingLocale } from "../i18n.ts";
import { RelativeTime, useTimeFormat } from "../ui/relative-time.tsx";

const readerZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** When it is: in the event's own zone first, and on the reader's clock where that differs. */
export function EventWhen({ details }: { details: EventDetails }) {
  const { i18n } = useLingui();
  const locale = formattingLocale(i18n.locale);
  const { startsAt: start, endsAt: end, zone } = details;
  if (!start)
    return (
      <p className="fact-main">
        <Trans>Date to be announced</Trans>
      </p>
    );

  const { start: starts, end: ends, city, reader } = formatEventTime({ start, end, zone, locale, readerZone: readerZone() });
  const until = ends && (ends.sameDay ? ends.time : `${ends.weekday}, ${ends.date}, ${ends.time}`);
  return (
    <>
      <p className="fact-main">{`${starts.weekday}, ${starts.date}`}</p>
      <p>
        <time dateTime={start} className="tabular">
          {until ? `${starts.time} – ${until}` : starts.time}
        </time>{" "}
        <span className="muted">{city}</span>
      </p>
      {reader && <ReaderClock reader={reader} />}
      <p className="fact-hint">
        <RelativeTime at={start} />
      </p>
    </>
  );
}

function ReaderClock({ reader }: { reader: NonNullable<ReturnType<typeof formatEventTime>["reader"]> }) {
  const { start, end } = reader;
  const from = start.sameDay ? start.time : `${start.weekday}, ${start.time}`;
  const clock = end ? `${from} – ${end.sameDay ? end.time : `${end.weekday}, ${end.time}`}` : from;
  return (
    <p className="reader-clock tabular">
      <Trans>{clock} for you</Trans>
    </p>
  );
}

/** A leaf of a calendar: month and day in the event's zone. A decoration, since the words beside it say it all. */
export function CalendarLeaf({ at, zone }: { at: string | null; zone: string }) {
  const month = useTimeFormat({ month: "short", timeZone: zone });
  const day = useTimeFormat({ day: "numeric", timeZone: zone });
  const number = at && day.formatToParts(Date.parse(at)).find(({ type }) => type === "day")?.value;
  return (
    <span className="calendar-leaf" aria-hidden="true">
      <span>{at ? month.format(Date.parse(at)).replace(".", "") : "–"}</span>
      <b>{number ?? "?"}</b>
    </span>
  );
}
