import { facesFor, personIdOf, seesChat, tallyFor, type Viewer } from "@turnout/contract/audience";
import { questionsForGuests } from "@turnout/contract/questions";
import type { EventSnapshot } from "@turnout/contract/snapshot";
import { noConversation, presentConversation } from "../../../server/src/chat/present.ts";
import type { MessageRow } from "../../../server/src/chat/tables.ts";
import { presentDetailsFor } from "../../../server/src/events/present.ts";
import { presentMe, presentTally } from "../../../server/src/guests/present.ts";
import type { GuestRow } from "../../../server/src/guests/tables.ts";
import { contextOf } from "../../../server/src/log/event-row.ts";
import type { MemoryDatabase } from "./memory-database.ts";

export type Snapshot = Record<string, unknown> & { seq: number; epoch: string };

/** The snapshot of an event for one viewer, made of its rows as the slices' queries make it; null: there is no such event. */
export function readSnapshot(database: MemoryDatabase, eventId: string, viewer: Viewer): Snapshot | null {
  const event = database.event(eventId);
  const { row } = event;
  if (!row) return null;
  const guests = event.table("guests") as unknown as Map<string, GuestRow>;
  const own = guests.get(viewer.guestId ?? "");
  const mine = own && !own.removed_at ? own : null;
  const place = mine?.ticket == null ? null : [...guests.values()].filter(({ ticket }) => ticket !== null && ticket <= mine.ticket!).length;
  const said = ([...event.table("messages").values()] as unknown as MessageRow[]).sort((a, b) => a.seq - b.seq);
  const hosts = ([...event.table("hosts").values()] as unknown as { id: string; name: string; added_at: Date }[]).sort(
    (a, b) => a.added_at.getTime() - b.added_at.getTime() || (a.id < b.id ? -1 : 1),
  );
  return {
    eventId,
    epoch: database.epoch,
    seq: row.log_seq,
    viewer: { class: viewer.class, personId: personIdOf(viewer) },
    details: presentDetailsFor(viewer.class, row),
    hosts: hosts.map(({ id, name }) => ({ userId: id, name })),
    questions: viewer.class === "host" ? row.questions : questionsForGuests(row.questions),
    tally: tallyFor(viewer.class, presentTally(row)),
    faces: facesFor(viewer.class, row.faces, contextOf(row)),
    me: mine && presentMe(mine, place),
    ...(seesChat(viewer.class, contextOf(row)) ? presentConversation(row, said) : noConversation),
  } satisfies EventSnapshot;
}
