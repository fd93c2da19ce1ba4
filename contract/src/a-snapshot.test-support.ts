import type { EventSnapshot } from "./snapshot.ts";

const nowhere = "00000000-0000-4000-8000-000000000000";

/** A guest's snapshot of an event of which nobody has said anything yet. A new field is given its value here, once. */
export const aSnapshot = (fields: Partial<EventSnapshot> = {}): EventSnapshot => ({
  eventId: nowhere,
  epoch: nowhere,
  seq: 0,
  viewer: { class: "guest", personId: nowhere },
  details: { title: "Picnic" } as EventSnapshot["details"],
  hosts: [],
  tally: { going: 0, maybe: 0, waiting: 0, waitingParties: 0, declined: null, silent: null },
  faces: [],
  me: null,
  messages: [],
  hasOlderMessages: false,
  ...fields,
});
