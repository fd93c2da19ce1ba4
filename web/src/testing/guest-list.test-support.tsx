import { page } from "vitest/browser";
import type { ListedGuest, RemovedGuest } from "@turnout/contract/guests";
import type { HeldReply } from "@turnout/contract/held-replies";
import type { HeldInvitations } from "@turnout/contract/invitations";
import type { Locale } from "@turnout/contract/locale";
import type { EventSnapshot } from "@turnout/contract/snapshot";
import { asked, whenAsked } from "./fake-server.test-support.ts";
import { guestCard, listOf } from "./guest-cards.test-support.ts";
import { mount } from "./mount.test-support.tsx";
import { withPageData } from "./open-page.test-support.tsx";
import { snapshots } from "./snapshots.test-support.ts";
import { GuestListPage } from "../pages/guest-list-page.tsx";

export const button = (name: string | RegExp) => page.getByRole("button", { name, exact: typeof name === "string" });
export const filter = (name: string | RegExp) => page.getByRole("group").getByRole("button", { name });
export const search = page.getByRole("searchbox");
export const rows = page.getByRole("list", { name: "Guests" }).getByRole("listitem");
export const names = () => rows.elements().map((row) => row.querySelector("strong")!.textContent);
export const notices = page.getByRole("region", { name: "Notices" });

export const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();
export const grace = guestCard(0, { standing: "going", partySize: 2, plusOnes: ["Vera"], answeredAt: minutesAgo(5) });
export const alan = guestCard(1, { standing: "waiting", ticket: 12, answeredAt: minutesAgo(90) });
export const katherine = guestCard(2, { note: "Depends on the train." });
export const edsger = guestCard(3, { email: null });
export const everybody = [grace, alan, katherine, edsger];

interface Surroundings {
  as?: EventSnapshot;
  guests?: ListedGuest[];
  removed?: RemovedGuest[];
  held?: Partial<HeldInvitations>;
  replies?: HeldReply[];
  locale?: Locale;
  /** What the server has; left out: these guests. */
  list?: ReturnType<typeof listOf>;
  confirmations?: { confirmed: number; unconfirmed: number };
}

/** The guest list of an event of its own: pages keep what they have asked for. */
export async function showList({
  as = snapshots["host"]!,
  guests = everybody,
  removed = [],
  held = {},
  replies = [],
  locale = "en",
  list = listOf(guests),
  confirmations = { confirmed: 0, unconfirmed: 0 },
}: Surroundings = {}) {
  const eventId = crypto.randomUUID();
  const path = `/api/events/${eventId}`;
  whenAsked(`GET ${path}`, { body: { ...as, eventId } });
  whenAsked(`GET ${path}/guests`, list);
  whenAsked(`GET ${path}/removed-guests`, { body: { guests: removed } });
  const tags = [
    ...Map.groupBy(
      guests.flatMap((guest) => guest.tags ?? []),
      String,
    ),
  ].map(([tag, all]) => ({ tag, guests: all.length }));
  whenAsked(`GET ${path}/guest-tags`, { body: { tags } });
  whenAsked(`GET ${path}/confirmations`, { body: confirmations });
  whenAsked(`GET ${path}/held-replies`, { body: { replies } });
  whenAsked(`GET ${path}/held-invitations`, { body: { held: [], failed: [], onTheWay: 0, aDay: null, ...held } });
  await mount(withPageData({ ...as, eventId }, <GuestListPage params={{ eventId }} />), locale);
  return { path, questions: () => asked("GET", `${path}/guests`).map(({ query }) => Object.fromEntries(query)) };
}
