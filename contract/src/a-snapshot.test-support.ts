import { EventSnapshot } from "./snapshot.ts";

const nowhere = "00000000-0000-4000-8000-000000000000";

/** What a field is when there is nothing: its own null, list, false or zero, so that a new field needs no line here. */
const empty: Partial<EventSnapshot> = Object.fromEntries(
  Object.entries(EventSnapshot.shape).map(([name, schema]) => [
    name,
    [null, [], false, 0].find((value) => schema.safeParse(value).success),
  ]),
);

/** A guest's snapshot of an event without answers or messages. A field that cannot be empty gets its value here, once. */
export function aSnapshot(fields: Partial<EventSnapshot> = {}): EventSnapshot {
  const snapshot = {
    ...empty,
    eventId: nowhere,
    epoch: nowhere,
    viewer: { class: "guest", personId: nowhere },
    details: { title: "Picnic" } as EventSnapshot["details"],
    tally: { going: 0, maybe: 0, waiting: 0, waitingParties: 0, declined: null, silent: null },
    ...fields,
  } as EventSnapshot;
  const missing = Object.entries(snapshot).flatMap(([name, value]) => (value === undefined ? name : []));
  if (missing.length > 0) throw new Error(`snapshots for tests have no value for ${missing.join(", ")}`);
  return snapshot;
}
