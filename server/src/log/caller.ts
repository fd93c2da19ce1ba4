/** Who sends a command, as far as cookies tell. What they may do is decided on the locked rows. */
export interface Caller {
  /** The same for every try of one intent: a signed-in user, or else a browser. */
  key: string;
  user: { id: string; name: string; email: string } | null;
  /** The place on this event's guest list that the caller's link or account leads to. */
  guestId: string | null;
  /** Which issue of that guest's links was used; null when the account leads there. */
  accessVersion: number | null;
  /** The host who handed over the personal link that was used: it lasts as long as that one hosts. */
  linkMadeBy?: string | null;
  /** The browser they come with; absent where it is of no account to what they do. */
  visitId?: string | null;
  /** Whether a host took off the list whom this browser's link belongs to. */
  wasRemoved?: boolean;
  /** Whether this browser has been a guest here by a link, be it in force or not. */
  hadGuest?: boolean;
  /** Which issue of the share link was used. */
  shareVersion: number | null;
}

/** The server itself: jobs that change an event. */
export const systemCaller: Caller = { key: "system", user: null, guestId: null, accessVersion: null, shareVersion: null };
