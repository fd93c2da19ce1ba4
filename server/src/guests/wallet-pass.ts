import { ASSUMED_HOURS } from "@turnout/contract/event-end";
import type { Place } from "@turnout/contract/events";
import { wallClockOf } from "@turnout/contract/wall-clock";
import { presentDetails } from "../events/present.ts";
import type { EventRow } from "../log/event-row.ts";
import type { Pass } from "../wallet/pass.ts";
import type { GuestRow } from "./tables.ts";

const [MINUTE, HOUR] = [60_000, 3_600_000];
/** How long after an event's end wallets keep its passes in sight (h). */
export const PASS_HOURS = 24;

/** What a guest's pass says. */
export function passOf(event: EventRow, guest: Pick<GuestRow, "id" | "party_size" | "access_version">, code: string, issuer: string): Pass {
  const details = presentDetails(event);
  const { starts, allDay } = wallClockOf(details);
  const end = details.endsAt ?? details.startsAt;
  const assumed = details.endsAt === null ? ASSUMED_HOURS : 0;
  return {
    // Of each version of access another one: what was ended stays ended.
    serial: `${guest.id}.${guest.access_version}`,
    title: details.title,
    starts: starts && details.startsAt && atOffset(starts, details.startsAt),
    allDay,
    place: placeOf(details.place),
    people: guest.party_size,
    code,
    expires: end === null ? null : new Date(Date.parse(end) + (assumed + PASS_HOURS) * HOUR),
    issuer,
  };
}

/** The wall clock of an instant with how far it is from UTC, which wallets show wherever they are. A day is its noon. */
function atOffset(local: string, instant: string): string {
  if (!local.includes("T")) return `${local}T12:00:00Z`;
  const offset = Math.round((Date.parse(`${local}:00Z`) - Date.parse(instant)) / MINUTE);
  const two = (value: number) => String(value).padStart(2, "0");
  return `${local}:00${offset < 0 ? "-" : "+"}${two(Math.floor(Math.abs(offset) / 60))}:${two(Math.abs(offset) % 60)}`;
}

/** Where it is, in words. Addresses of meetings open doors, and stay where they are told. */
function placeOf(place: Place): string | null {
  return place.kind === "place" ? [place.name, place.address].filter(Boolean).join(", ") : null;
}
