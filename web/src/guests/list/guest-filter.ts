import type { ConfirmedFilter, GuestOrder, GuestReach, Standing } from "@turnout/contract/guests";

export interface GuestFilter {
  search: string;
  standing: Standing | null;
  /** Only those with this tag. */
  tag?: string | null;
  /** Only those whom that reached. */
  reach?: GuestReach | null;
  /** Only those who are going and confirmed that they still come, or did not. */
  confirmed?: ConfirmedFilter | null;
  order: GuestOrder;
}

/** The filter as the query of a request for the page that begins at this cursor: the same for the list and for whoever goes through all of it. */
export function filterQuery({ search, order, standing, tag, reach, confirmed }: GuestFilter, cursor: string | null) {
  return {
    search,
    order,
    ...(standing && { standing }),
    ...(tag && { tag }),
    ...(reach && { reach }),
    ...(confirmed && { confirmed }),
    ...(cursor && { cursor }),
  };
}
