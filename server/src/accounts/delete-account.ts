import { randomUUIDv7 } from "node:crypto";
import { refuse } from "@turnout/contract/refusals";
import { sql } from "kysely";
import { audit } from "../audit/audit.ts";
import type { AccountsContext } from "./context.ts";
import { requireOwner } from "./operators.ts";
import type { SignedInUser } from "./session.ts";

/**
 * Deletes an account with its sessions, password and address. Refused with `sole_host` while the user is the only host
 * of an upcoming event, which has to be cancelled or handed over first. `HostedEvents` decides about the other events;
 * answers given as a guest stay, since the hosts had them already.
 */
export async function deleteAccount(context: AccountsContext, user: SignedInUser): Promise<void> {
  await requireOwner(context, user);
  await requireNothingUpcoming(context, user);
  await context.hostedEvents.leaveEvents(user);

  await context.db.transaction().execute(async (tx) => {
    // A command that makes this user a host references the row: it waits for this lock, and then fails.
    await sql`select id from users where id = ${user.id} for update`.execute(tx);
    const hosting = await context.hostedEvents.stillHosting(tx, user.id);
    if (hosting > 0) refuse("sole_host", { events: hosting });
    await sql`delete from users where id = ${user.id}`.execute(tx);
    await audit(tx, { action: "account.deleted", actorId: user.id });
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
