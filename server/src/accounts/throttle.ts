import { refuse } from "@turnout/contract/refusals";
import { openMemoryCounter, TooMany, type Counter, type OpenCounter } from "../http/rate-counters.ts";

/** Window of these limits (s). As long as an emailed link works, so that whoever has used up the emails has a working link. */
export const WINDOW = 900;
/** Password attempts for one address from one network; per network, so that others cannot lock the owner out. */
export const MAX_PASSWORD_TRIES = 10;
/** Password attempts for one address from all networks together, against distributed guessing. */
export const MAX_PASSWORD_TRIES_EVERYWHERE = 100;
/** Emails with a sign-in link that anybody can trigger to one address. */
export const MAX_MAILS = 3;
/** Emails to one address that grant no access; counted apart, so that they never use up those that do. */
export const MAX_NOTICES = 3;

/**
 * Limits by email address, besides every route's limit by client. Known and unknown addresses are treated alike. Counts
 * before the work is done, so that concurrent attempts are all counted.
 */
export interface Throttle {
  requirePasswordTry(email: string, network: string): Promise<void>;
  passwordWasRight(email: string, network: string): Promise<void>;
  requireMail(email: string): Promise<void>;
  /** For an email that grants no access. */
  requireNotice(email: string): Promise<void>;
}

export function createThrottle(openCounter: OpenCounter = openMemoryCounter): Throttle {
  const tries = openCounter({ name: "passwordTries", points: MAX_PASSWORD_TRIES, seconds: WINDOW });
  const everywhere = openCounter({ name: "passwordTriesEverywhere", points: MAX_PASSWORD_TRIES_EVERYWHERE, seconds: WINDOW });
  const mails = openCounter({ name: "mails", points: MAX_MAILS, seconds: WINDOW });
  const notices = openCounter({ name: "notices", points: MAX_NOTICES, seconds: WINDOW });
  return {
    async requirePasswordTry(email, network) {
      await take(tries, `${network} ${email}`); // first, so that a network without attempts left uses up none of the others'
      await take(everywhere, email);
    },
    async passwordWasRight(email, network) {
      await tries.delete(`${network} ${email}`);
      await everywhere.delete(email);
    },
    requireMail: (email) => take(mails, email),
    requireNotice: (email) => take(notices, email),
  };
}

async function take(limiter: Counter, key: string) {
  try {
    await limiter.consume(key);
  } catch (refused) {
    if (!(refused instanceof TooMany)) throw refused;
    refuse("too_many_requests", { seconds: Math.ceil(refused.msBeforeNext / 1000) });
  }
}
