import { openMemoryCounter, requireAllowance, type OpenCounter } from "../http/rate-counters.ts";

/** Seconds that these limits look back. As long as a mailed link works: who has used up the mails has a link that does. */
export const WINDOW = 900;
/** Wrong passwords for one address, from however many clients. */
export const MAX_PASSWORD_TRIES = 10;
/** Mails that strangers can have us send to one address. */
export const MAX_MAILS = 3;

/**
 * Limits by address, beside those by client that every route has: known addresses and unknown ones alike. Counts
 * before the work is done, so that tries at the same moment are all counted.
 */
export interface Throttle {
  requirePasswordTry(email: string): Promise<void>;
  passwordWasRight(email: string): Promise<void>;
  requireMail(email: string): Promise<void>;
}

export function createThrottle(openCounter: OpenCounter = openMemoryCounter): Throttle {
  const tries = openCounter({ name: "passwordTries", points: MAX_PASSWORD_TRIES, seconds: WINDOW });
  const mails = openCounter({ name: "mails", points: MAX_MAILS, seconds: WINDOW });
  return {
    requirePasswordTry: (email) => requireAllowance(tries, email),
    passwordWasRight: async (email) => void (await tries.delete(email)),
    requireMail: (email) => requireAllowance(mails, email),
  };
}
