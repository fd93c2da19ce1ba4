import type { Proposal } from "@turnout/contract/guest-mail-entries";
import type { EditorStore } from "./editor-store.ts";
import type { DraftFields } from "./fields.ts";

/** The editor with a suggested time filled in. A time in a zone that nobody knows is not. */
export function addressOfSuggestion(eventId: string, { starts, ends, zone }: Proposal): string {
  const filled = new URLSearchParams({ starts, ...(ends !== null && { ends }) });
  return `/e/${eventId}/edit${zone === null ? `#${filled.toString()}` : ""}`;
}

const TIME = /^\d{4}-\d\d-\d\d(T\d\d:\d\d)?$/;

/** Fills in what the address says, once: the host may change it. */
export function fillIn(store: Pick<EditorStore, "edit">): void {
  const suggested = suggestionIn(location.hash);
  if (!suggested) return;
  history.replaceState(history.state, "", location.pathname);
  store.edit(suggested);
}

/** What such an address fills in. Null: nothing. */
export function suggestionIn(hash: string): Partial<DraftFields> | null {
  const filled = new URLSearchParams(hash.slice(1));
  const [starts, ends] = [filled.get("starts"), filled.get("ends")];
  if (!starts || !TIME.test(starts)) return null;
  const isSpan = ends !== null && TIME.test(ends) && ends.length === starts.length;
  return { allDay: !starts.includes("T"), starts, ...(isSpan && { ends }) };
}
