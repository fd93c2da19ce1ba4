import { sql, type Kysely, type Transaction } from "kysely";
import type { Database } from "../db/database.ts";
import type { Columns, Computed, Outer, Renamed } from "../db/row-types.ts";
import { createBatchLoader } from "../db/batch-loader.ts";
import * as budget from "../mail/budget.ts";
import type { AccountAllowance, HeldBy, Place, Tally } from "../mail/budget.ts";
import { MAIL_KEPT_DAYS } from "../mail/forget-old-mail.ts";
import type { WaitingMail } from "../mail/outbox.ts";

/** The advisory lock's number: counting is serialized, so that two processes never take the same place. */
const LOCK = 5_716_301;

export type TakePlace = (mail: Pick<WaitingMail, "id" | "kind">) => Promise<Place>;
export const FREE: Place = { held: null };

/** Decides whether an unsolicited email may be sent now. Each email is counted once. */
export function createMailBudget(db: Kysely<Database>, allowance: AccountAllowance, now: () => Date): TakePlace {
  const take = createBatchLoader((_all, ids: string[]) => db.transaction().execute((tx) => takePlaces(tx, ids, { allowance, now: now() })));
  return async ({ id, kind }) => (budget.isNews(kind) || budget.budgetOf({ kind, isKnown: false }) ? take("", id) : FREE);
}

/** `isKnown`: something has gone to this address about this guest before. */
type Facts = Columns<"mails", "id" | "kind" | "recipient"> &
  Computed<"isCounted" | "isProven" | "isKnown", "boolean"> &
  Outer<Renamed<"users", { sender: "id"; since: "created_at" }>> &
  Computed<"event", "uuid" | null>;

interface Rules {
  allowance: AccountAllowance;
  now: Date;
}

async function takePlaces(tx: Transaction<Database>, ids: string[], { allowance, now }: Rules): Promise<Place[]> {
  await sql`select pg_advisory_xact_lock(${LOCK})`.execute(tx);
  const facts = new Map((await factsOf(tx, ids, now)).map((one) => [one.id, one]));
  const tallies = await talliesFor(tx, [...facts.values()], now);
  const places = new Map<string, Place>();
  for (const id of ids) {
    const mail = facts.get(id);
    if (!mail || places.has(id)) continue;
    places.set(id, placeFor(mail, tallies, { allowance, now }));
  }
  await keep(tx, [...places], facts, now);
  return ids.map((id) => places.get(id) ?? FREE);
}

function placeFor(mail: Facts, tallies: Tallies, { allowance, now }: Rules): Place {
  const taken = budget.budgetOf(mail);
  if (mail.isCounted || taken === null) return FREE;
  const aDay = mail.sender === null ? Infinity : budget.accountADay(mail.since, now, allowance); // the server has no account
  const limits: [HeldBy, Tally, number, number][] =
    taken === "unsolicited"
      ? [
          ["recipient", tallies.of("recipient", mail.recipient), budget.RECIPIENT_A_DAY, budget.A_DAY],
          ["account", tallies.of("account", mail.sender ?? ""), aDay, budget.A_DAY],
          ["event", tallies.of("event", mail.event ?? ""), budget.EVENT_A_DAY, budget.A_DAY],
        ]
      : [["recipient", tallies.of(taken, mail.recipient), mail.isProven ? Infinity : 1, budget.ANSWER_SECONDS * 1_000]];
  for (const [held, tally, most, span] of limits) {
    const until = budget.placeIn(tally, most, span);
    if (until) return { held, until };
  }
  for (const [, tally] of limits) {
    tally.count += 1;
    tally.oldest ??= now;
  }
  return FREE;
}

async function factsOf(tx: Transaction<Database>, ids: string[], now: Date): Promise<Facts[]> {
  const asFarBackAsMailsAreKept = new Date(now.getTime() - (MAIL_KEPT_DAYS - 1) * budget.A_DAY);
  const found = await sql<Facts>`
    select mails.id, mails.kind, mails.recipient, mails.counted_at is not null as "isCounted",
      exists (select 1 from guests join users owner on owner.id = guests.user_id
        where guests.id = (payload ->> 'guestId')::uuid and owner.email = mails.recipient and owner.email_verified) as "isProven",
      exists (select from guests where guests.id = (payload ->> 'guestId')::uuid and delivery in ('queued', 'sent', 'delayed') and guests.added_at < ${asFarBackAsMailsAreKept})
        or exists (select from mails earlier where earlier.recipient = mails.recipient and earlier.counted_at is not null
          and split_part(earlier.cause, ':', 3) = mails.payload ->> 'guestId') as "isKnown",
      users.id as sender, users.created_at as since,
      coalesce(host_invitations.event_id, (payload ->> 'eventId')::uuid) as event
    from mails
    left join host_invitations on mails.kind = 'hostInvitation' and host_invitations.id = (payload ->> 'invitationId')::uuid
    left join event_log on mails.kind in ('invitation', 'changed', 'cancelled')
      and event_log.event_id = (payload ->> 'eventId')::uuid and event_log.seq = (payload ->> 'seq')::bigint
    left join users on users.id = coalesce(host_invitations.created_by, (event_log.actor ->> 'personId')::uuid)
    where mails.id = any(${ids}::uuid[])`.execute(tx);
  return found.rows;
}

interface Tallies {
  of(what: HeldBy | "answers" | "promotions", whose: string): Tally;
}

async function talliesFor(tx: Transaction<Database>, mails: Facts[], now: Date): Promise<Tallies> {
  const [day, hour] = [new Date(now.getTime() - budget.A_DAY), new Date(now.getTime() - budget.ANSWER_SECONDS * 1_000)];
  const unsolicited = ["invitation", "hostInvitation", "changed", "cancelled", "reminder", "bulletin", "guestDigest"]; // the last five have `counted_at` only if they took a place
  const found = await sql<Computed<"what" | "whose", "text"> & Computed<"count", "integer"> & Computed<"oldest", "timestamptz">>`
    select 'recipient' as what, recipient as whose, count(*)::int as count, min(counted_at) as oldest from mails
    where recipient = any(${mails.map(({ recipient }) => recipient)}) and counted_at > ${day} and kind = any(${unsolicited}) group by recipient
    union all
    select case kind when 'promoted' then 'promotions' else 'answers' end as what, recipient, count(*)::int, min(counted_at) from mails
    where recipient = any(${mails.map(({ recipient }) => recipient)}) and counted_at > ${hour} and kind <> all(${unsolicited}) group by 1, 2
    union all
    select 'account', sender_id::text, count(*)::int, min(counted_at) from mails
    where sender_id = any(${distinct(mails.map(({ sender }) => sender))}::uuid[]) and counted_at > ${day} group by sender_id
    union all
    select 'event', event_id::text, count(*)::int, min(counted_at) from mails
    where event_id = any(${distinct(mails.map(({ event }) => event))}::uuid[]) and counted_at > ${day} and kind = any(${unsolicited})
    group by event_id`.execute(tx);
  const tallies = new Map(found.rows.map(({ what, whose, count, oldest }): [string, Tally] => [`${what} ${whose}`, { count, oldest }]));
  return {
    of(what, whose) {
      const name = `${what} ${whose}`;
      const tally = tallies.get(name) ?? { count: 0, oldest: null };
      tallies.set(name, tally);
      return tally;
    },
  };
}

const distinct = (ids: (string | null)[]) => [...new Set(ids.filter((id) => id !== null))];

async function keep(tx: Transaction<Database>, places: [string, Place][], facts: Map<string, Facts>, now: Date): Promise<void> {
  const counted = places.filter(([id]) => budget.budgetOf(facts.get(id)!) !== null);
  const rows = counted.map(([id, place]) => ({
    id,
    sender: budget.budgetOf(facts.get(id)!) === "unsolicited" ? facts.get(id)!.sender : null,
    event: facts.get(id)!.event,
    held: place.held,
    until: place.held ? place.until : null,
  }));
  await sql`
    update mails set sender_id = place.sender, event_id = place.event, held_by = place.held, held_until = place.until,
      counted_at = case when place.held is null then coalesce(counted_at, ${now}) end
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as place (id uuid, sender uuid, event uuid, held text, until timestamptz)
    where mails.id = place.id and mails.id = any(${rows.map(({ id }) => id)}::uuid[])`.execute(tx);
}
