/** What the guest list leaves with the address of the page on which guests are emailed: those who were selected there. */
export interface SelectedGuests {
  guestIds: string[];
}

/** The guests who were selected, from the browser's history; nobody where the page was opened in another way. */
export function selectedGuests(state: unknown): string[] {
  const { guestIds } = (typeof state === "object" && state !== null ? state : {}) as Partial<SelectedGuests>;
  return Array.isArray(guestIds) ? guestIds.filter((id) => typeof id === "string") : [];
}
