import { refuse } from "@turnout/contract/refusals";
import type { SignedInUser } from "./session.ts";

/** For how long after signing in (minutes) somebody may change the address or end the account without doing so again. */
export const FRESH_MINUTES = 15;

export function freshUntil(user: Pick<SignedInUser, "signedInAt">): Date {
  return new Date(user.signedInAt.getTime() + FRESH_MINUTES * 60_000);
}

export function requireUser(user: SignedInUser | null): SignedInUser {
  return user ?? refuse("sign_in_required");
}

/** Somebody at an unlocked screen must not be able to take the account away. */
export function requireFresh(user: SignedInUser | null, now: Date): SignedInUser {
  const known = requireUser(user);
  return freshUntil(known) > now ? known : refuse("reauthentication_required");
}
