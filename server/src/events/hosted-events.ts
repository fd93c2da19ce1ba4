import { randomUUID } from "node:crypto";
import { sql, type Kysely } from "kysely";
import type { HostedEvents } from "../accounts/deps.ts";
import type { Database } from "../db/database.ts";
import type { Columns, Computed } from "../db/row-types.ts";
import { statementsIn } from "../db/statements.ts";
import type { ChangeEvent } from "../log/change-event.ts";
import { removeHost } from "./commands.ts";
import { NOT_OVER } from "./is-over.ts";
import { HOSTED_BY_THESE_ALONE, removeDrafts } from "./remove-drafts.ts";

/** What happens to a user's events when their account is deleted: an upcoming event must not lose its last host. */
export function openHostedEvents({ db, changeEvent }: { db: Kysely<Database>; changeEvent: ChangeEvent }): HostedEvents {
  return {
    async hostedAlone(userId) {
      const found = await sql<Computed<"count", "integer">>`
        select count(*)::int as count from events join hosts on hosts.event_id = events.id
        where hosts.id = ${userId} and status = 'published' and ${sql.raw(NOT_OVER)}
          and not exists (select 1 from hosts other where other.event_id = events.id and other.id <> ${userId})`.execute(db);
      return found.rows[0]!.count;
    },

    async leaveEvents(user) {
      const caller = { key: `user:${user.id}`, user, guestId: null, accessVersion: null, shareVersion: null };
      await db.transaction().execute((tx) => removeDrafts(statementsIn(tx), HOSTED_BY_THESE_ALONE, [user.id]));
      const shared = await sql<Columns<"hosts", "event_id">>`
        select event_id from hosts where id = ${user.id}
          and exists (select 1 from hosts other where other.event_id = hosts.event_id and other.id <> ${user.id})`.execute(db);
      for (const { event_id } of shared.rows) await changeEvent(event_id, removeHost, { commandId: randomUUID(), userId: user.id }, caller);
    },

    async stillHosting(tx, userId) {
      const found = await sql<Computed<"count", "integer">>`
        select count(*)::int as count from events join hosts on hosts.event_id = events.id
        where hosts.id = ${userId} and status = 'published' and ${sql.raw(NOT_OVER)}`.execute(tx);
      return found.rows[0]!.count;
    },
  };
}
