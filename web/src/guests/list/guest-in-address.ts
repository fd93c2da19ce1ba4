/**
 * A guest in the address of the guest list. After the "#", so that no server logs whose name it is; the list is searched for the name,
 * since the guest may be far down in it.
 */
export function addressOfGuest(eventId: string, { guestId, name }: { guestId: string; name: string }): string {
  return `/e/${eventId}/guests#${new URLSearchParams({ guest: guestId, search: name }).toString()}`;
}

/** The guest and the search that this address names. */
export function guestInAddress(hash: string): { guest: string | null; search: string } {
  const named = new URLSearchParams(hash.slice(1));
  return { guest: named.get("guest"), search: named.get("search") ?? "" };
}
