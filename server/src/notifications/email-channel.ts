import { emailPaces, isEmailed, type EmailedKind, type EmailPace } from "@turnout/contract/notification-choices";
import { sql, type Transaction } from "kysely";
import type { Database } from "../db/database.ts";
import type { Columns, Computed, Narrowed, Outer, Renamed } from "../db/row-types.ts";
import type { Enqueue } from "../mail/outbox.ts";
import type { Channel, FreshNotification } from "./channels.ts";
import { chosenBy } from "./choices.ts";
import { queueDigestJobs } from "./digest-jobs.ts";
import { dueOf, nextOf, type Pace, type Waiting } from "./digest-plan.ts";

/**
 * How near a time is at which its job may be running already (ms). A job leaves out whoever is being written by another transaction, which
 * therefore queues a job of its own.
 */
const NEAR = 60_000;

interface EmailDeps {
  enqueue: Enqueue;
  now: () => Date;
}

/** What is emailed to whom, when. */
interface Line {
  notificationId: string;
  digestId: string;
  userId: string | null;
  guestId: string | null;
  pace: Pace;
  due: Date;
}

/** Email as a way by which notifications reach people: what is due together goes out as one, as `sendDigests` finds it. */
export function emailChannel(deps: EmailDeps): Channel {
  return {
    async queue(tx, fresh) {
      const lines = await linesOf(tx, deps.now(), fresh);
      if (lines.length === 0) return;
      await setDue(tx, deps, await addLines(tx, lines), lines);
    },
  };
}

type ReaderRow = Narrowed<
  Columns<"notifications", "id" | "kind"> &
    Outer<Renamed<"users", { userId: "id" }> & Renamed<"guests", { guestId: "id" }> & Columns<"notification_choices", "pace">> &
    Renamed<"events", { zone: "zone" }>,
  { kind: EmailedKind; pace: EmailPace | null }
>;

/** Of these notifications those that their person wants by email, and has a proven address for: an account's, or of a guest who was emailed or answered. */
async function linesOf(tx: Transaction<Database>, now: Date, fresh: FreshNotification[]): Promise<Line[]> {
  const ids = fresh.filter(({ kind }) => isEmailed(kind)).map(({ id }) => id);
  if (ids.length === 0) return [];
  const found = await sql<ReaderRow>`
    select notifications.id, notifications.kind, users.id as "userId", case when users.id is null then guests.id end as "guestId",
      coalesce(quiet.zone, events.zone) as zone, chosen.pace
    from notifications join events on events.id = notifications.event_id
    left join guests on guests.id = notifications.guest_id
    left join users on users.id = coalesce(notifications.user_id, guests.user_id)
    left join quiet_hours quiet on quiet.user_id = users.id
    left join lateral (${chosenBy("email")}) chosen on true
    where notifications.id = any(${ids}::uuid[]) and case when users.id is not null then users.email_verified
      else guests.email is not null and guests.delivery <> 'revoked'
        and (guests.standing <> 'none' or guests.delivery in ('queued', 'sent', 'delayed')) end`.execute(tx);
  return found.rows.flatMap(({ id, kind, userId, guestId, zone, ...chosen }) => {
    const pace = chosen.pace ?? emailPaces[kind];
    if (pace === "off") return [];
    return [{ notificationId: id, digestId: (userId ?? guestId)!, userId, guestId, pace, due: dueOf(pace, now, zone) }];
  });
}

type DigestTimes = Columns<"digests", "id" | "due_at" | "sent_at">;

/** Returns whose they are, each held until the end of the transaction: what is due is worked out from all that waits. In order, so that two transactions cannot deadlock. */
async function addLines(tx: Transaction<Database>, lines: Line[]): Promise<DigestTimes[]> {
  const people = [...new Map(lines.map((line) => [line.digestId, line])).values()];
  const found = await sql<DigestTimes>`
    with held as (
      insert into digests (id, user_id, guest_id)
      select * from unnest(${people.map(({ digestId }) => digestId)}::uuid[], ${people.map(({ userId }) => userId)}::uuid[],
        ${people.map(({ guestId }) => guestId)}::uuid[]) as person (id, user_id, guest_id) order by id
      on conflict (id) do update set id = excluded.id returning id, due_at, sent_at),
    added as (
      insert into digest_lines (notification_id, digest_id, pace, due_at)
      select * from unnest(${lines.map(({ notificationId }) => notificationId)}::uuid[], ${lines.map(({ digestId }) => digestId)}::uuid[],
        ${lines.map(({ pace }) => pace)}::text[], ${lines.map(({ due }) => due)}::timestamptz[]))
    select id, due_at, sent_at from held`.execute(tx);
  return found.rows;
}

type WaitingRow = Renamed<"digest_lines", { digestId: "digest_id" }> &
  Narrowed<Columns<"digest_lines", "pace">, { pace: Pace }> &
  Computed<"first" | "last", "timestamptz">;

/** What waits for each of these people, by pace. From the ends of the index, however much it is. */
export async function waitingFor(tx: Transaction<Database>, ids: string[]): Promise<Map<string, Waiting[]>> {
  const found = await sql<WaitingRow>`
    select person.id as "digestId", paces.pace, earliest.first, latest.last
    from unnest(${ids}::uuid[]) as person (id) cross join (values ('atOnce'), ('quiet'), ('daily')) as paces (pace)
    cross join lateral (select min(due_at) as first from digest_lines
      where digest_id = person.id and digest_lines.pace = paces.pace and bundle_id is null) earliest
    cross join lateral (select max(due_at) as last from digest_lines
      where digest_id = person.id and digest_lines.pace = paces.pace and bundle_id is null) latest
    where earliest.first is not null`.execute(tx);
  return Map.groupBy(found.rows, ({ digestId }) => digestId);
}

/** Sets when the next email of these people is due, and queues the jobs for it. */
async function setDue(tx: Transaction<Database>, { enqueue, now }: EmailDeps, digests: DigestTimes[], lines: Line[]): Promise<void> {
  const added = Map.groupBy(lines, ({ digestId }) => digestId);
  // What waits for a quiet hour makes its email later; anything else can only make it sooner.
  const moved = digests.map(({ id }) => id).filter((id) => added.get(id)?.some(({ pace }) => pace === "quiet"));
  const waiting = moved.length > 0 ? await waitingFor(tx, moved) : new Map<string, Waiting[]>();
  const next = digests.map((digest) => {
    const alone = (added.get(digest.id) ?? []).map(({ pace, due }): Waiting => ({ pace, first: due, last: due }));
    const own = nextOf(waiting.get(digest.id) ?? alone, digest.sent_at);
    return { ...digest, next: waiting.has(digest.id) ? own : sooner(digest.due_at, own) };
  });
  const changed = next.filter(({ due_at, next: time }) => time?.getTime() !== due_at?.getTime());
  if (changed.length > 0) await keepDue(tx, changed);
  const soon = now().getTime() + NEAR;
  const times = [...changed, ...next.filter(({ next: time }) => time && time.getTime() < soon)].flatMap(({ next: time }) => time ?? []);
  await queueDigestJobs(tx, enqueue, times, lines[0]!.notificationId);
}

function sooner(one: Date | null, other: Date | null): Date | null {
  if (!one || !other) return one ?? other;
  return one < other ? one : other;
}

/** Stores when the next email of these people is due. */
export async function keepDue(tx: Transaction<Database>, people: { id: string; next: Date | null }[]): Promise<void> {
  await sql`
    update digests set due_at = person.due_at
    from unnest(${people.map(({ id }) => id)}::uuid[], ${people.map(({ next }) => next)}::timestamptz[]) as person (id, due_at)
    where digests.id = person.id and digests.due_at is distinct from person.due_at`.execute(tx);
}
