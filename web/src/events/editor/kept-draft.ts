import type { EventStatus } from "@turnout/contract/events";
import type { Editing } from "./edits.ts";
import type { DraftFields } from "./fields.ts";

/** One batch: the creation of an event, or edits of it. */
export interface Batch {
  commandId: string;
  creates: boolean;
  fields: Partial<DraftFields>;
  override?: boolean;
  /** Guests are not emailed about a new time or place. */
  quietly?: boolean;
  /** The host's note in the email about it. */
  note?: string;
}

/** A form as it is kept on this device until the server has everything. */
export interface KeptDraft {
  created: boolean;
  status: EventStatus | null;
  server: DraftFields;
  edits: Editing["edits"];
  /** Sent and unanswered: it is sent again under the same id. */
  flying: Batch | null;
  at: number;
}

const PREFIX = "draft:";

/** Keeps a form on this device; false when the browser has no room for it. */
export function keepDraft(eventId: string, draft: KeptDraft): boolean {
  try {
    localStorage.setItem(PREFIX + eventId, JSON.stringify(draft));
    return true;
  } catch {
    return false;
  }
}

export function keptDraft(eventId: string): KeptDraft | null {
  try {
    return JSON.parse(localStorage.getItem(PREFIX + eventId) ?? "null") as KeptDraft | null;
  } catch {
    return null;
  }
}

export function forgetDraft(eventId: string) {
  try {
    localStorage.removeItem(PREFIX + eventId);
  } catch {
    // Without storage nothing was kept.
  }
}

/** Events that only this device has: their creation has not reached the server. */
export function draftsOnlyHere(): { eventId: string; draft: KeptDraft }[] {
  try {
    const ids = Object.keys(localStorage)
      .filter((key) => key.startsWith(PREFIX))
      .map((key) => key.slice(PREFIX.length));
    return ids.flatMap((eventId) => {
      const draft = keptDraft(eventId);
      return draft && !draft.created ? [{ eventId, draft }] : [];
    });
  } catch {
    return [];
  }
}
