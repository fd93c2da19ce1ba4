import { randomUUID } from "node:crypto";
import type { Viewer } from "@turnout/contract/audience";
import type { EventFields } from "@turnout/contract/events";
import type { Answer } from "@turnout/contract/guests";
import type { EventSnapshot } from "@turnout/contract/snapshot";
import { sql, type Kysely } from "kysely";
import { redactWords } from "../chat/redact-words.ts";
import { chatInSnapshot } from "../chat/queries.ts";
import type { Database } from "../db/database.ts";
import { createEvent, publishEvent } from "../events/commands.ts";
import { eventInSnapshot } from "../events/queries.ts";
import { guestsInSnapshot, loadMe } from "../guests/queries.ts";
import { inviteGuests } from "../invitations/commands.ts";
import type { Caller } from "../log/caller.ts";
import { createEventWriter, type ChangeEvent } from "../log/change-event.ts";
import type { Hint } from "../log/hint.ts";
import { createSnapshotLoader, wholeSnapshot } from "../log/load-snapshot.ts";
import { createPostgresStore } from "../log/postgres-store.ts";
import type { Store } from "../log/store.ts";

export interface World {
  db: Kysely<Database>;
  changeEvent: ChangeEvent;
  store: Store;
  hints: Hint[];
  snapshot(eventId: string, viewer: Viewer): Promise<EventSnapshot | null>;
}

export interface Member {
  id: string;
  name: string;
}

/** The event writer and snapshot loader on a real database, without HTTP. */
export function createWorld(db: Kysely<Database>, now: () => Date = () => new Date()): World {
  const hints: Hint[] = [];
  const store = createPostgresStore(db, [redactWords]);
  const changeEvent = createEventWriter({ store, now, hint: (hint) => hints.push(hint) });
  const parts = [eventInSnapshot, guestsInSnapshot, chatInSnapshot];
  const load = createSnapshotLoader(db, parts, loadMe);
  const snapshot: World["snapshot"] = async (eventId, viewer) => {
    const loaded = await load(eventId, viewer);
    return loaded && wholeSnapshot(loaded);
  };
  return { db, store, changeEvent, hints, snapshot };
}

/** An account, as sign-up creates it. */
export async function aUser({ db }: World, name: string): Promise<Member> {
  const id = randomUUID();
  await sql`insert into users (id, name, email, email_verified) values (${id}, ${name}, ${`${id}@example.org`}, true)`.execute(db);
  return { id, name };
}

export interface Gathering {
  id: string;
  host: Member;
  guests: Member[];
}

export interface GatheringOptions {
  guests?: number;
  fields?: EventFields;
  published?: boolean;
}

const inAYear = () => `${new Date().getUTCFullYear() + 1}-06-18T19:00`;

/** A published event that Ada hosts, with as many guests invited as asked for. */
export async function aGathering(world: World, options: GatheringOptions = {}): Promise<Gathering> {
  const host = await aUser(world, "Ada");
  const id = randomUUID();
  const fields = { title: "Picnic", starts: inAYear(), zone: "Europe/Lisbon", capacity: null, ...options.fields };
  await world.changeEvent(id, createEvent, { commandId: randomUUID(), eventId: id, fields }, asUser(host), { opensEvent: true });
  if (options.published !== false) await world.changeEvent(id, publishEvent, { commandId: randomUUID() }, asUser(host));
  const guests = Array.from({ length: options.guests ?? 0 }, (_, index) => ({ id: randomUUID(), name: `Guest ${index + 1}` }));
  if (guests.length > 0) await invite(world, { id, host, guests }, guests);
  return { id, host, guests };
}

export async function invite(world: World, { id, host }: Gathering, guests: Member[]) {
  const invited = guests.map((guest) => ({ guestId: guest.id, name: guest.name, email: null, plusOnesAllowed: 10, locale: null }));
  for (let start = 0; start < invited.length; start += 500) {
    const input = { commandId: randomUUID(), guests: invited.slice(start, start + 500), message: "", send: false };
    await world.changeEvent(id, inviteGuests, input, asUser(host));
  }
}

export const asUser = ({ id, name }: Member): Caller => ({
  key: `user:${id}`,
  user: { id, name, email: `${id}@example.org` },
  guestId: null,
  accessVersion: null,
  shareVersion: null,
});

/** The caller for a guest who has opened their personal link. */
export const asGuest = ({ id }: Member, accessVersion = 1): Caller => ({
  key: `visit:${id}`,
  user: null,
  guestId: id,
  accessVersion,
  shareVersion: null,
});

/** The caller for a visitor who has opened the share link. */
export const asVisitor = (browser: string, shareVersion = 1): Caller => ({
  key: `visit:${browser}`,
  user: null,
  guestId: null,
  accessVersion: null,
  shareVersion,
});

export const answering = (answer: Answer, plusOnes = 0) => ({
  commandId: randomUUID(),
  answer,
  plusOnes: Array.from({ length: plusOnes }, () => ""),
  note: "",
});

export const hostViewer = ({ host }: Gathering): Viewer => ({ class: "host", userId: host.id, guestId: null, name: host.name });
export const guestViewer = ({ id, name }: Member): Viewer => ({ class: "guest", userId: null, guestId: id, name });
export const publicViewer: Viewer = { class: "public", userId: null, guestId: null, name: null };
