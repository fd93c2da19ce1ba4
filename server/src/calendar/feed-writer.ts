import type { CalendarEvent } from "@turnout/contract/calendar";
import { presentDetails } from "../events/present.ts";
import type { Deps } from "../http/deps.ts";
import { calendarEvent } from "./calendar-event.ts";
import { placesOf, type FeedPlace, type FeedState } from "./feed-states.ts";
import { stampedEvents, type StampedEvent } from "./feeds.ts";
import { feedCalendar, type FeedEntry } from "./ics.ts";

/** Most events whose lines are kept: the feeds of all who come to an event have the same. */
const EVENTS_KEPT = 4_000;

type WriterDeps = Pick<Deps, "db" | "publicUrl" | "calendarHost" | "mailAddress">;

/** An entry, and the place that it is of. */
export interface PlacedEntry extends FeedEntry {
  place: FeedPlace;
}

export interface FeedWriter {
  /** The entries of a feed, or of some of its events, the last one first. */
  entriesOf(state: FeedState, isWanted?: (place: FeedPlace) => boolean): Promise<PlacedEntry[]>;
  /** A feed as one calendar, encoded. */
  bytesOf(state: FeedState): Promise<Buffer>;
}

/** Writes feeds. An event is read and written for the first of its feeds, and again when it has changed. */
export function createFeedWriter(deps: WriterDeps): FeedWriter {
  const kept = new Map<string, CalendarEvent>();
  const keyOf = ({ id, stamp }: Pick<StampedEvent, "id" | "stamp">) => `${id} ${stamp}`;

  async function eventsOf(places: FeedPlace[]): Promise<Map<string, CalendarEvent>> {
    const events = new Map(places.flatMap((place) => kept.get(keyOf(place)) ?? []).map((event) => [event.id, event]));
    const missing = places.filter(({ id }) => !events.has(id)).map(({ id }) => id);
    for (const row of missing.length > 0 ? await stampedEvents(deps.db, missing) : []) {
      const event = eventOf(deps, row);
      if (!event) continue; // its date was taken back meanwhile
      if (kept.size >= EVENTS_KEPT) kept.delete(kept.keys().next().value!);
      kept.set(keyOf(row), event);
      events.set(row.id, event);
    }
    return events;
  }

  async function entriesOf(state: FeedState, isWanted = (_place: FeedPlace) => true): Promise<PlacedEntry[]> {
    const places = placesOf(state).filter(isWanted);
    const events = await eventsOf(places);
    return places.flatMap((place) => entryOf(place, events.get(place.id)) ?? []);
  }

  return {
    entriesOf,
    async bytesOf(state) {
      const entries = await entriesOf(state);
      return feedCalendar(state.event_id === null ? "Turnout" : (entries[0]?.event.title ?? "Turnout"), entries);
    },
  };
}

/** As guests and hosts see it: what differs between them is not in a calendar. */
function eventOf(deps: WriterDeps, row: StampedEvent): CalendarEvent | null {
  const event = calendarEvent({ eventId: row.id, details: presentDetails(row), hosts: [] }, deps);
  return event && { ...event, updatedAt: (row.calendar_changed_at ?? row.created_at).toISOString() };
}

function entryOf(place: FeedPlace, event: CalendarEvent | undefined): PlacedEntry | null {
  return event ? { place, event, isTentative: !place.hosting && place.standing !== "going" } : null;
}
