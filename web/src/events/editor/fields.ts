import type { EventDetails, EventFields } from "@turnout/contract/events";
import { instantToLocal, localToInstant } from "@turnout/contract/time-zones";

/** All that a host edits, as the form shows it: times are wall-clock times in `zone`. */
export type DraftFields = Required<EventFields>;
export type FieldName = keyof DraftFields;

export const fieldNames = [
  "title",
  "description",
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
  const local = (instant: string | null) => instant && instantToLocal(instant, details.zone).slice(0, 16);
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
    starts: local(details.startsAt),
    ends: local(details.endsAt),
    answersClose: local(details.answersCloseAt),
  };
}

/** A form with nothing in it yet; the same choices as the server makes for an event without fields. */
export function emptyFields(zone: string, theme: DraftFields["cover"]["theme"]): DraftFields {
  return {
    title: "",
    description: "",
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

/** The form as the server keeps it: outer spaces gone, times that clocks skip moved on. */
export function asKept(fields: DraftFields): DraftFields {
  const { zone, place } = fields;
  const clock = (local: string | null) => local && instantToLocal(localToInstant(local, zone).instant, zone).slice(0, 16);
  return {
    ...fields,
    title: fields.title.trim(),
    place: place.kind === "place" ? { ...place, name: place.name.trim(), address: place.address.trim() } : place,
    starts: clock(fields.starts),
    ends: clock(fields.ends),
    answersClose: clock(fields.answersClose),
  };
}

/** Whether two values of a field mean the same, in whatever order their parts come. */
export function isSame(one: unknown, other: unknown): boolean {
  return textOf(one) === textOf(other);
}

function textOf(value: unknown): string {
  return JSON.stringify(value, typeof value === "object" && value !== null ? Object.keys(value).sort() : undefined);
}
