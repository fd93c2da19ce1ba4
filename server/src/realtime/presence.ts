import { personIdOf } from "@turnout/contract/audience";
import { MAX_PRESENT_NAMED, TYPING_INTERVAL } from "@turnout/contract/live";
import { seesList } from "@turnout/contract/audience";
import type { GuestListFor } from "@turnout/contract/events";
import { frameText, type Follower } from "./follower.ts";

/** How long changes gather before followers are told (ms): presence is never worth a storm. */
export const PRESENCE_INTERVAL = 500;

export interface Presence {
  /** Somebody came or went; everyone there hears of it shortly. */
  changed(eventId: string): void;
  typing(eventId: string, follower: Follower): void;
  stop(): void;
}

interface PresenceDeps {
  followersOf(eventId: string): ReadonlySet<Follower>;
  guestListFor(eventId: string): Promise<GuestListFor | null>;
  onError(error: unknown): void;
}

/** Who has the page open, and who types. Never logged and never replayed (L9). */
export function createPresence(deps: PresenceDeps): Presence {
  const dirty = new Set<string>();
  const typists = new Map<string, Map<string, { name: string; until: number }>>();

  async function tell(eventId: string) {
    const followers = deps.followersOf(eventId);
    const guestListFor = await deps.guestListFor(eventId);
    if (!guestListFor) return;
    const frames = presenceFrames(eventId, followers, guestListFor);
    for (const follower of followers) follower.send(frames(follower));
  }

  function tellTyping(eventId: string) {
    const now = Date.now();
    const current = typists.get(eventId);
    if (!current) return;
    for (const [personId, { until }] of current) if (until <= now) current.delete(personId);
    const people = [...current].map(([personId, { name }]) => ({ personId, name })).slice(0, MAX_PRESENT_NAMED);
    if (people.length === 0) typists.delete(eventId);
    const frame = frameText({ type: "typing", eventId, people });
    for (const follower of deps.followersOf(eventId)) if (follower.viewer.class !== "public") follower.send(frame);
  }

  const timer = setInterval(() => {
    for (const eventId of dirty) void tell(eventId).catch(deps.onError);
    dirty.clear();
    for (const eventId of typists.keys()) tellTyping(eventId);
  }, PRESENCE_INTERVAL);

  return {
    changed: (eventId) => void dirty.add(eventId),
    typing(eventId, { viewer }) {
      const personId = personIdOf(viewer);
      if (!personId || !viewer.name || viewer.class === "public") return;
      const current = typists.get(eventId) ?? new Map();
      typists.set(eventId, current.set(personId, { name: viewer.name, until: Date.now() + 2 * TYPING_INTERVAL }));
    },
    stop: () => clearInterval(timer),
  };
}

/** Names only for those who may read the guest list; a person with two windows is one person. */
function presenceFrames(eventId: string, followers: ReadonlySet<Follower>, guestListFor: GuestListFor) {
  const people = new Map<string, string>();
  let anonymous = 0;
  for (const { viewer } of followers) {
    const personId = personIdOf(viewer);
    if (personId && viewer.name) people.set(personId, viewer.name);
    else anonymous += 1;
  }
  const count = people.size + anonymous;
  const named = [...people].slice(0, MAX_PRESENT_NAMED).map(([personId, name]) => ({ personId, name }));
  const open = frameText({ type: "presence", eventId, count, people: named });
  const closed = frameText({ type: "presence", eventId, count, people: [] });
  return ({ viewer }: Follower) => (seesList(viewer.class, { guestListFor }) ? open : closed);
}
