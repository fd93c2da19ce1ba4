import type { Arrival } from "@turnout/contract/arrivals";
import type { Standing } from "@turnout/contract/guests";
import type { DeliveryState } from "@turnout/contract/invitations";
import type { QuestionAnswers } from "@turnout/contract/questions";
import type { Columns, Narrowed } from "../db/row-types.ts";
import type { EventTable, Selection } from "../log/event-table.ts";
import { columnsOf } from "../log/table-columns.ts";

/**
 * One row of `guests`; its columns are generated from the table. `party_size` counts the people that the answer is about, the guest
 * included, and `plus_ones` has a name or an empty string for each other; `plus_ones_allowed` overrides the event's limit. `ticket`
 * is the number drawn when joining the waitlist, kept until leaving it. Raising `access_version` revokes every link and visit of
 * the guest. `removed_standing` is null for guests on the list. `visit_id`: the browser whose first answer put them there, or what
 * stands for it where they were signed in; null where a host did. `arrivals` are those that add up to `arrived`, unless another
 * version of the server counted some. `confirmed_for`: the day of the start for which they confirmed that they still come, which an answer
 * other than going takes back.
 */
export type GuestRow = Narrowed<
  Columns<"guests", keyof typeof columnsOf.guests>,
  {
    standing: Standing;
    plus_ones: string[];
    source: "invited" | "link" | "walkIn" | "host";
    removed_standing: Standing | null;
    /** Without what `delivered` says besides: `deliveryOf` has both. */
    delivery: Exclude<DeliveryState, "delivered">;
    arrivals: Arrival[];
    tags: string[];
    question_answers: QuestionAnswers;
  }
>;

/** How far the last email to a guest got. */
export const deliveryOf = ({ delivery, delivered }: Pick<GuestRow, "delivery" | "delivered">): DeliveryState =>
  delivery === "sent" && delivered ? "delivered" : delivery;

export const guestsTable: EventTable<GuestRow> = { name: "guests", columns: columnsOf.guests };

/** The waitlist, longest waiting first. */
export const waitlist: Selection<GuestRow> = {
  name: "waitlist",
  table: guestsTable,
  keys: null,
  where: "ticket is not null",
  inOrderOf: "ticket",
  listedIn: { table: "waitlist", id: "guest_id" },
};

/** Removed guests included, who must not get back on the list by answering again. */
export const guestsByEmail: Selection<GuestRow> = {
  name: "guestsByEmail",
  table: guestsTable,
  keys: "text",
  where: "email = wanted.key",
};

/** Removed guests included. */
export const guestsByUser: Selection<GuestRow> = {
  name: "guestsByUser",
  table: guestsTable,
  keys: "uuid",
  where: "user_id = wanted.key",
};

/** Removed guests included. */
export const guestsByVisit: Selection<GuestRow> = {
  name: "guestsByVisit",
  table: guestsTable,
  keys: "uuid",
  where: "visit_id = wanted.key",
};
