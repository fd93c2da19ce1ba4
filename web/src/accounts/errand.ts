import { serverNow } from "../clock.ts";

const PREFIX = "errand:";
/** As long as the slowest mailed link works (ms). */
const LASTS = 24 * 60 * 60 * 1000;

/** What somebody wanted before they were asked for an account. It is done, without a second press, once this browser has one. */
export interface Errand {
  kind: "publishDraft" | "saveDraft" | "keepInvitation";
  /** What they are called, where that is known already. */
  name?: string;
}

/** Leaves an errand at the page that will run it: the `next` of signing in, on this device only. */
export function leaveErrand(next: string, errand: Errand): void {
  try {
    localStorage.setItem(PREFIX + next, JSON.stringify({ ...errand, at: serverNow() }));
  } catch {
    // Without storage the errand takes one more press.
  }
}

/** The errand that waits at a page, in this browser. */
export function errandAt(next: string | null): Errand | null {
  try {
    const left = JSON.parse(localStorage.getItem(PREFIX + next) ?? "null") as (Errand & { at: number }) | null;
    return left && serverNow() - left.at < LASTS ? left : null;
  } catch {
    return null;
  }
}

/** The errand of that kind, for whoever asks first: of two tabs, one runs it. */
export function takeErrand(next: string, kind: Errand["kind"]): boolean {
  if (errandAt(next)?.kind !== kind) return false;
  localStorage.removeItem(PREFIX + next);
  return true;
}
