import { randomUUIDv7 } from "node:crypto";
import { refuse } from "@turnout/contract/refusals";
import { sql } from "kysely";
import type { AccountsContext } from "./context.ts";
import { requireFresh } from "./policy.ts";
import type { SignedInUser } from "./session.ts";

/**
 * Ends an account for good: its sessions, its password, its address. An upcoming event that nobody else hosts has
 * to be called off or handed over first (`sole_host`). What becomes of the others, `HostedEvents` decides; answers given
 * as a guest stay with the event's hosts, who had them before.
 */
export async function deleteAccount(context: AccountsContext, user: SignedInUser): Promise<void> {
  requireFresh(user, context.now());
  await requireNothingUpcoming(context, user);
  await context.hostedEvents.leaveEvents(user);

  await context.db.transaction().execute(async (tx) => {
    // Whoever makes this user a host meanwhile references the row: the lock has them wait, and then fail.
    await sql`select id from users where id = ${user.id} for update`.execute(tx);
    const hosting = await context.hostedEvents.stillHosting(tx, user.id);
    if (hosting > 0) refuse("sole_host", { events: hosting });
    await sql`delete from users where id = ${user.id}`.execute(tx);
    await context.queueMail(tx, {
      cause: `account-deleted/${randomUUIDv7()}`,
      kind: "accountDeleted",
      recipient: user.email,
      payload: { locale: user.locale, name: user.name },
    });
  });
  context.sessions.userEnded(user.id);
}

async function requireNothingUpcoming({ hostedEvents }: AccountsContext, user: SignedInUser) {
  const events = await hostedEvents.hostedAlone(user.id);
  if (events > 0) refuse("sole_host", { events });
}
