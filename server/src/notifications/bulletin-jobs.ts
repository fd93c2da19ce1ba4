import type { StoredEntry } from "@turnout/contract/log";
import { RECIPIENTS_SHOWN, RecipientState, type BulletinRecipient } from "@turnout/contract/bulletins";
import { Refusal } from "@turnout/contract/refusals";
import { sql, type Kysely, type RawBuilder, type Transaction } from "kysely";
import type { Database } from "../db/database.ts";
import type { Columns, Computed, Narrowed, NotNull, Renamed } from "../db/row-types.ts";
import { statementsIn } from "../db/statements.ts";
import { NIL_UUID, uuidFrom } from "../db/uuid.ts";
import { beginBulletin } from "../invitations/bulletins.ts";
import type { Job } from "../jobs/jobs.ts";
import { systemCaller } from "../log/caller.ts";
import type { ChangeEvent } from "../log/change-event.ts";
import type { Enqueue, QueueMail } from "../mail/outbox.ts";
import { dueBulletin, isFor, isMeant } from "./bulletin-audience.ts";
import type { BulletinDue, ListTimed } from "./job-payloads.ts";
import { queuePushes } from "./queue-pushes.ts";

/** Guests whose emails are queued in one transaction. */
const PAGE = 500;

/** The job that an entry causes: it is due when the bulletin is. */
export function bulletinJobsFor(eventId: string, { body }: Pick<StoredEntry, "body">): Job[] {
  if (body.type !== "bulletin.queued") return [];
  const payload = { eventId, bulletinId: body.bulletinId } satisfies BulletinDue;
  return [{ name: body.isPart ? "tellBulletinPart" : "tellBulletin", payload, startAfter: new Date(body.due) }];
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
  const listed = { eventId, kind: "bulletin", bulletinId } satisfies ListTimed;
  await db.transaction().execute((tx) => deps.enqueue(statementsIn(tx), [{ name: "listTimed", payload: listed }]));
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

type RecipientRow = Narrowed<
  Renamed<"guests", { guestId: "id" }> &
    Columns<"guests", "name" | "email"> &
    Computed<"state", "text"> &
    Renamed<"mails", { why: "last_error" }>,
  { state: RecipientState }
> &
  Computed<"total", "integer">;

/** Whom a bulletin went to and what became of each email, as long as the emails are kept; those whom it did not reach first. */
export async function bulletinRecipients(
  db: Kysely<Database>,
  eventId: string,
  bulletinId: string,
): Promise<{ recipients: BulletinRecipient[]; total: number }> {
  const found = await sql<RecipientRow>`
    select *, count(*) over ()::int as total from (
      select guests.id as "guestId", guests.name, guests.email, mails.last_error as why,
        case
          when mails.state = 'sent' and guests.delivery in ('failed', 'complained') and exists (
            select from event_log where event_log.event_id = guests.event_id and about = guests.id and at >= mails.sent_at
              and body ->> 'type' = 'delivery.changed' and body ->> 'delivery' in ('failed', 'complained')) then 'returned'
          when mails.state = 'queued' then 'waiting'
          when mails.state = 'dropped' then 'skipped'
          else mails.state
        end as state
      from guests join mails on mails.cause = concat('bulletin:', guests.event_id, ':', guests.id, ':', ${bulletinId}::text)
      where guests.event_id = ${eventId}) recipients
    order by array_position(${RecipientState.options}::text[], state), name, "guestId" limit ${RECIPIENTS_SHOWN}`.execute(db);
  const recipients = found.rows.map(({ guestId, name, email, state, why }) => ({
    guestId,
    name,
    email,
    state,
    why: reasons[why ?? ""] ?? null,
  }));
  return { recipients, total: found.rows[0]?.total ?? 0 };
}

/** Why we sent nothing, as it stands with the email. */
const reasons: Record<string, BulletinRecipient["why"]> = { unwanted: "unwanted", bounced: "bouncedBefore", overtaken: "elsewhere" };
