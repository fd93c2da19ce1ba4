import { normalizeEmail } from "@turnout/contract/email-address";
import { refuse } from "@turnout/contract/refusals";
import { sql } from "kysely";
import type { AccountDeps } from "./deps.ts";
import { requireFresh, requireUser } from "./policy.ts";
import type { SignedInUser } from "./session.ts";

/** How long after signing in with a passkey an operator may use what needs one (minutes). Later they have to use it again. */
export const STEP_UP_MINUTES = 15;

type OperatorDeps = Pick<AccountDeps, "db" | "now" | "operators">;

/** Whether OPERATORS names this account's address, which has to be verified. */
export function isOperator({ operators }: Pick<OperatorDeps, "operators">, user: Pick<SignedInUser, "email" | "emailVerified">): boolean {
  return user.emailVerified && (operators?.has(normalizeEmail(user.email)) ?? false);
}

/** An operator who has used a passkey of late in this session. Whoever only reads their mail, or has their password, gets no further. */
export async function requireOperator(deps: OperatorDeps, user: SignedInUser | null): Promise<SignedInUser> {
  const known = requireUser(user);
  if (!isOperator(deps, known)) refuse("not_allowed");
  if (!(await hasPasskey(deps, known))) refuse("passkey_missing");
  return requirePasskey(deps, known);
}

/**
 * For what changes who can sign in: a sign-in of late, and of an operator who has a passkey that it was by one. Whoever only reads their
 * mail could otherwise add a passkey, or make an account of the address anew, and be the operator.
 */
export async function requireOwner(deps: OperatorDeps, user: SignedInUser): Promise<void> {
  if (await needsPasskey(deps, user)) requirePasskey(deps, user);
  else requireFresh(user, deps.now());
}

/** The passkey of `requireOwner` alone, for the end of what began with it a while ago. */
export async function requireOperatorsPasskey(deps: OperatorDeps, user: SignedInUser): Promise<void> {
  if (await needsPasskey(deps, user)) requirePasskey(deps, user);
}

const needsPasskey = async (deps: OperatorDeps, user: SignedInUser) => isOperator(deps, user) && hasPasskey(deps, user);

function requirePasskey({ now }: Pick<OperatorDeps, "now">, user: SignedInUser): SignedInUser {
  const until = (user.passkeyAt?.getTime() ?? 0) + STEP_UP_MINUTES * 60_000;
  return until > now().getTime() ? user : refuse("passkey_required");
}

async function hasPasskey({ db }: Pick<OperatorDeps, "db">, { id }: SignedInUser): Promise<boolean> {
  const found = await sql`select 1 from passkeys where user_id = ${id} limit 1`.execute(db);
  return found.rows.length > 0;
}
