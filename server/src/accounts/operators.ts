import { normalizeEmail } from "@turnout/contract/email-address";
import { refuse } from "@turnout/contract/refusals";
import { sql } from "kysely";
import type { AccountDeps } from "./deps.ts";
import { requireFresh, requireUser } from "./policy.ts";
import type { Columns, Computed, Outer } from "../db/row-types.ts";
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
  const standing = await passkeyStanding(deps, known);
  if (!standing.has_passkey) refuse("passkey_missing");
  requireUseOfLate(deps, standing);
  return known;
}

/**
 * For what changes who can sign in: a sign-in of late, and of an operator who has a passkey that it was by one. Whoever only reads their
 * mail could otherwise add a passkey, or make an account of the address anew, and be the operator.
 */
export async function requireOwner(deps: OperatorDeps, user: SignedInUser): Promise<void> {
  const standing = isOperator(deps, user) && (await passkeyStanding(deps, user));
  if (standing && standing.has_passkey) requireUseOfLate(deps, standing);
  else requireFresh(user, deps.now());
}

/** The passkey of `requireOwner` alone, for the end of what began with it a while ago. */
export async function requireOperatorsPasskey(deps: OperatorDeps, user: SignedInUser): Promise<void> {
  if (!isOperator(deps, user)) return;
  const standing = await passkeyStanding(deps, user);
  if (standing.has_passkey) requireUseOfLate(deps, standing);
}

type Standing = Computed<"has_passkey", "boolean"> & Outer<Columns<"sessions", "passkey_at">>;

/** Asked each time: what a process remembers of a session may be some seconds old, and a removed passkey opens nothing more, in any process. */
async function passkeyStanding({ db }: Pick<OperatorDeps, "db">, { id, sessionId }: SignedInUser): Promise<Standing> {
  const found = await sql<Standing>`
    select exists (select from passkeys where user_id = ${id}) as has_passkey,
      (select passkey_at from sessions where id = ${sessionId} and user_id = ${id}) as passkey_at`.execute(db);
  return found.rows[0]!;
}

function requireUseOfLate({ now }: Pick<OperatorDeps, "now">, { passkey_at }: Standing): void {
  const until = (passkey_at?.getTime() ?? 0) + STEP_UP_MINUTES * 60_000;
  if (until <= now().getTime()) refuse("passkey_required");
}
