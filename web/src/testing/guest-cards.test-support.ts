import type { GuestCard, ListedGuest } from "@turnout/contract/guests";
import { faces } from "./snapshots.test-support.ts";

/** A guest as hosts see one, without an answer until the test gives one. */
export function guestCard(at: number, more: Partial<GuestCard> = {}): GuestCard {
  const { guestId, name } = faces[at]!;
  return {
    guestId,
    name,
    email: `${name.split(" ")[0]!.toLowerCase()}@example.org`,
    standing: "none",
    partySize: 1,
    plusOnes: [],
    note: "",
    ticket: null,
    source: "invited",
    answeredAt: null,
    ...more,
  };
}

/** These guests, a hundred at a time. */
export function inPages(guests: ListedGuest[]): ReturnType<typeof listOf> {
  return ({ query }) => {
    const from = Number(query.get("cursor") ?? 0);
    const next = from + 100 < guests.length ? String(from + 100) : null;
    return { body: { guests: guests.slice(from, from + 100), total: guests.length, next } };
  };
}

const reaches: Record<string, (guest: Pick<ListedGuest, "delivery" | "opened">) => boolean> = {
  opened: ({ opened = false }) => opened,
  delivered: ({ delivery, opened = false }) => delivery === "delivered" && !opened,
  never: ({ delivery }) => delivery === "notSent" || delivery === "failed",
};

/** The server's list of these guests: as it searches, filters and orders. */
export function listOf(guests: ListedGuest[]) {
  return ({ query }: { query: URLSearchParams }) => {
    const found = guests.filter(
      ({ name, standing, delivery, opened = false, tags = [] }) =>
        name.toLowerCase().includes((query.get("search") ?? "").toLowerCase()) &&
        (query.get("standing") ?? standing) === standing &&
        (query.get("reach") === null || (standing === "none" && reaches[query.get("reach")!]!({ delivery, opened }))) &&
        (query.get("tag") === null || tags.includes(query.get("tag")!)),
    );
    const ordered = query.get("order") === "name" ? found.toSorted((one, other) => one.name.localeCompare(other.name)) : found;
    return { body: { guests: ordered, total: ordered.length, next: null as string | null } };
  };
}
