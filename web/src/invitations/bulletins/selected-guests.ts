/** What the guest list leaves with the address of the page on which guests are emailed: those who were selected there. */
export interface SelectedGuests {
  guestIds: string[];
}

/** Whether the page was opened to thank guests. */
export function wantsThanks(state: unknown): boolean {
  return typeof state === "object" && state !== null && "thanks" in state && state.thanks === true;
}

/** The guests who were selected, from the browser's history; nobody where the page was opened in another way. */
export function selectedGuests(state: unknown): string[] {
  const { guestIds } = (typeof state === "object" && state !== null ? state : {}) as Partial<SelectedGuests>;
  return Array.isArray(guestIds) ? guestIds.filter((id) => typeof id === "string") : [];
}
