import type { ListedGuest } from "@turnout/contract/guests";
import { api, read } from "../../api/client.ts";
import { filterQuery, type GuestFilter } from "./guest-filter.ts";

/** Every guest that matches the filter, also those that the list has not loaded, page by page. */
export async function allMatching(eventId: string, filter: GuestFilter): Promise<ListedGuest[]> {
  const found: ListedGuest[] = [];
  let cursor: string | null = null;
  do {
    // Each page begins where the one before it ended.
    // oxlint-disable-next-line no-await-in-loop
    const page: { guests: ListedGuest[]; next: string | null } = await read(
      api.GET("/api/events/{eventId}/guests", { params: { path: { eventId }, query: filterQuery(filter, cursor) } }),
    );
    found.push(...page.guests);
    cursor = page.next;
  } while (cursor !== null);
  return found;
}
