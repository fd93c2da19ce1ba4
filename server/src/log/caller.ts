/** Who sends a command, by their cookies. What they may do is decided on the locked rows. */
export interface Caller {
  /** Identifies the sender across retries: a signed-in user, or else a browser. */
  key: string;
  user: { id: string; name: string; email: string } | null;
  /** The id of the guest that the caller's link or account belongs to. */
  guestId: string | null;
  /** The version of that guest's links that was used; null when the account belongs to the guest. */
  accessVersion: number | null;
  /** The host who handed over the personal link that was used; it is valid as long as they are a host. */
  linkMadeBy?: string | null;
  /** The id of the browser's visit; absent where no rule depends on it. */
  visitId?: string | null;
  /** Whether a host has removed the guest that this browser's link belongs to. */
  wasRemoved?: boolean;
  /** Whether this browser has been a guest here by a link, valid or not. */
  hadGuest?: boolean;
  /** The version of the share link that was used. */
  shareVersion: number | null;
}

/** The server itself, for jobs that change an event. */
export const systemCaller: Caller = { key: "system", user: null, guestId: null, accessVersion: null, shareVersion: null };
