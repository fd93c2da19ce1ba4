import { randomUUID } from "node:crypto";
import { sql, type Kysely } from "kysely";
import type { Database } from "../db/database.ts";
import type { Columns, Computed } from "../db/row-types.ts";
import type { ChangeEvent } from "../log/change-event.ts";
import { systemCaller } from "../log/caller.ts";
import { eraseMentions } from "./commands.ts";

/** Messages of one event that are reworded in one transaction. */
export const REWORDED_AT_ONCE = 100;

/** The messages that mention any of these people; `$1` is their ids. */
export const MENTIONING = `messages.mentions is not null and exists (select from unnest($1::uuid[]) as person (id)
  where messages.mentions @> jsonb_build_object('people', jsonb_build_array(jsonb_build_object('personId', person.id))))`;

/**
 * Takes the name of whoever's account is deleted out of all messages that mention them, as a host or as a guest, also where they do not
 * host any more or were removed from the list.
 */
export async function eraseMentionsOf(
  { db, changeEvent }: { db: Kysely<Database>; changeEvent: ChangeEvent },
  userId: string,
): Promise<void> {
  const guests = await sql<Columns<"guests", "id">>`select id from guests where user_id = ${userId}`.execute(db);
  const personIds = [userId, ...guests.rows.map(({ id }) => id)];
  const found = await sql<Columns<"messages", "event_id"> & Computed<"messageIds", "uuid[]">>`
    select event_id, array_agg(distinct messages.id) as "messageIds" from unnest(${personIds}::uuid[]) as person (id)
    join messages on mentions @> jsonb_build_object('people', jsonb_build_array(jsonb_build_object('personId', person.id)))
    group by event_id`.execute(db);
  for (const { event_id, messageIds } of found.rows)
    for (let at = 0; at < messageIds.length; at += REWORDED_AT_ONCE) {
      const input = { commandId: randomUUID(), messageIds: messageIds.slice(at, at + REWORDED_AT_ONCE), personIds };
      await changeEvent(event_id, eraseMentions, input, systemCaller);
    }
}
