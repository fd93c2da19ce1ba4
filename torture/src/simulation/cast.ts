import type { Random } from "../processes/random.ts";
import { deleteMessage, editMessage, postMessage } from "../../../server/src/chat/commands.ts";
import { editEvent } from "../../../server/src/events/commands.ts";
import { promoteWaiting } from "../../../server/src/guests/seats.ts";
import { waitlist } from "../../../server/src/guests/tables.ts";
import { rowsWhere } from "../../../server/src/log/event-table.ts";
import { aBrowser, aUser, idOf } from "./person.ts";

/** Editing an event as the application puts it together. */
export const edit = editEvent({ needs: [rowsWhere(waitlist)], afterEdit: promoteWaiting });
export { deleteMessage, editMessage, postMessage };

/** A guest's id that is in use at another event. */
export const TAKEN = idOf("b", 0xffff);

export type Cast = ReturnType<typeof aCast>;

/** Two hosts, those with a personal link, those with the share link, and somebody with nothing. */
export function aCast(random: Random) {
  const ada = aUser("Ada", 1);
  const barbara = aUser("Barbara", 2);
  const list = Array.from({ length: random.int(4, 8) }, (_, at) => aBrowser(`Guest ${at + 1}`, at + 1, idOf("b", at + 1)));
  const comers = ["Lin", "Kay"].map((name, at) => aBrowser(name, 100 + at, null));
  const stranger = aBrowser("Passer-by", 200, null);
  return { ada, barbara, list, comers, everyone: [ada, barbara, ...list, ...comers, stranger] };
}
