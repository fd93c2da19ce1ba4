import { repliesTo } from "../../../server/src/chat/tables.ts";
import { allHostsOf, openInvitationsBy } from "../../../server/src/events/tables.ts";
import { guestsByEmail, guestsByUser, guestsByVisit, waitlist } from "../../../server/src/guests/tables.ts";
import { allBulletinsOf } from "../../../server/src/invitations/bulletins-table.ts";
import type { Selection } from "../../../server/src/log/event-table.ts";
import { shownPhotosOf } from "../../../server/src/photos/tables.ts";
import type { AnyRow } from "./memory-rows.ts";

type Matches = (row: AnyRow, keys: ReadonlySet<string>) => boolean;

/** Rows with one of the keys in a column. */
const keyedBy = (column: "email" | "user_id" | "visit_id" | "reply_to") => ({
  where: `${column} = wanted.key`,
  matches: ((row, keys) => row[column] != null && keys.has(row[column])) satisfies Matches,
});

/** What each selection's condition in SQL says, said in JavaScript. The texts are compared, so that neither changes alone. */
const conditions: Record<string, { where: string; matches: Matches }> = {
  [waitlist.name]: { where: "ticket is not null", matches: ({ ticket }) => ticket != null },
  [guestsByEmail.name]: keyedBy("email"),
  [guestsByUser.name]: keyedBy("user_id"),
  [guestsByVisit.name]: keyedBy("visit_id"),
  [repliesTo.name]: keyedBy("reply_to"),
  [openInvitationsBy.name]: {
    where: "created_by = wanted.key and accepted_at is null and revoked_at is null",
    matches: ({ created_by, accepted_at, revoked_at }, keys) => created_by != null && keys.has(created_by) && !accepted_at && !revoked_at,
  },
  [allHostsOf.name]: { where: "true", matches: () => true },
  [allBulletinsOf.name]: { where: "true", matches: () => true },
  [shownPhotosOf.name]: { where: "removed_by is null", matches: ({ removed_by }) => removed_by == null },
};

/** The rows of a selection, in its order and at most so many where it has one. */
export function selectRows(selection: Selection<never>, rows: Iterable<AnyRow>, keys: ReadonlySet<string>, limit: number): AnyRow[] {
  const condition = conditions[selection.name];
  if (condition?.where !== selection.where) throw new Error(`The simulation does not know how ${selection.name} selects.`);
  const found = [...rows].filter((row) => condition.matches(row, keys));
  const order = selection.inOrderOf as keyof AnyRow | undefined;
  if (!order) return found;
  return found.sort((a, b) => (a[order] as number) - (b[order] as number)).slice(0, limit);
}
