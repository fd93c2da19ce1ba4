import { sql, type Kysely, type Transaction } from "kysely";
import { createBatchLoader } from "../db/batch-loader.ts";
import type { Database } from "../db/database.ts";
import { isOutage } from "../db/outage.ts";
import type { Columns, Computed, Renamed } from "../db/row-types.ts";
import { NIL_UUID } from "../db/uuid.ts";
import type { YieldToRequests } from "../http/open-requests.ts";
import { readLog } from "../log/read-log.ts";
import type { Channel, FreshNotification } from "./channels.ts";
import type { Notify } from "./job-payloads.ts";
import { noticesOf, type Notice } from "./notices.ts";

/** Guests who are notified in one transaction. */
export const NOTIFIED_AT_ONCE = 500;

export interface NotifyDeps {
  db: Kysely<Database>;
  channels: Channel[];
  /** Tells open pages of these accounts, once the notifications are committed. Losing it costs time alone. */
  tell(accountIds: string[]): void;
  /** Waited for before each transaction: whoever has just answered comes first. Absent: there are no requests. */
  yieldToRequests?: YieldToRequests;
}

/** Notices to an event's hosts that are stored in one transaction: when thousands answer at once, each alone would wait for the disk. */
export const NOTICES_AT_ONCE = 500;

/**
 * Does `notify` jobs, those of one event one after the other, and what has come meanwhile together: side by side they would wait for each
 * other's hold on the same hosts. Where several fail together, each is tried alone.
 */
export function createNotify(deps: NotifyDeps): (job: Notify) => Promise<void> {
  const batched = createBatchLoader((_, jobs: Notify[]) => notifyEach(deps, jobs));
  return async (job) => {
    const failed = await batched(job.eventId, job);
    if (failed) throw failed;
  };
}

/** Returns what each of an event's jobs failed with, or null. */
async function notifyEach(deps: NotifyDeps, jobs: Notify[]): Promise<(Error | null)[]> {
  try {
    await notify(deps, jobs);
    return jobs.map(() => null);
  } catch (error) {
    if (isOutage(error)) throw error;
    if (jobs.length === 1) return [error as Error];
    const results: (Error | null)[] = [];
    for (const job of jobs) results.push(...(await notifyEach(deps, [job])));
    return results;
  }
}

/**
 * Notifies people of what entries of an event did, each job those of one commit. However often it runs, after a crash too, everybody has one
 * notification of each entry, and each channel gets it once.
 */
export async function notify(deps: NotifyDeps, jobs: Notify[]): Promise<void> {
  const notices: Notice[] = [];
  for (const job of jobs) notices.push(...(await noticesIn(deps.db, job)));
  for (const some of together(notices)) await notifyOf(deps, jobs[0]!.eventId, some);
}

/** A commit may have more entries than a page of the log, as when many on the waitlist get a seat. */
async function noticesIn(db: NotifyDeps["db"], { eventId, after, upTo }: Notify): Promise<Notice[]> {
  const notices: Notice[] = [];
  for (let from = after; from < upTo;) {
    const page = await readLog(db, eventId, { after: from, upTo });
    if (page.entries.length === 0) break;
    notices.push(...page.entries.flatMap(noticesOf));
    from = page.upTo;
  }
  return notices;
}

/** In their order: those to hosts that follow each other together, every other by itself. */
function together(notices: Notice[]): Notice[][] {
  const groups: Notice[][] = [];
  for (const notice of notices) {
    const last = groups.at(-1);
    if (notice.to === "hosts" && last?.[0]!.to === "hosts" && last.length < NOTICES_AT_ONCE) last.push(notice);
    else groups.push([notice]);
  }
  return groups;
}

async function notifyOf(deps: NotifyDeps, eventId: string, notices: Notice[]): Promise<void> {
  for (let from: string | undefined = NIL_UUID; from !== undefined;) {
    const start: string = from;
    await deps.yieldToRequests?.();
    const { fresh, next } = await deps.db.transaction().execute(async (tx) => {
      const page = await peopleAfter(tx, eventId, notices, start);
      const added = await addNotifications(tx, eventId, page.people);
      for (const channel of added.length > 0 ? deps.channels : []) await channel.queue(tx, added);
      return { fresh: added, next: page.next };
    });
    const accounts = new Set(fresh.flatMap(({ accountId }) => accountId ?? []));
    if (accounts.size > 0) deps.tell([...accounts]);
    from = next;
  }
}

/** A notice, and a host or guest whom it is for. */
export interface Notified {
  notice: Omit<Notice, "to">;
  userId: string | null;
  guestId: string | null;
}

const toUser = (notice: Notice, userId: string): Notified => ({ notice, userId, guestId: null });
export const toGuest = (notice: Notified["notice"], guestId: string): Notified => ({ notice, userId: null, guestId });

type Tx = Transaction<Database>;

/** Whom notices are for, in pages of guests. Never whoever did it; a host who is on the list too hears of it as a host. */
async function peopleAfter(
  tx: Tx,
  eventId: string,
  notices: Notice[],
  after: string,
): Promise<{ people: Notified[]; next: string | undefined }> {
  const notice = notices[0]!;
  const { actorId } = notice;
  if (notice.to === "hosts") return { people: await hostsOf(tx, eventId, notices), next: undefined };
  if (notice.to === "guest") {
    const guests = await sql<Columns<"guests", "id">>`
      select id from guests where event_id = ${eventId} and id = ${notice.guestId} and removed_at is null`.execute(tx);
    return { people: guests.rows.map(({ id }) => toGuest(notice, id)), next: undefined };
  }
  if (notice.to === "mentioned") return { people: await mentionedIn(tx, eventId, notice, notice.personIds), next: undefined };
  if (notice.to === "author") return { people: await authorOf(tx, eventId, notice, notice.of), next: undefined };
  const guests = await sql<Columns<"guests", "id">>`
    select id from guests
    where event_id = ${eventId} and id > ${after} and id is distinct from ${actorId} and removed_at is null and standing <> 'declined'
      and delivery <> 'revoked'
      and not exists (select from hosts where hosts.event_id = ${eventId} and hosts.id = guests.user_id)
    order by id limit ${NOTIFIED_AT_ONCE}`.execute(tx);
  const people = guests.rows.map(({ id }) => toGuest(notice, id));
  return { people, next: people.length < NOTIFIED_AT_ONCE ? undefined : guests.rows.at(-1)!.id };
}

type HostOf = Columns<"hosts", "id"> & Computed<"place", "integer">;

async function hostsOf(tx: Tx, eventId: string, notices: Notice[]): Promise<Notified[]> {
  const [actorIds, aboutIds] = [notices.map(({ actorId }) => actorId), notices.map(({ aboutId }) => aboutId)];
  const found = await sql<HostOf>`
    select notice.place::int, hosts.id
    from unnest(${actorIds}::uuid[], ${aboutIds}::uuid[]) with ordinality as notice (actor_id, about_id, place)
    join hosts on hosts.event_id = ${eventId} and hosts.id is distinct from notice.actor_id
    where not exists (select from guests where guests.event_id = ${eventId} and guests.id = notice.about_id and user_id = hosts.id)`.execute(
    tx,
  );
  return found.rows.map(({ place, id }) => toUser(notices[place - 1]!, id));
}

/** Who wrote a message, if they are still there and nobody has deleted it. */
async function authorOf(tx: Tx, eventId: string, notice: Notice, messageId: string): Promise<Notified[]> {
  const written = sql`messages.event_id = ${eventId} and messages.id = ${messageId} and deleted_by is null
    and author_id is distinct from ${notice.actorId}`;
  const hosts = await sql<Columns<"hosts", "id">>`
    select hosts.id from messages join hosts on hosts.event_id = messages.event_id and hosts.id = author_id
    where ${written} and author_role = 'host'`.execute(tx);
  const guests = await sql<Columns<"guests", "id">>`
    select guests.id from messages join guests on guests.event_id = messages.event_id and guests.id = author_id
    where ${written} and author_role = 'guest' and removed_at is null`.execute(tx);
  return [...hosts.rows.map(({ id }) => toUser(notice, id)), ...guests.rows.map(({ id }) => toGuest(notice, id))];
}

/**
 * Those of these people whom the message still names, and who have heard nothing of it yet: whoever is named, taken out and named again by
 * edits hears of it once. A guest who hosts hears of it as a host.
 */
async function mentionedIn(tx: Tx, eventId: string, notice: Notice, personIds: string[]): Promise<Notified[]> {
  const { messageId, actorId } = notice;
  const named = sql`
    select person.id from unnest(${personIds}::uuid[]) as person (id)
    join messages on messages.event_id = ${eventId} and messages.id = ${messageId} and deleted_by is null
      and mentions @> jsonb_build_object('people', jsonb_build_array(jsonb_build_object('personId', person.id)))`;
  const heard = sql`select from notifications where notifications.event_id = ${eventId} and message_id = ${messageId}`;
  const hosts = await sql<Columns<"hosts", "id">>`
    select hosts.id from hosts
    where hosts.event_id = ${eventId} and hosts.id is distinct from ${actorId}
      and (hosts.id in (${named}) or hosts.id in (select user_id from guests
        where guests.event_id = ${eventId} and removed_at is null and guests.id in (${named})))
      and not exists (${heard} and user_id = hosts.id)`.execute(tx);
  const guests = await sql<Columns<"guests", "id">>`
    select guests.id from guests
    where guests.event_id = ${eventId} and guests.id in (${named}) and guests.id is distinct from ${actorId}
      and removed_at is null and delivery <> 'revoked'
      and not exists (select from hosts where hosts.event_id = ${eventId} and hosts.id = guests.user_id)
      and not exists (${heard} and guest_id = guests.id)`.execute(tx);
  return [...hosts.rows.map(({ id }) => toUser(notice, id)), ...guests.rows.map(({ id }) => toGuest(notice, id))];
}

type FreshRow = Renamed<"notifications", { id: "id"; userId: "user_id"; guestId: "guest_id"; place: "seq" }> &
  Computed<"accountId", "uuid" | null>;

/** Returns those that nobody had before. None for a message that is deleted by now. Of an entry there is one notice. */
export async function addNotifications(tx: Tx, eventId: string, notified: Notified[]): Promise<FreshNotification[]> {
  if (notified.length === 0) return [];
  const column = <Value>(of: (one: Notified) => Value) => notified.map(of);
  const found = await sql<FreshRow>`
    with fresh as (
      insert into notifications (event_id, user_id, guest_id, kind, seq, about_id, message_id, bulletin_id, answer, created_at)
      select ${eventId}::uuid, user_id, guest_id, kind, seq, about_id, message_id, bulletin_id, answer, created_at
      from unnest(${column(({ userId }) => userId)}::uuid[], ${column(({ guestId }) => guestId)}::uuid[],
        ${column(({ notice }) => notice.kind)}::text[], ${column(({ notice }) => notice.seq)}::bigint[],
        ${column(({ notice }) => notice.aboutId)}::uuid[], ${column(({ notice }) => notice.messageId)}::uuid[],
        ${column(({ notice }) => notice.bulletinId)}::uuid[], ${column(({ notice }) => notice.answer)}::text[],
        ${column(({ notice }) => notice.at)}::timestamptz[])
        as people (user_id, guest_id, kind, seq, about_id, message_id, bulletin_id, answer, created_at)
      where message_id is null
        or exists (select from messages where event_id = ${eventId} and id = people.message_id and deleted_by is null)
      order by user_id, guest_id, seq
      on conflict (event_id, seq, user_id, guest_id) do nothing returning id, user_id, guest_id, seq)
    select fresh.id, fresh.user_id as "userId", fresh.guest_id as "guestId", fresh.seq as place,
      coalesce(fresh.user_id, guests.user_id) as "accountId"
    from fresh left join guests on guests.id = fresh.guest_id order by fresh.seq`.execute(tx);
  const notices = new Map(notified.map(({ notice }) => [notice.seq, notice]));
  return found.rows.map(({ place, ...row }) => {
    const { kind, seq, revision } = notices.get(Number(place))!;
    return { ...row, eventId, kind, seq, revision };
  });
}
