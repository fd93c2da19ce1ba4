import type { ListedGuest } from "@turnout/contract/guests";
import { api, read } from "../../api/client.ts";
import type { GuestFilter } from "./use-guest-list.ts";

/** Every guest that matches the filter, also those that the list has not loaded, page by page. */
export async function allMatching(eventId: string, { search, standing, tag, reach, order }: GuestFilter): Promise<ListedGuest[]> {
  const found: ListedGuest[] = [];
  let cursor: string | null = null;
  do {
    const query = { search, order, ...(standing && { standing }), ...(tag && { tag }), ...(reach && { reach }), ...(cursor && { cursor }) };
    // Each page begins where the one before it ended.
    // oxlint-disable-next-line no-await-in-loop
    const page: { guests: ListedGuest[]; next: string | null } = await read(
      api.GET("/api/events/{eventId}/guests", { params: { path: { eventId }, query } }),
    );
    found.push(...page.guests);
    cursor = page.next;
  } while (cursor !== null);
  return found;
}
