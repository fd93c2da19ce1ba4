/** How long a host has to let a removed guest in again before the guest hears of it (ms). */
export const REMOVAL_GRACE = 5 * 60_000;
