import { randomUUID } from "node:crypto";
import { isEmailAddress, normalizeEmail } from "@turnout/contract/email-address";
import { sql, type Kysely } from "kysely";
import { rewriteAccount, type SharedAccount } from "../accounts/rewrite-address.ts";
import type { Database } from "../db/database.ts";
import type { Columns, NotNull } from "../db/row-types.ts";
import { NIL_UUID } from "../db/uuid.ts";
import { rewriteInvited } from "../events/host-invitations.ts";
import { systemCaller } from "../log/caller.ts";
import type { ChangeEvent } from "../log/change-event.ts";
import { command } from "../log/command.ts";
import { rowsById } from "../log/event-table.ts";
import { rewriteMails, type Rewriting } from "../mail/rewrite-address.ts";
import { moveOf } from "./seats.ts";
import { guestsTable } from "./tables.ts";
import type { AnySecrets } from "../secrets.ts";

/** Addresses read at once, and guests changed concurrently. */
export const ADDRESSES_AT_ONCE = 500;

/** Normalizes a guest's address, also of removed guests, who are recognized by it. */
export const rewriteGuest = command({
  name: "rewriteGuest",

  needs: ({ guestId }: Rewriting & { commandId: string; guestId: string }) => [rowsById(guestsTable, [guestId])],

  decide(state, { guestId, from, to }) {
    const before = state.rows(guestsTable).get(guestId);
    if (before?.email !== from) return;
    const guest = state.rows(guestsTable).change(guestId, { email: to });
    if (guest.removed_at) return;
    state.actAs({ kind: "system", personId: null, name: "Turnout" });
    state.append({ type: "guest.edited", ...moveOf(state, guest, before) });
  },
});

interface Deps {
  db: Kysely<Database>;
  changeEvent: ChangeEvent;
  secret: AnySecrets;
}

export interface Rewritten {
  addresses: number;
  shared: SharedAccount[];
}

/**
 * Normalizes addresses that an earlier version stored as they were typed. Idempotent. Guests may share an address;
 * accounts that would share one keep theirs and are returned in `shared`.
 */
export async function rewriteAddresses({ db, changeEvent, secret }: Deps): Promise<Rewritten> {
  const done: Rewritten = { addresses: 0, shared: [] };
  const failed: unknown[] = [];
  for (let after = ""; ;) {
    const found = await addressesAfter(db, after);
    for (const from of found) {
      const to = normalizeEmail(from);
      if (to === from || !isEmailAddress(to)) continue;
      const rewriting = { from, to };
      const shared = await rewriteAccount(db, rewriting);
      if (shared) done.shared.push(shared);
      failed.push(...(await rewriteGuests({ db, changeEvent }, rewriting)));
      await rewriteInvited(db, rewriting);
      await rewriteMails(db, secret, rewriting);
      done.addresses += 1;
    }
    if (found.length < ADDRESSES_AT_ONCE) break;
    after = found.at(-1)!;
  }
  if (failed.length > 0) throw failed[0];
  return done;
}

/** Addresses that may need it: with characters beyond ASCII, or with `xn--`. */
async function addressesAfter(db: Kysely<Database>, after: string): Promise<string[]> {
  const found = await sql<NotNull<Columns<"guests", "email">, "email">>`
    select email from (
      select email from users union select email from guests where email is not null union select email from host_invitations
      union select recipient from mails union select substring(value from '"email":"([^"]+)"') from verifications
    ) as known
    where (email like '%@%xn--%' or octet_length(email) > char_length(email)) and email collate "C" > ${after}
    order by email collate "C" limit ${ADDRESSES_AT_ONCE}`.execute(db);
  return found.rows.map(({ email }) => email);
}

/** Rewrites all guests with the address, and returns the errors: one that fails does not stop the others. */
async function rewriteGuests({ db, changeEvent }: Pick<Deps, "db" | "changeEvent">, rewriting: Rewriting) {
  const failed: unknown[] = [];
  for (let after = NIL_UUID; ;) {
    const found: { rows: Columns<"guests", "id" | "event_id">[] } = await sql<Columns<"guests", "id" | "event_id">>`
      select id, event_id from guests where email = ${rewriting.from} and id > ${after} order by id limit ${ADDRESSES_AT_ONCE}`.execute(db);
    await Promise.all(
      found.rows.map(({ id, event_id }) =>
        changeEvent(event_id, rewriteGuest, { commandId: randomUUID(), guestId: id, ...rewriting }, systemCaller).catch((error: unknown) =>
          failed.push(error),
        ),
      ),
    );
    if (found.rows.length < ADDRESSES_AT_ONCE) break;
    after = found.rows.at(-1)!.id;
  }
  return failed;
}
