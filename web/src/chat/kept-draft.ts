const keyOf = (eventId: string) => `turnout.draft.${eventId}`;

/** Words written and not sent outlive a reload of the page. */
export function keptDraft(eventId: string): string {
  try {
    return sessionStorage.getItem(keyOf(eventId)) ?? "";
  } catch {
    return "";
  }
}

export function keepDraft(eventId: string, text: string): void {
  try {
    if (text === "") sessionStorage.removeItem(keyOf(eventId));
    else sessionStorage.setItem(keyOf(eventId), text);
  } catch {
    // A browser that keeps nothing: the words last as long as the page.
  }
}
