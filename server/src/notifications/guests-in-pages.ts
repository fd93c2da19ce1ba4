import type { Renamed } from "../db/row-types.ts";
import { NIL_UUID } from "../db/uuid.ts";

/** Guests that are changed concurrently. */
export const AT_ONCE = 500;

type Found = Renamed<"guests", { eventId: "event_id"; guestId: "id" }>;

/** Changes all guests that are found, some at a time, in the order of their ids. Throws what the first of a page failed with, after all of it were tried. */
export async function changeInPages<Guest extends Found>(
  find: (after: string) => Promise<Guest[]>,
  change: (guest: Guest) => Promise<unknown>,
): Promise<void> {
  for (let after = NIL_UUID; ;) {
    const found = await find(after);
    const failed = (await Promise.allSettled(found.map(change))).find((one) => one.status === "rejected");
    if (failed) throw failed.reason; // the daily job tries again
    if (found.length < AT_ONCE) return;
    after = found.at(-1)!.guestId;
  }
}
