import type { GuestCard } from "@turnout/contract/guests";
import { MAX_TAGS } from "@turnout/contract/guest-tags";

/** What tagging these guests would do, before it is done. */
export interface TagPlan {
  /** Those that it would change. */
  guestIds: string[];
  /** Have the tag already, or lack it where it is to be taken off. */
  unchanged: number;
  /** Can have no more tags. */
  full: number;
}

/** The server decides by the same rules, on the list as it is then. */
export function planTags(guests: Iterable<GuestCard>, tag: string, tagged: boolean): TagPlan {
  const plan: TagPlan = { guestIds: [], unchanged: 0, full: 0 };
  for (const { guestId, tags = [] } of guests) {
    if (tags.includes(tag) === tagged) plan.unchanged += 1;
    else if (tagged && tags.length >= MAX_TAGS) plan.full += 1;
    else plan.guestIds.push(guestId);
  }
  return plan;
}
