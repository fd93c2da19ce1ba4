import { useLingui } from "@lingui/react/macro";
import { type KeyboardEvent, useMemo } from "react";
import { Link } from "wouter";
import { formatLocal } from "@turnout/contract/event-time";
import { runtimeLocal } from "@turnout/contract/runtime-clock";
import { wallClockOf } from "@turnout/contract/wall-clock";
import { formattingLocale } from "../../i18n.ts";
import { Button, IconButton } from "../../ui/button.tsx";
import { eventsByDay, firstDayOfWeek, monthAfter, weeksOf } from "./month-grid.ts";
import type { MyEvent } from "./my-event.ts";
import { useStandingWords } from "./my-standing.tsx";
import "./month-view.css";

type MonthProps = { events: readonly MyEvent[]; month: string; today: string; onMonth: (month: string) => void };

/** My events by day, on the reader's clock. A table of a month; on narrow screens the days that have something. */
export function MonthView({ events, month, today, onMonth }: MonthProps) {
  const { t, i18n } = useLingui();
  const locale = formattingLocale(i18n.locale);
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const weeks = useMemo(() => weeksOf(month, firstDayOfWeek(locale)), [month, locale]);
  const byDay = useMemo(() => eventsByDay(events, weeks.flat(), zone), [events, weeks, zone]);
  const isEmpty = [...byDay].every(([day, found]) => found.length === 0 || !day.startsWith(month));
  const isBlank = (day: string) => !day.startsWith(month) || byDay.get(day)!.length === 0;
  const name = formatLocal(`${month}-01`, locale, { month: "long", year: "numeric" });
  const turn = (event: KeyboardEvent) => {
    const by = { PageUp: -1, PageDown: 1 }[event.key];
    if (by === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    onMonth(monthAfter(month, by));
  };
  return (
    <section className="month" aria-label={t`Month`} onKeyDown={turn}>
      <header className="month-head">
        <h2 aria-live="polite">{name}</h2>
        <div className="month-turn">
          {!today.startsWith(month) && <Button size="sm" onClick={() => onMonth(today.slice(0, 7))}>{t`Today`}</Button>}
          <IconButton icon="chevron-left" label={t`Previous month`} onClick={() => onMonth(monthAfter(month, -1))} />
          <IconButton icon="chevron-right" label={t`Next month`} onClick={() => onMonth(monthAfter(month))} />
        </div>
      </header>
      {isEmpty && <p className="muted">{t`Nothing in this month.`}</p>}
      <table aria-label={name} className="month-days">
        <thead>
          <tr>
            {weeks[0]!.map((day) => (
              <th key={day} scope="col" abbr={formatLocal(day, locale, { weekday: "long" })}>
                {formatLocal(day, locale, { weekday: "short" })}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks.map((week) => (
            <tr key={week[0]} className={week.every((day) => isBlank(day)) ? "month-week-empty" : undefined}>
              {week.map((day) => (
                <Day key={day} day={day} events={byDay.get(day)!} isOther={!day.startsWith(month)} isToday={day === today} zone={zone} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

type DayProps = { day: string; events: MyEvent[]; isOther: boolean; isToday: boolean; zone: string };

function Day({ day, events, isOther, isToday, zone }: DayProps) {
  const { i18n } = useLingui();
  const locale = formattingLocale(i18n.locale);
  const classes = ["month-day", isOther && "month-day-other", isToday && "month-day-today", events.length === 0 && "month-day-empty"];
  return (
    <td className={classes.filter(Boolean).join(" ")} aria-current={isToday ? "date" : undefined}>
      <time dateTime={day}>
        <span aria-hidden="true" className="month-number">
          {Number(day.slice(8))}
        </span>
        <span className="month-date">{formatLocal(day, locale, { weekday: "long", day: "numeric", month: "long" })}</span>
      </time>
      {events.length > 0 && (
        <ul role="list">
          {events.map((event) => (
            <li key={event.eventId}>
              <DayEvent event={event} day={day} zone={zone} />
            </li>
          ))}
        </ul>
      )}
    </td>
  );
}

function DayEvent({ event, day, zone }: { event: MyEvent; day: string; zone: string }) {
  const { t, i18n } = useLingui();
  const { eventId, details, hosting, standing } = event;
  const state = useStandingWords(event);
  const isDraft = details.status === "draft";
  const look = details.status === "published" ? (hosting ? "host" : (standing ?? "none")) : details.status;
  const local = wallClockOf(details).allDay ? null : runtimeLocal(details.startsAt!, zone);
  const begins = local?.startsWith(day) ? formatLocal(local, formattingLocale(i18n.locale), { timeStyle: "short" }) : null;
  return (
    <Link href={isDraft ? `/e/${eventId}/edit` : `/e/${eventId}`} className={`month-event month-event-${look}`} title={details.title}>
      {begins && <span className="month-time tabular">{begins} </span>}
      <span dir="auto">{details.title || t`Without a title yet`}</span>
      <span className="visually-hidden">, {state}</span>
    </Link>
  );
}
