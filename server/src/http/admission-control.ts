/**
 * New connections whose user is still being looked up. When all clients reconnect at once, or the database hangs, the
 * ones beyond this are refused: each retries after a random delay, and open connections are not slowed down.
 */
export const MAX_BEING_IDENTIFIED = 2_000;

/** Too many lookups are pending: try again later. */
export class TooManyAtOnce extends Error {
  override readonly message = "too many are being admitted";
}

/** Runs lookups, a limited number at a time. One more is refused at once with `TooManyAtOnce`. */
export function createAdmissionControl(most = MAX_BEING_IDENTIFIED, countRefused: () => void = () => {}) {
  let pending = 0;
  return async function admit<Found>(lookUp: () => Promise<Found>): Promise<Found> {
    if (pending >= most) {
      countRefused();
      throw new TooManyAtOnce();
    }
    pending += 1;
    try {
      return await lookUp();
    } finally {
      pending -= 1;
    }
  };
}
