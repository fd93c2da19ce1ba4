import { refuse } from "@turnout/contract/refusals";
import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";

/** Seconds that a limit looks back. As long as a mailed link works: who has used up the mails has a link that does. */
export const WINDOW = 900;
/** Wrong passwords for one address, from wherever they come. */
export const MAX_PASSWORD_TRIES = 10;
/** Wrong passwords from one network, for whatever address. */
export const MAX_PASSWORD_TRIES_PER_CLIENT = 60;
/** Mails that strangers can have us send to one address. */
export const MAX_MAILS = 3;
/** Mails that one network can have us send, to whatever address. */
export const MAX_MAILS_PER_CLIENT = 30;
/** Mailed tokens that one network can try. */
export const MAX_TOKENS_PER_CLIENT = 60;

/** Counts before the work is done, so that tries at the same moment are all counted. */
export interface Throttle {
  requirePasswordTry(email: string, client: string): Promise<void>;
  /** The password was right: the address starts anew. The network does not, or one own account would pay for guessing at others. */
  passwordWasRight(email: string): Promise<void>;
  requireMail(email: string, client: string): Promise<void>;
  requireTokenTry(client: string): Promise<void>;
}

export function createThrottle(): Throttle {
  const limit = (points: number) => new RateLimiterMemory({ points, duration: WINDOW });
  const tries = limit(MAX_PASSWORD_TRIES);
  const triesPerClient = limit(MAX_PASSWORD_TRIES_PER_CLIENT);
  const mails = limit(MAX_MAILS);
  const mailsPerClient = limit(MAX_MAILS_PER_CLIENT);
  const tokensPerClient = limit(MAX_TOKENS_PER_CLIENT);

  return {
    async requirePasswordTry(email, client) {
      await take(triesPerClient, client);
      await take(tries, email);
    },
    async passwordWasRight(email) {
      await tries.delete(email);
    },
    async requireMail(email, client) {
      await take(mailsPerClient, client);
      await take(mails, email);
    },
    requireTokenTry: (client) => take(tokensPerClient, client),
  };
}

async function take(limiter: RateLimiterMemory, key: string) {
  try {
    await limiter.consume(key);
  } catch (refused) {
    if (!(refused instanceof RateLimiterRes)) throw refused;
    refuse("too_many_requests", { retryAfter: Math.ceil(refused.msBeforeNext / 1000) });
  }
}
