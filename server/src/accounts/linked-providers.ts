import type { LinkedProvider } from "@turnout/contract/providers";
import { refuse } from "@turnout/contract/refusals";
import { sql } from "kysely";
import { audit } from "../audit/audit.ts";
import type { Columns } from "../db/row-types.ts";
import type { AccountsContext } from "./context.ts";
import { requireFresh } from "./policy.ts";
import type { SignedInUser } from "./session.ts";

type Row = Columns<"credentials", "id" | "provider_id" | "created_at" | "updated_at">;

/** The providers by which the account can be signed in to, those of earlier settings too, the oldest first. */
export async function linkedProviders({ db, provider }: AccountsContext, user: SignedInUser): Promise<LinkedProvider[]> {
  const found = await sql<Row>`
    select id, provider_id, created_at, updated_at from credentials
    where user_id = ${user.id} and provider_id <> 'credential' order by created_at, id`.execute(db);
  return found.rows.map(({ id, provider_id: issuer, created_at, updated_at }) => {
    const current = provider?.is(issuer) ? provider : null;
    return {
      id,
      label: current?.label ?? URL.parse(issuer)?.hostname ?? issuer,
      isCurrent: current !== null,
      addedAt: created_at.toISOString(),
      usedAt: updated_at.toISOString(),
    };
  });
}

/** Unlinks one of the user's own providers: a link by email goes on to work. Refused with `reauthentication_required` long after a sign-in. */
export async function unlinkProvider({ db, now }: AccountsContext, user: SignedInUser, id: string): Promise<void> {
  requireFresh(user, now());
  await db.transaction().execute(async (tx) => {
    const removed = await sql`
      delete from credentials where id = ${id} and user_id = ${user.id} and provider_id <> 'credential' returning id`.execute(tx);
    if (removed.rows.length === 0) refuse("provider_not_found");
    await audit(tx, { action: "provider.unlinked", actorId: user.id });
  });
}
