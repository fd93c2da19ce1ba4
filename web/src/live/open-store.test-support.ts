import type { Connection } from "./connection.ts";
import { createEventStore } from "./event-store.ts";
import { followEvent, type Source } from "./follow-event.ts";

/** A store that follows its event, with nothing to fetch before. */
export function openEventStore(eventId: string, connection: Connection, source: Source) {
  const store = createEventStore(eventId, async () => ({ connection, follow: followEvent }), source);
  store.open();
  return store;
}
