import { refuse } from "@turnout/contract/refusals";
import type { SignedInUser } from "./session.ts";

/** How long after signing in a user may change the address or delete the account (minutes). Later they have to sign in again. */
export const FRESH_MINUTES = 15;

export function freshUntil(user: Pick<SignedInUser, "signedInAt">): Date {
  return new Date(user.signedInAt.getTime() + FRESH_MINUTES * 60_000);
}

export function requireUser(user: SignedInUser | null): SignedInUser {
  return user ?? refuse("sign_in_required");
}

/** Refuses users who signed in longer ago than `FRESH_MINUTES`, so that nobody at an unlocked screen can take over the account. */
export function requireFresh(user: SignedInUser | null, now: Date): SignedInUser {
  const known = requireUser(user);
  return freshUntil(known) > now ? known : refuse("reauthentication_required");
}
