import type { EventStatus } from "@turnout/contract/events";
import type { Editing } from "./edits.ts";
import type { DraftFields } from "./fields.ts";

/** What is sent in one go: the making of an event, or changes to it. */
export interface Batch {
  commandId: string;
  creates: boolean;
  fields: Partial<DraftFields>;
  override?: boolean;
  /** A new time or place is not mailed to the guests. */
  quietly?: boolean;
  /** The host's words in the mail about it. */
  note?: string;
}

/** A form as it lies on this device until the server has all of it. */
export interface KeptDraft {
  created: boolean;
  status: EventStatus | null;
  server: DraftFields;
  edits: Editing["edits"];
  /** Sent, and not answered yet: it goes again under the same id. */
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
    // Without storage there was nothing kept either.
  }
}

/** Events that only this device knows of: their making has not reached the server. */
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
