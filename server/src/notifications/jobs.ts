import type { DeliveryNews, TellGuest, TellGuests } from "./job-payloads.ts";
import { Refusal } from "@turnout/contract/refusals";
import { sql, type Kysely, type Transaction } from "kysely";
import type { Database } from "../db/database.ts";
import { gathered } from "../db/gathered.ts";
import { NIL_UUID, uuidFrom } from "../db/uuid.ts";
import { NOT_OVER } from "../events/is-over.ts";
import { recordDelivery } from "../invitations/commands.ts";
import type { JobHandlers } from "../jobs/jobs.ts";
import { systemCaller } from "../log/caller.ts";
import type { ChangeEvent } from "../log/change-event.ts";
import type { QueueMail } from "../mail/outbox.ts";
import { createSendMail } from "./send-mail.ts";
import type { SendDeps } from "./writer.ts";

interface CrowdDeps extends SendDeps {
  queueMail: QueueMail;
}

interface NotificationDeps extends CrowdDeps {
  changeEvent: ChangeEvent;
}

/** How people are told what concerns them. */
export function notificationJobs(deps: NotificationDeps): ReturnType<typeof crowdJobs> & ReturnType<typeof promptJobs> {
  return { ...crowdJobs(deps), ...promptJobs(deps) };
}

/** What comes by the thousand, and can be done away from those who answer pages. */
export function crowdJobs(deps: CrowdDeps): Pick<JobHandlers, "sendMail" | "tellGuest" | "tellGuests"> {
  const { db, queueMail } = deps;
  const sendMail = createSendMail(deps);
  const tell = gathered(async (eventId, news: TellGuest[]) => {
    await tellSome(db, queueMail, eventId, news);
    return news;
  });
  return {
    sendMail: ({ mailId }: { mailId: string }, attempt) => sendMail(mailId, attempt),
    tellGuest: async (news: TellGuest) => void (await tell(news.eventId, news)),
    tellGuests: (news: TellGuests) => tellGuests(db, queueMail, news),
  };
}

/** What somebody waits for, and what changes events. It never waits for what crowds read. */
export function promptJobs(deps: SendDeps & Pick<NotificationDeps, "changeEvent">): Pick<JobHandlers, "sendUrgentMail" | "recordDelivery"> {
  const sendUrgentMail = createSendMail(deps);
  return {
    sendUrgentMail: ({ mailId }: { mailId: string }, attempt) => sendUrgentMail(mailId, attempt),
    recordDelivery: (news: DeliveryNews) => tellHosts(deps.changeEvent, news),
  };
}

/** Guests whose mails are queued in one transaction. */
export const PAGE = 500;

/** Turns "these guests should hear of it" into mails, except where there is nobody to tell. */
async function tellSome(db: Kysely<Database>, queueMail: QueueMail, eventId: string, news: TellGuest[]): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const found = await sql<{ id: string; email: string }>`
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

/** Tells everyone who was invited and has not declined, page by page; begun again after a crash, nobody hears twice. */
async function tellGuests(db: Kysely<Database>, queueMail: QueueMail, news: TellGuests): Promise<void> {
  for (let after: string | undefined = NIL_UUID; after !== undefined;) {
    const from: string = after;
    after = await db.transaction().execute((tx) => tellPage(tx, queueMail, news, from));
  }
}

/** Returns whom the next page comes after; undefined when this was the last. What is over is no news to anybody. */
async function tellPage(tx: Transaction<Database>, queueMail: QueueMail, { eventId, revision, seq, kind }: TellGuests, after: string) {
  const found = await sql<{ id: string; email: string }>`
    select id, email from guests
    where event_id = ${eventId} and id > ${after} and removed_at is null and email is not null and standing <> 'declined'
      and delivery <> 'revoked' and (standing <> 'none' or delivery in ('queued', 'sent'))
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

/** What became of an invitation, in the event's log. A guest who is gone has no delivery to record. */
async function tellHosts(changeEvent: ChangeEvent, { mailId, eventId, guestId, delivery }: DeliveryNews): Promise<void> {
  // The same command for the same news, so that a job done twice is recorded once.
  const input = { commandId: uuidFrom(`${mailId} ${delivery}`), guestId, delivery };
  try {
    await changeEvent(eventId, recordDelivery, input, systemCaller);
  } catch (error) {
    if (!(error instanceof Refusal) || error.code === "overloaded") throw error;
  }
}
