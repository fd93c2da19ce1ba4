import type { Proposal } from "@turnout/contract/guest-mail-entries";
import { instantToLocal, isTimeZone, localToInstant, offsetAt } from "@turnout/contract/time-zones";
import type { Suggestion, WrittenTime } from "../mail/inbound/calendar-reply.ts";

/** What a calendar suggests, on the wall clock of the event's zone as far as its zone is known. Null: no time at all. */
export function proposalOf({ starts, ends }: Suggestion, event: { zone: string; ends_at: Date | null }): Proposal | null {
  const start = inZone(starts, event.zone);
  if (!start) return null;
  // An event without an end has one in calendars, which nobody suggests.
  const end = event.ends_at && ends && ends.zone === starts.zone ? inZone(ends, event.zone) : null;
  return { starts: start.local, ends: end && end.local.length === start.local.length ? end.local : null, zone: start.zone };
}

function inZone({ local, zone, offsets }: WrittenTime, eventZone: string): (Pick<Proposal, "zone"> & { local: string }) | null {
  if (!isReal(local)) return null;
  if (zone === null || local.length === DAY_LENGTH) return { local, zone: null };
  try {
    if (isTimeZone(zone) && isMeant(zone, offsets, local))
      return { local: instantToLocal(localToInstant(local, zone).instant, eventZone).slice(0, local.length), zone: null };
    return { local, zone: isAlike(offsets, eventZone, local.slice(0, 4)) ? null : zone };
  } catch {
    return null; // before or after all that a zone is known of
  }
}

/**
 * Whether the zone of that name is meant. Some programs name zones by abbreviations, which several share: of a name without a place,
 * what the file says of it counts (RFC 5545, 3.2.19).
 */
function isMeant(zone: string, offsets: number[], local: string): boolean {
  return zone.includes("/") || offsets.length === 0 || isAlike(offsets, zone, local.slice(0, 4));
}

/** Whether it is a time that hosts can enter. */
function isReal(local: string): boolean {
  const time = new Date(local.length === DAY_LENGTH ? `${local}T00:00:00Z` : `${local}:00Z`);
  return /^(?!9999)[1-9]\d{3}-/.test(local) && !Number.isNaN(time.getTime()) && time.toISOString().startsWith(local);
}

const DAY_LENGTH = "2027-06-18".length;

/**
 * Whether a zone of another name has the same offsets in winter and in summer. Outlook names zones in its own way, and most guests
 * live in the event's; its rules are not worked out, since a hostile file's may take minutes.
 */
function isAlike(offsets: number[], zone: string, year: string): boolean {
  const [winter, summer] = [`${year}-01-01T00:00:00Z`, `${year}-07-01T00:00:00Z`].map((instant) => offsetAt(instant, zone));
  const own = winter === summer ? [winter] : [winter!, summer!].toSorted((a, b) => a - b);
  return offsets.length === own.length && offsets.every((offset, index) => offset === own[index]);
}
