import { refuse } from "@turnout/contract/refusals";
import { openMemoryCounter, TooMany, type Counter, type OpenCounter } from "../http/rate-counters.ts";

/** Seconds that these limits look back. As long as a mailed link works: who has used up the mails has a link that does. */
export const WINDOW = 900;
/** Wrong passwords for one address from one network, so that nobody elsewhere can use up its owner's. */
export const MAX_PASSWORD_TRIES = 10;
/** Wrong passwords for one address from all networks together: guessing from everywhere is slow too. */
export const MAX_PASSWORD_TRIES_EVERYWHERE = 100;
/** Mails with a way in that strangers can have us send to one address. */
export const MAX_MAILS = 3;
/** Mails to one address that give no way in: counted apart, or they would take the place of those that do. */
export const MAX_NOTICES = 3;

/**
 * Limits by address, beside those by client that every route has: known addresses and unknown ones alike. Counts
 * before the work is done, so that tries at the same moment are all counted.
 */
export interface Throttle {
  requirePasswordTry(email: string, network: string): Promise<void>;
  passwordWasRight(email: string, network: string): Promise<void>;
  requireMail(email: string): Promise<void>;
  /** For a mail that does not let its reader in. */
  requireNotice(email: string): Promise<void>;
}

export function createThrottle(openCounter: OpenCounter = openMemoryCounter): Throttle {
  const tries = openCounter({ name: "passwordTries", points: MAX_PASSWORD_TRIES, seconds: WINDOW });
  const everywhere = openCounter({ name: "passwordTriesEverywhere", points: MAX_PASSWORD_TRIES_EVERYWHERE, seconds: WINDOW });
  const mails = openCounter({ name: "mails", points: MAX_MAILS, seconds: WINDOW });
  const notices = openCounter({ name: "notices", points: MAX_NOTICES, seconds: WINDOW });
  return {
    async requirePasswordTry(email, network) {
      await take(tries, `${network} ${email}`); // first: who has no tries left here takes none from elsewhere
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
