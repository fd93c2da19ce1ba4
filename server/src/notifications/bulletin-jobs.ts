import type { StoredEntry } from "@turnout/contract/log";
import { NUDGE_DAYS } from "@turnout/contract/bulletins";
import type { Standing } from "@turnout/contract/guests";
import { Refusal } from "@turnout/contract/refusals";
import { sql, type Kysely, type RawBuilder, type Transaction } from "kysely";
import type { Database } from "../db/database.ts";
import type { Columns, Computed, Narrowed, NotNull } from "../db/row-types.ts";
import { NIL_UUID, uuidFrom } from "../db/uuid.ts";
import { beginBulletin } from "../invitations/bulletins.ts";
import type { Job } from "../jobs/jobs.ts";
import { systemCaller } from "../log/caller.ts";
import type { ChangeEvent } from "../log/change-event.ts";
import type { Enqueue, QueueMail } from "../mail/outbox.ts";
import type { BulletinDue } from "./job-payloads.ts";
import { queuePushes } from "./queue-pushes.ts";

/** Guests whose emails are queued in one transaction. */
const PAGE = 500;

/** The job that an entry causes: it is due when the bulletin is. */
export function bulletinJobsFor(eventId: string, { body }: Pick<StoredEntry, "body">): Job[] {
  if (body.type !== "bulletin.queued") return [];
  const payload = { eventId, bulletinId: body.bulletinId } satisfies BulletinDue;
  return [{ name: "tellBulletin", payload, startAfter: new Date(body.due) }];
}

interface BulletinDeps {
  db: Kysely<Database>;
  queueMail: QueueMail;
  enqueue: Enqueue;
  changeEvent: ChangeEvent;
  now: () => Date;
}

/** Queues a bulletin's emails, in pages, unless it was taken back. A restart after a crash sends nothing twice. */
export async function tellBulletin(deps: BulletinDeps, { eventId, bulletinId }: BulletinDue): Promise<void> {
  const { db, queueMail, changeEvent, now } = deps;
  await begin(changeEvent, eventId, bulletinId);
  const bulletin = await dueBulletin(db, eventId, bulletinId);
  if (!bulletin || bulletin.ended_at) return;
  const whom = isFor(eventId, bulletin, now());
  let recipients = 0;
  for (let after: string | undefined = NIL_UUID; after !== undefined;) {
    const from: string = after;
    const page = await db.transaction().execute((tx) => tellPage(tx, { queueMail, whom, eventId, bulletinId }, from));
    recipients += page.queued;
    after = page.next;
  }
  const pushed = { eventId, kind: "bulletin", cause: `bulletin:${eventId}:${bulletinId}`, payload: { bulletinId } } as const;
  await queuePushes(deps, pushed, isMeant(bulletin, now()));
  await sql`update bulletins set recipients = ${recipients}, ended_at = ${now()} where event_id = ${eventId} and id = ${bulletinId}`.execute(
    db,
  );
}

/** From its commit on, the bulletin cannot be taken back. The same command however often the job runs. */
async function begin(changeEvent: ChangeEvent, eventId: string, bulletinId: string): Promise<void> {
  try {
    await changeEvent(eventId, beginBulletin, { commandId: uuidFrom(`begin ${bulletinId}`), bulletinId }, systemCaller);
  } catch (error) {
    if (!(error instanceof Refusal) || error.code === "overloaded") throw error; // the event is gone
  }
}

type Due = Narrowed<Columns<"bulletins", "kind" | "audience" | "ended_at">, { audience: Standing[] }>;

/** One that has begun. */
async function dueBulletin(db: Kysely<Database>, eventId: string, bulletinId: string): Promise<Due | undefined> {
  const found = await sql<Due>`
    select kind, audience, ended_at from bulletins where event_id = ${eventId} and id = ${bulletinId} and begun_at is not null`.execute(db);
  return found.rows[0];
}

/**
 * The condition on guests whom a bulletin is for: reachable, where it wants them to stand, and of those without an answer only whoever was
 * emailed before. Whoever was invited a moment ago is not asked again.
 */
export function isFor(eventId: string, audience: Audience, now: Date): RawBuilder<unknown> {
  return sql`event_id = ${eventId} and removed_at is null and email is not null and delivery <> 'revoked'
    and (standing <> 'none' or delivery in ('queued', 'sent')) and ${isMeant(audience, now)}`;
}

interface Audience {
  kind: string;
  audience: Standing[];
}

/** The condition on guests who stand where a bulletin wants them, however they are reached. */
function isMeant({ kind, audience }: Audience, now: Date): RawBuilder<unknown> {
  const isOldEnough = kind === "nudge" ? sql`and added_at <= ${new Date(now.getTime() - NUDGE_DAYS * 86_400_000)}` : sql``;
  return sql`standing = any(${audience}) ${isOldEnough}`;
}

interface Telling {
  queueMail: QueueMail;
  whom: RawBuilder<unknown>;
  eventId: string;
  bulletinId: string;
}

/** Returns how many emails there are for this page, and the id after which the next one starts; undefined after the last. */
async function tellPage(tx: Transaction<Database>, { queueMail, whom, eventId, bulletinId }: Telling, after: string) {
  const found = await sql<NotNull<Columns<"guests", "id" | "email">, "email">>`
    select id, email from guests where ${whom} and id > ${after} order by id limit ${PAGE}`.execute(tx);
  const mails = found.rows.map(({ id, email }) => ({
    cause: `bulletin:${eventId}:${id}:${bulletinId}`,
    kind: "bulletin",
    recipient: email,
    payload: { eventId, guestId: id, bulletinId },
  }));
  await queueMail(tx, ...mails);
  return { queued: mails.length, next: found.rows.length < PAGE ? undefined : found.rows.at(-1)?.id };
}

/** Counts what has become of emails, in the transaction that settles them, so that each counts once. */
export async function countBulletins(
  tx: Transaction<Database>,
  settled: { eventId: string; bulletinId: string; state: string }[],
): Promise<void> {
  const counts = [...Map.groupBy(settled, ({ bulletinId }) => bulletinId)]
    .map(([id, all]) => {
      const count = (state: string) => all.filter((one) => one.state === state).length;
      return { event_id: all[0]!.eventId, id, sent: count("sent"), failed: count("failed"), skipped: count("dropped") };
    })
    .toSorted((a, b) => (a.id < b.id ? -1 : 1)); // so that two transactions cannot deadlock
  await sql`
    update bulletins set sent = bulletins.sent + more.sent, failed = bulletins.failed + more.failed, skipped = bulletins.skipped + more.skipped
    from jsonb_to_recordset(${JSON.stringify(counts)}::jsonb) as more (event_id uuid, id uuid, sent int, failed int, skipped int)
    where bulletins.event_id = more.event_id and bulletins.id = more.id`.execute(tx);
}

/** How many people a bulletin would reach now, by where they stand. */
export async function peopleBy(db: Kysely<Database>, whom: RawBuilder<unknown>): Promise<Map<string, number>> {
  const found = await sql<Columns<"guests", "standing"> & Computed<"people", "integer">>`
    select standing, count(*)::int as people from guests where ${whom} group by standing`.execute(db);
  return new Map(found.rows.map(({ standing, people }) => [standing, people]));
}
