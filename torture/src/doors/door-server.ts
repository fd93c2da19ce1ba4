import { Refusal } from "@turnout/contract/refusals";
import { emptyGuest, mergeArrivals, recordArrival, removeGuest } from "../../../server/src/guests/commands.ts";
import { guestsTable, type GuestRow } from "../../../server/src/guests/tables.ts";
import { hostsTable } from "../../../server/src/events/tables.ts";
import { createEventWriter } from "../../../server/src/log/change-event.ts";
import type { Command } from "../../../server/src/log/command.ts";
import type { EventRow } from "../../../server/src/log/event-row.ts";
import { eventColumns } from "../../../server/src/log/table-columns.ts";
import { asUser } from "../../../server/src/testing/world.ts";
import { createMemoryDatabase } from "../simulation/memory-database.ts";
import { calmNetwork } from "../simulation/network-conditions.ts";
import { idOf } from "../simulation/person.ts";
import { createProcessLifetime } from "../simulation/process-lifetime.ts";
import { createProcessStore } from "../simulation/process-store.ts";
import { createVirtualTime } from "../simulation/virtual-time.ts";

export type DoorServer = ReturnType<typeof createDoorServer>;

export interface Party {
  guestId: string;
  size: number;
}

const fresh = Object.fromEntries(Object.entries(eventColumns).map(([name, column]) => [name, column.fresh])) as unknown as EventRow;
const host = { id: idOf("a", 1), name: "Ada" };

/** The server's own writer and commands on an event with these parties, as it stands when the doors open. */
export function createDoorServer(parties: Party[], now: () => Date) {
  const eventId = idOf("e", 1);
  const database = createMemoryDatabase(idOf("e", 2));
  const guests = parties.map(({ guestId, size }, at): GuestRow => ({
    ...emptyGuest(guestId, `Guest ${at + 1}`, now()),
    standing: "going",
    party_size: size,
    plus_ones: Array<string>(size - 1).fill(""),
  }));
  const people = parties.reduce((sum, { size }) => sum + size, 0);
  const event: EventRow = { ...fresh, id: eventId, title: "Picnic", status: "published", guest_count: parties.length, seats_taken: people };
  const added = (table: object, rows: object[]) => ({ table, added: rows, changed: [], columns: [], removed: [] }) as never;
  database.event(eventId).check({
    eventId,
    event,
    changed: Object.keys(event) as (keyof EventRow)[],
    rows: [added(guestsTable, guests), added(hostsTable, [{ ...host, added_at: now() }])],
    entries: [],
    done: [],
  })();

  const lifetime = createProcessLifetime(createVirtualTime());
  const store = createProcessStore({ database, lifetime, conditions: calmNetwork });
  const changeEvent = createEventWriter({ now, hint() {}, store });

  /** Null: it was refused. */
  async function send<Input extends { commandId: string }, Result>(command: Command<Input, Result>, input: Input) {
    return changeEvent(eventId, command, input, asUser(host)).catch((error: unknown) => {
      if (error instanceof Refusal) return null;
      throw error;
    });
  }

  return {
    letIn: (input: Parameters<typeof recordArrival.decide>[1]) => send(recordArrival, input),
    merge: (input: Parameters<typeof mergeArrivals.decide>[1]) => send(mergeArrivals, input),
    remove: (input: Parameters<typeof removeGuest.decide>[1]) => send(removeGuest, input),
    event: () => database.event(eventId).row!,
    guests: () => database.event(eventId).table("guests") as unknown as ReadonlyMap<string, GuestRow>,
  };
}
