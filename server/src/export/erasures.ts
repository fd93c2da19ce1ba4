import type pg from "pg";
import { excerptOf } from "@turnout/contract/message-words";
import type { StoredEntry } from "@turnout/contract/log";
import { withoutNames } from "@turnout/contract/mentions";
import { PHOTO_UNDO_MINUTES } from "@turnout/contract/photos";
import { MENTIONING } from "../chat/erase-mentions.ts";
import { keptMentions, mentionsOf } from "../chat/present.ts";
import { redactWords } from "../chat/redact-words.ts";
import type { MessageRow } from "../chat/tables.ts";
import { HOSTED_BY_THESE_ALONE, OF_THESE, removeDrafts } from "../events/remove-drafts.ts";
import { withClient } from "../db/content.ts";
import type { Columns, Computed, Narrowed } from "../db/row-types.ts";
import type { RunStatement } from "../db/statements.ts";

/** What was erased because somebody asked for it. Ids, and nothing of what it was. */
export interface Erasure {
  /** The account, the draft, the message, or the photo. */
  id: string;
  /** Of the message or photo, or the draft itself. Null: it is an account. */
  eventId: string | null;
  /** Null: it is an account or a draft. */
  deletedBy: "author" | "host" | null;
}

type ErasedRow = Narrowed<
  Computed<"id", "text"> & Computed<"eventId" | "deletedBy", "text" | null>,
  { deletedBy: "author" | "host" | null }
>;

/** How far a look goes back behind the one before (hours): what was noted last may be committed later. */
const OVERLAP = 1;

/**
 * What a database knows as erased; of accounts and drafts, since a moment or all of it. Only what the product itself erased counts: rows that a
 * mistake has deleted are what a restore is for.
 */
export const erasedAt = (url: string, since: string | null = null): Promise<{ upTo: string; erasures: Erasure[] }> =>
  withClient(url, async (client) => {
    const { rows } = await client.query<Computed<"upTo", "timestamptz">>(`select now() as "upTo"`);
    const { rows: erasures } = await client.query<ErasedRow>(ERASED, [since, OVERLAP]);
    return { upTo: rows[0]!.upTo.toISOString(), erasures };
  });

const ERASED = `select actor_id::text as id, null as "eventId", null as "deletedBy" from audit
    where action = 'account.deleted' and actor_id is not null and ($1::timestamptz is null or at > $1::timestamptz - make_interval(hours => $2))
  union all
  select event_id::text, event_id::text, null from audit
    where action = 'draft.deleted' and ($1::timestamptz is null or at > $1::timestamptz - make_interval(hours => $2))
  union all
  select id::text, event_id::text, deleted_by from messages where deleted_by is not null
  union all
  select id::text, event_id::text, removed_by from photos where removed_at < now() - interval '${PHOTO_UNDO_MINUTES} minutes'`;

/**
 * Erases it again in a database that was brought back from before, as the product did: accounts with all that belongs to them, the
 * drafts that nobody else could see, and their names where others mention them; drafts that a host deleted; texts of messages in the
 * conversation, in quotes and in the log; and photos. Returns how many were there. Nobody may read from it meanwhile.
 */
export async function eraseAgain(client: pg.Client, erased: Erasure[]): Promise<number> {
  const { accounts = [], drafts = [], texts = [] } = Object.groupBy(erased, kindOf);
  await client.query("begin");
  let found = await eraseAccounts(client, idsOf(accounts));
  found += await eraseDrafts(client, idsOf(drafts));
  for (const text of texts) found += (await eraseText(client, text)) || (await erasePhoto(client, text));
  await client.query("commit");
  return found;
}

const idsOf = (erased: Erasure[]) => erased.map(({ id }) => id);

function kindOf({ id, eventId }: Erasure) {
  if (eventId === null) return "accounts";
  return eventId === id ? "drafts" : "texts";
}

async function eraseAccounts(client: pg.Client, accounts: string[]): Promise<number> {
  await removeDrafts(running(client), HOSTED_BY_THESE_ALONE, accounts);
  await eraseNames(client, accounts);
  const { rowCount } = await client.query("delete from users where id = any($1::uuid[])", [accounts]);
  await client.query(NOTED, [accounts]);
  return rowCount ?? 0;
}

/** A backup of a draft is older than its deletion, so there it is a draft. */
async function eraseDrafts(client: pg.Client, drafts: string[]): Promise<number> {
  const found = await removeDrafts(running(client), OF_THESE, drafts);
  await client.query(NOTED_DRAFTS, [drafts]);
  return found;
}

const running =
  (client: pg.Client): RunStatement =>
  (text, values) =>
    client.query(text, values);

/** So that the next list of this database has them too. */
const NOTED = `insert into audit (action, actor_id) select 'account.deleted', erased from unnest($1::uuid[]) as erased
  where not exists (select from audit where action = 'account.deleted' and actor_id = erased)`;

const NOTED_DRAFTS = `insert into audit (action, event_id) select 'draft.deleted', erased from unnest($1::uuid[]) as erased
  where not exists (select from audit where action = 'draft.deleted' and event_id = erased)`;

/** Takes the names of these accounts, as hosts and as guests, out of the messages that mention them. */
async function eraseNames(client: pg.Client, accounts: string[]): Promise<void> {
  const guests = await client.query<Columns<"guests", "id">>("select id from guests where user_id = any($1::uuid[])", [accounts]);
  const people = [...accounts, ...guests.rows.map(({ id }) => id)];
  const { rows } = await client.query<MessageRow & Columns<"messages", "event_id">>(`select * from messages where ${MENTIONING}`, [people]);
  const run = running(client);
  for (const row of rows) {
    const { id, event_id } = row;
    const { text, mentions } = withoutNames(row.text, mentionsOf(row), new Set(people));
    await client.query("update messages set text = $3, mentions = $4 where event_id = $1 and id = $2", [
      event_id,
      id,
      text,
      JSON.stringify(keptMentions(mentions, row.edited_at)),
    ]);
    await client.query("update messages set reply_excerpt = $3 where event_id = $1 and reply_to = $2", [event_id, id, excerptOf(text)]);
    await redactWords(run, event_id, [{ body: { type: "chat.mentionErased", messageId: id, text, mentions } } as StoredEntry]);
  }
}

async function erasePhoto(client: pg.Client, { id, eventId, deletedBy }: Erasure): Promise<number> {
  const { rowCount } = await client.query(
    "update photos set removed_by = $3, removed_at = now() where event_id = $1 and id = $2 and removed_by is null",
    [eventId, id, deletedBy],
  );
  if (!rowCount) return 0;
  await client.query("delete from photo_files where event_id = $1 and photo_id = $2", [eventId, id]);
  return 1;
}

async function eraseText(client: pg.Client, { id, eventId, deletedBy }: Erasure): Promise<number> {
  const { rowCount } = await client.query(
    `update messages set text = '', reply_to = null, reply_name = '', reply_excerpt = '', deleted_by = $3, mentions = null
     where event_id = $1 and id = $2 and deleted_by is null`,
    [eventId, id, deletedBy],
  );
  if (!rowCount) return 0;
  await client.query("update messages set reply_excerpt = '' where event_id = $1 and reply_to = $2", [eventId, id]);
  await client.query("update events set pinned_message_id = null where id = $1 and pinned_message_id = $2", [eventId, id]);
  const entry = { body: { type: "chat.deleted", messageId: id, deletedBy } } as StoredEntry;
  await redactWords(running(client), eventId!, [entry]);
  return 1;
}
