import { refuse } from "@turnout/contract/refusals";
import { sql, type Kysely, type Transaction } from "kysely";
import { audit } from "../audit/audit.ts";
import type { Database } from "../db/database.ts";
import type { Columns } from "../db/row-types.ts";
import { statementsIn } from "../db/statements.ts";
import { OF_THESE, removeDrafts } from "./remove-drafts.ts";

/** What another host of a deleted draft is sent. */
export interface DraftDeleted {
  eventId: string;
  userId: string;
  email: string;
  locale: string;
  /** Of the draft. May be empty. */
  title: string;
  /** The name of the host who deleted it. */
  by: string;
}

export interface DraftMail {
  /** Queues the emails, in the same transaction. */
  mailDraftDeleted(tx: Transaction<Database>, mails: DraftDeleted[]): Promise<void>;
}

/**
 * Deletes a draft with its log and all that belongs to it, and sends its other hosts an email. Refused with `event_published` once guests
 * may have seen it: then it is cancelled, so that its page can say so. Whoever does not host it is refused with `event_not_found`.
 */
export async function deleteDraft(db: Kysely<Database>, mail: DraftMail, draft: { eventId: string; userId: string }): Promise<void> {
  const { eventId, userId } = draft;
  await db.transaction().execute(async (tx) => {
    // A writer that has the lock may publish it, or remove this host: what counts is what it leaves behind.
    const events = await sql<Columns<"events", "status" | "title">>`
      select status, title from events where id = ${eventId} for update`.execute(tx);
    const hosts = await sql<Columns<"hosts", "id" | "name"> & Columns<"users", "email" | "locale">>`
      select hosts.id, hosts.name, users.email, users.locale from hosts join users on users.id = hosts.id
      where hosts.event_id = ${eventId}`.execute(tx);
    const event = events.rows[0] ?? refuse("event_not_found");
    const by = hosts.rows.find(({ id }) => id === userId) ?? refuse("event_not_found");
    if (event.status !== "draft") refuse("event_published");
    await removeDrafts(statementsIn(tx), OF_THESE, [eventId]);
    await audit(tx, { action: "draft.deleted", actorId: userId, eventId });
    const others = hosts.rows.filter((host) => host !== by);
    const { title } = event;
    await mail.mailDraftDeleted(
      tx,
      others.map(({ id, email, locale }) => ({ eventId, userId: id, email, locale, title, by: by.name })),
    );
  });
}

/**
 * Refuses to create an event whose draft was deleted, with `event_not_found`: a device whose creation got no reply sends it again, also after
 * the draft was deleted on another one.
 */
export async function refuseDeletedDraft(db: Kysely<Database>, eventId: string): Promise<void> {
  const { rows } = await sql`select from audit where action = 'draft.deleted' and event_id = ${eventId}`.execute(db);
  if (rows.length > 0) refuse("event_not_found");
}
