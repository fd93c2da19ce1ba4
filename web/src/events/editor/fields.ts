import type { EventDetails, EventFields } from "@turnout/contract/events";
import { instantToLocal, localToInstant } from "@turnout/contract/time-zones";
import { dayAfter, wallClockOf } from "@turnout/contract/wall-clock";
import type { SwitchedField } from "../settings/use-switches.ts";

/**
 * All that a host edits, as the form shows it: times are wall-clock times in `zone`. What is switched on the settings page takes effect
 * there.
 */
export type DraftFields = { [Name in Exclude<keyof EventFields, SwitchedField | "stillComing">]-?: Exclude<EventFields[Name], undefined> };
export type FieldName = keyof DraftFields;

export const fieldNames = [
  "title",
  "description",
  "allDay",
  "starts",
  "ends",
  "zone",
  "place",
  "cover",
  "capacity",
  "plusOnesAllowed",
  "waitlist",
  "waitlistRule",
  "answersClose",
  "guestListFor",
  "visibility",
  "chat",
] as const satisfies FieldName[];

/** The event as the form shows it. */
export function fieldsOf(details: EventDetails): DraftFields {
  const { title, description, zone, place, cover, capacity, plusOnesAllowed, waitlist, waitlistRule, guestListFor, visibility, chat } =
    details;
  return {
    title,
    description,
    zone,
    place,
    cover,
    capacity,
    plusOnesAllowed,
    waitlist,
    waitlistRule,
    guestListFor,
    visibility,
    chat,
    ...wallClockOf(details),
  };
}

/** An empty form, with the server's defaults. */
export function emptyFields(zone: string, theme: DraftFields["cover"]["theme"]): DraftFields {
  return {
    title: "",
    description: "",
    allDay: false,
    starts: null,
    ends: null,
    zone,
    place: { kind: "later" },
    cover: { theme, imageId: null },
    capacity: null,
    plusOnesAllowed: 3,
    waitlist: true,
    waitlistRule: "strict",
    answersClose: null,
    guestListFor: "guests",
    visibility: "link",
    chat: "open",
  };
}

/** The form as the server keeps it: trimmed, skipped times moved forward, days for an all-day event. */
export function asKept(fields: DraftFields): DraftFields {
  const { zone, place, allDay, starts, ends, answersClose } = fields;
  const clock = (local: string | null) => local && instantToLocal(localToInstant(local, zone).instant, zone).slice(0, 16);
  return {
    ...fields,
    title: fields.title.trim(),
    place: place.kind === "place" ? { ...place, name: place.name.trim(), address: place.address.trim() } : place,
    starts: allDay ? day(starts) : clock(starts && (isDay(starts) ? `${starts}T00:00` : starts)),
    ends: allDay ? day(ends) : clock(ends && (isDay(ends) ? `${dayAfter(ends)}T00:00` : ends)),
    answersClose: clock(answersClose),
  };
}

/** Whether a clock change skips this time, so that the server keeps another one than was typed. */
export function isSkipped(field: FieldName, fields: DraftFields, kept = asKept(fields)): boolean {
  if (field !== "starts" && field !== "ends" && field !== "answersClose") return false;
  return fields[field]?.length === kept[field]?.length && fields[field] !== kept[field];
}

const day = (local: string | null) => local && local.slice(0, 10);
/** Another host may have switched between times and days meanwhile. */
const isDay = (local: string) => local.length === 10;

/** Whether two values of a field mean the same, in whatever order their parts come. */
export function isSame(one: unknown, other: unknown): boolean {
  return textOf(one) === textOf(other);
}

function textOf(value: unknown): string {
  return JSON.stringify(value, typeof value === "object" && value !== null ? Object.keys(value).sort() : undefined);
}
