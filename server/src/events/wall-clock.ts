import type { WallClock } from "@turnout/contract/events";
import { refuse } from "@turnout/contract/refusals";
import { instantToLocal, localToInstant } from "@turnout/contract/time-zones";
import { dayAfter, wallClockOf } from "@turnout/contract/wall-clock";
import { ZONE_DATA_VERSION } from "@turnout/contract/zone-data";
import type { EventRow, KeptWallClock } from "../log/event-row.ts";

type TimesRow = Pick<EventRow, "starts_at" | "ends_at" | "answers_close_at" | "zone" | "wall_clock" | "all_day">;
const iso = (date: Date | null) => date && date.toISOString();

/** An event's wall-clock times; computed with the runtime's zone table if an older server stored instants only. */
export function wallClockOfRow(event: TimesRow): WallClock {
  const { wall_clock: kept, all_day: allDay } = event;
  if (kept && isOfRow(kept, event)) return { allDay, starts: kept.starts, ends: kept.ends, answersClose: kept.answersClose };
  return wallClockOf({ ...instantsOf(event), zone: event.zone, allDay: false });
}

const instantsOf = (event: TimesRow) => ({
  startsAt: iso(event.starts_at),
  endsAt: iso(event.ends_at),
  answersCloseAt: iso(event.answers_close_at),
});

/** Whether an older server has changed the instants since, which makes the stored wall-clock times stale. */
export function isOfRow(kept: KeptWallClock, event: TimesRow): boolean {
  const { startsAt, endsAt, answersCloseAt } = instantsOf(event);
  return kept.zone === event.zone && kept.startsAt === startsAt && kept.endsAt === endsAt && kept.answersCloseAt === answersCloseAt;
}

/** The columns for wall-clock times in a zone: a skipped time moves forward, days become their first and last midnight. */
export function workedOut(given: WallClock, zone: string, data: string = ZONE_DATA_VERSION): TimesRow {
  const { allDay } = given;
  for (const field of ["starts", "ends", "answersClose"] as const) requireDate(given[field], field);
  const starts = given.starts && (allDay ? dayOf(given.starts) : existing(startOf(given.starts), zone));
  const ends = given.ends && (allDay ? dayOf(given.ends) : existing(endOf(given.ends), zone));
  const answersClose = given.answersClose && existing(given.answersClose, zone);
  const last = allDay ? (ends ?? starts) : null;
  const startsAt = starts && instantOf(startOf(starts), zone);
  const endsAt = last ? instantOf(endOf(last), zone) : ends && instantOf(ends, zone);
  const answersCloseAt = answersClose && instantOf(answersClose, zone);
  return {
    zone,
    all_day: allDay,
    starts_at: startsAt ? new Date(startsAt) : null,
    ends_at: endsAt ? new Date(endsAt) : null,
    answers_close_at: answersCloseAt ? new Date(answersCloseAt) : null,
    wall_clock: { starts, ends, answersClose, startsAt, endsAt, answersCloseAt, zone, data },
  };
}

const dayOf = (local: string) => local.slice(0, 10);
const startOf = (local: string) => (local.length > 10 ? local : `${local}T00:00`);
const endOf = (local: string) => (local.length > 10 ? local : `${dayAfter(local)}T00:00`);

const existing = (local: string, zone: string) => instantToLocal(instantOf(local, zone), zone).slice(0, 16);

/** 30 February and 24:00 have the right form, and are no times. */
function requireDate(local: string | null, field: string): void {
  if (!local) return;
  const wanted = `${startOf(local).slice(0, 16)}:00.000Z`;
  const epoch = Date.parse(wanted);
  if (Number.isNaN(epoch) || new Date(epoch).toISOString() !== wanted) refuse("date_impossible", { field, date: local });
}

const instantOf = (local: string, zone: string) => new Date(localToInstant(local, zone).instant).toISOString();
