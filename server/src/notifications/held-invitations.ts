import type { HeldInvitation, HeldInvitations } from "@turnout/contract/invitations";
import { sql, type Kysely } from "kysely";
import type { Database } from "../db/database.ts";
import type { Computed, Narrowed, NotNull, Outer, Renamed } from "../db/row-types.ts";
import { accountADay, type AccountAllowance } from "../mail/budget.ts";

type HeldRow = Narrowed<
  NotNull<Renamed<"guests", { guestId: "id" }> & Renamed<"mails", { by: "held_by"; until: "held_until" }>, "by" | "until">,
  Pick<HeldInvitation, "by">
> &
  Outer<Renamed<"users", { since: "created_at" }>>;

/** An event's invitations that have not gone out: those that are on their way, and those that wait for
 * the budget and why, and those that did not arrive. */
export async function heldInvitations(
  db: Kysely<Database>,
  eventId: string,
  { allowance, now }: { allowance: AccountAllowance | null; now: Date },
): Promise<HeldInvitations> {
  const found = await sql<HeldRow>`
    select distinct on (guests.id) guests.id as "guestId", held_by as by, held_until as until, users.created_at as since
    from mails join guests on guests.id = (payload ->> 'guestId')::uuid and guests.removed_at is null and guests.delivery = 'queued'
    left join users on users.id = mails.sender_id
    where mails.event_id = ${eventId} and mails.state = 'queued' and held_until is not null and mails.kind = 'invitation'
    order by guests.id, held_until`.execute(db);
  const guests = await sql<Computed<"queued", "integer"> & Computed<"failed", "uuid[]">>`
    select count(*) filter (where delivery = 'queued')::int as queued,
      coalesce(array_agg(id order by id) filter (where delivery = 'failed' and standing = 'none'), '{}') as failed
    from guests where event_id = ${eventId} and delivery in ('queued', 'failed') and removed_at is null`.execute(db);
  const held = found.rows.toSorted((a, b) => a.until.getTime() - b.until.getTime());
  const byAccount = held.find(({ by }) => by === "account");
  return {
    onTheWay: Math.max(0, guests.rows[0]!.queued - held.length),
    failed: guests.rows[0]!.failed,
    held: held.map(({ guestId, by, until }) => ({ guestId, by, until: until.toISOString() })),
    aDay: byAccount && allowance !== null ? accountADay(byAccount.since, now, allowance) : null,
  };
}
