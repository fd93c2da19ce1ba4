import type { Prepared } from "./use-thanks.ts";

const keyOf = (eventId: string) => `turnout.bulletin.${eventId}`;

/** What was written to an event's guests in this tab and not sent. Null: nothing, or the browser stores nothing. */
export function keptBulletin(eventId: string): Prepared | null {
  try {
    return JSON.parse(sessionStorage.getItem(keyOf(eventId)) ?? "null") as Prepared | null;
  } catch {
    return null;
  }
}

/** Keeps it over a reload, and while another page is looked at. Without any words, nothing is kept. */
export function keepBulletin(eventId: string, written: Prepared): void {
  try {
    if (written.subject === "" && written.text === "") sessionStorage.removeItem(keyOf(eventId));
    else sessionStorage.setItem(keyOf(eventId), JSON.stringify(written));
  } catch {
    // Where the browser stores nothing, it lasts as long as the page.
  }
}
