import { serverNow } from "../clock.ts";

const PREFIX = "errand:";
/** How long the longest-lived emailed link works (ms). */
const LASTS = 24 * 60 * 60 * 1000;

/** What somebody was doing when an account was asked for. It is carried out without a second click once they are signed in. */
export interface Errand {
  kind: "publishDraft" | "saveDraft" | "keepInvitation";
  /** Their name, if it is known. */
  name?: string;
}

/** Stores an errand for the page that runs it: the `next` of signing in, on this device only. */
export function leaveErrand(next: string, errand: Errand): void {
  try {
    localStorage.setItem(PREFIX + next, JSON.stringify({ ...errand, at: serverNow() }));
  } catch {
    // Without storage the errand takes one more click.
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

/** Takes the errand of that kind: of two tabs, one runs it. */
export function takeErrand(next: string, kind: Errand["kind"]): boolean {
  if (errandAt(next)?.kind !== kind) return false;
  localStorage.removeItem(PREFIX + next);
  return true;
}
