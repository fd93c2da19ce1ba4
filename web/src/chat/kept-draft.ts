const keyOf = (eventId: string) => `turnout.draft.${eventId}`;

/** Where the browser stores nothing, or has no room left, a draft lasts as long as the page. */
const unstored = new Map<string, string>();

/** An unsent message survives a reload of the page. */
export function keptDraft(eventId: string): string {
  const kept = unstored.get(eventId);
  if (kept !== undefined) return kept;
  try {
    return sessionStorage.getItem(keyOf(eventId)) ?? "";
  } catch {
    return "";
  }
}

export function keepDraft(eventId: string, text: string): void {
  unstored.delete(eventId);
  try {
    if (text === "") sessionStorage.removeItem(keyOf(eventId));
    else sessionStorage.setItem(keyOf(eventId), text);
  } catch {
    unstored.set(eventId, text);
  }
}
