import type {
  BulletinDue,
  DeliveryNews,
  PushGuest,
  RemindGuests,
  SendDigests,
  TellGuest,
  TellGuests,
  TellHosts,
  TellRemoval,
} from "./job-payloads.ts";
import { Refusal } from "@turnout/contract/refusals";
import { sql, type Kysely, type Transaction } from "kysely";
import type { Database } from "../db/database.ts";
import type { Columns, NotNull } from "../db/row-types.ts";
import { createBatchLoader } from "../db/batch-loader.ts";
import { NIL_UUID, uuidFrom } from "../db/uuid.ts";
import { NOT_OVER } from "../events/is-over.ts";
import { recordDeliveries } from "../invitations/commands.ts";
import type { YieldToRequests } from "../http/open-requests.ts";
import type { JobHandlers } from "../jobs/jobs.ts";
import { systemCaller } from "../log/caller.ts";
import { forgetRemoved } from "../push/subscriptions.ts";
import type { ChangeEvent } from "../log/change-event.ts";
import type { QueueMail } from "../mail/outbox.ts";
import { tellBulletin } from "./bulletin-jobs.ts";
import { hostsToName } from "./queries.ts";
import { queuePushes } from "./queue-pushes.ts";
import { remindGuests } from "./remind-guests.ts";
import { sendDigests } from "./send-digests.ts";
import { createSendMail } from "./send-mail.ts";
import type { SendDeps } from "./writer.ts";

interface BulkMailDeps extends SendDeps {
  queueMail: QueueMail;
  changeEvent: ChangeEvent;
  /** Waited for before work that nobody waits for. Absent: there are no requests. */
  yieldToRequests?: YieldToRequests;
}

/** The jobs that notify people. */
export function notificationJobs(deps: BulkMailDeps): ReturnType<typeof bulkMailJobs> & ReturnType<typeof urgentJobs> {
  return { ...bulkMailJobs(deps), ...urgentJobs(deps) };
}

/** Jobs that come by the thousand and may run away from the threads that answer requests. */
export function bulkMailJobs(
  deps: BulkMailDeps,
): Pick<
  JobHandlers,
  | "sendMail"
  | "tellGuest"
  | "tellGuests"
  | "tellRemoval"
  | "tellHosts"
  | "remindGuests"
  | "sendDigests"
  | "tellBulletin"
  | "tellBulletinPart"
  | "pushGuest"
  | "recordDelivery"
> {
  const { db, queueMail, changeEvent, yieldToRequests = async () => {} } = deps;
  const sendMail = createSendMail(deps);
  const tell = createBatchLoader(async (eventId, news: TellGuest[]) => {
    await tellSome(db, queueMail, eventId, news);
    return news;
  });
  const tellOfBatch = createBatchLoader(async (_batch, news: DeliveryNews[]) => {
    await yieldToRequests();
    await tellOfDeliveries(changeEvent, news);
    return news;
  });
  return {
    sendMail: ({ mailId }: { mailId: string }, attempt) => sendMail(mailId, attempt),
    tellGuest: async (news: TellGuest) => void (await tell(news.eventId, news)),
    tellHosts: (news: TellHosts) => tellHosts(db, queueMail, news),
    tellRemoval: (news: TellRemoval) => tellRemoval(deps, news),
    tellGuests: (news: TellGuests) => tellGuests(deps, news),
    remindGuests: (job: RemindGuests) => remindGuests(deps, job),
    sendDigests: (job: SendDigests) => sendDigests(deps, job),
    tellBulletin: (job: BulletinDue) => tellBulletin(deps, job),
    tellBulletinPart: (job: BulletinDue) => tellBulletin(deps, job),
    pushGuest: (news: PushGuest) => pushGuest(deps, news),
    recordDelivery: async (news: DeliveryNews) => void (await tellOfBatch(`${news.batch ?? news.mailId} ${news.eventId}`, news)),
  };
}

/** Jobs that somebody waits for: never behind bulk email. */
export function urgentJobs(deps: SendDeps): Pick<JobHandlers, "sendUrgentMail"> {
  const sendUrgentMail = createSendMail(deps);
  return { sendUrgentMail: ({ mailId }: { mailId: string }, attempt) => sendUrgentMail(mailId, attempt) };
}

/** Guests whose emails are queued in one transaction. */
export const PAGE = 500;

/** Queues an email for each of these guests who has an address and access. */
async function tellSome(db: Kysely<Database>, queueMail: QueueMail, eventId: string, news: TellGuest[]): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const found = await sql<NotNull<Columns<"guests", "id" | "email">, "email">>`
      select id, email from guests
      where event_id = ${eventId} and id = any(${news.map(({ guestId }) => guestId)}::uuid[]) and removed_at is null
        and email is not null and delivery <> 'revoked'`.execute(tx);
    const emails = new Map(found.rows.map(({ id, email }) => [id, email]));
    const mails = news.flatMap(({ guestId, seq, kind }) => {
      const recipient = emails.get(guestId);
      const cause = `${kind}:${eventId}:${guestId}:${seq}`;
      return recipient === undefined ? [] : [{ cause, kind, recipient, payload: { eventId, guestId, seq } }];
    });
    await queueMail(tx, ...mails);
  });
}

/**
 * Queues an email that takes the entry out of a removed guest's calendar, or puts it back; whether one is due is decided when it is
 * written. Nobody is told where calendars get files alone: a file cannot take an entry out.
 */
async function tellRemoval({ db, queueMail, inboundAddress }: BulkMailDeps, { eventId, guestId, seq, kind }: TellRemoval): Promise<void> {
  if (inboundAddress === null) return;
  await db.transaction().execute(async (tx) => {
    const found = await sql<NotNull<Columns<"guests", "email">, "email">>`
      select email from guests where event_id = ${eventId} and id = ${guestId} and email is not null and delivery <> 'revoked'`.execute(tx);
    const mails = found.rows.map(({ email }) => ({
      cause: `${kind}:${eventId}:${guestId}:${seq}`,
      kind,
      recipient: email,
      payload: { eventId, guestId, seq },
    }));
    await queueMail(tx, ...mails);
  });
}

/** Queues an email for each host who wants what guests write. */
async function tellHosts(db: Kysely<Database>, queueMail: QueueMail, { eventId, guestId, seq, kind }: TellHosts): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const hosts = await hostsToName(tx, eventId);
    const mails = hosts.flatMap(({ id, repliesTo }) => {
      const payload = { eventId, guestId, hostId: id, seq };
      return repliesTo ? [{ cause: `${kind}:${eventId}:${seq}:${id}`, kind, recipient: repliesTo, payload }] : [];
    });
    await queueMail(tx, ...mails);
  });
}

/** Queues an email for everyone who was invited and has not declined, in pages; a restart after a crash sends nothing twice. */
async function tellGuests(deps: BulkMailDeps, news: TellGuests): Promise<void> {
  const { db, queueMail } = deps;
  for (let after: string | undefined = NIL_UUID; after !== undefined;) {
    const from: string = after;
    after = await db.transaction().execute((tx) => tellPage(tx, queueMail, news, from));
  }
  const { eventId, kind, revision, seq, isNotified } = news;
  if (seq === undefined || isNotified) return;
  const pushed = { eventId, kind, cause: `${kind}:${eventId}:revision ${revision}`, payload: { revision, seq } };
  await queuePushes(deps, pushed, sql`standing <> 'declined'`);
}

async function pushGuest(deps: BulkMailDeps, { eventId, guestId, seq, kind }: PushGuest): Promise<void> {
  if (kind === "removed") return forgetRemoved(deps.db, guestId);
  const news = { eventId, kind: "promoted", cause: `promoted:${eventId}:${guestId}:${seq}`, payload: { seq } } as const;
  await queuePushes(deps, news, sql`id = ${guestId}`);
}

/** Returns the id after which the next page starts; undefined after the last page. Finds nobody when the event is over. */
async function tellPage(tx: Transaction<Database>, queueMail: QueueMail, { eventId, revision, seq, kind }: TellGuests, after: string) {
  const found = await sql<NotNull<Columns<"guests", "id" | "email">, "email">>`
    select id, email from guests
    where event_id = ${eventId} and id > ${after} and removed_at is null and email is not null and standing <> 'declined'
      and delivery <> 'revoked' and (standing <> 'none' or delivery in ('queued', 'sent', 'delayed'))
      and exists (select 1 from events where events.id = ${eventId} and ${sql.raw(NOT_OVER)})
    order by id limit ${PAGE}`.execute(tx);
  const mails = found.rows.map(({ id, email }) => ({
    cause: `${kind}:${eventId}:${id}:revision ${revision}`,
    kind,
    recipient: email,
    payload: { eventId, guestId: id, revision, ...(seq !== undefined && { seq }) },
  }));
  await queueMail(tx, ...mails);
  return found.rows.length < PAGE ? undefined : found.rows.at(-1)?.id;
}

/** Records deliveries of one event's invitations in its log. Ignores refusals: the event may be gone by now. */
async function tellOfDeliveries(changeEvent: ChangeEvent, news: DeliveryNews[]): Promise<void> {
  // The command id is derived from the deliveries, so that a job that runs twice is recorded once.
  const commandId = uuidFrom(news.map(({ mailId, delivery }) => `${mailId} ${delivery}`).join());
  const input = { commandId, deliveries: news.map(({ guestId, delivery, reason, mailId }) => ({ guestId, delivery, reason, mailId })) };
  try {
    await changeEvent(news[0]!.eventId, recordDeliveries, input, systemCaller);
  } catch (error) {
    if (!(error instanceof Refusal) || error.code === "overloaded") throw error;
  }
}
