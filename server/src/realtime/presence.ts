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
  /** Those of these guests whose names others on the list may read. */
  listedAmong(eventId: string, guestIds: string[]): Promise<Set<string>>;
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
    const guestIds = [...followers].flatMap(({ viewer }) => (viewer.class === "guest" ? (viewer.guestId ?? []) : []));
    const frames = presenceFrames(eventId, followers, { guestListFor, listed: await deps.listedAmong(eventId, guestIds) });
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

interface Audience {
  guestListFor: GuestListFor;
  listed: Set<string>;
}

/**
 * Hosts read every name; others who may read the list, those of hosts and of people on it. A person with two
 * windows is one person.
 */
function presenceFrames(eventId: string, followers: ReadonlySet<Follower>, { guestListFor, listed }: Audience) {
  const people = new Map<string, { name: string; isListed: boolean }>();
  let anonymous = 0;
  for (const { viewer } of followers) {
    const personId = personIdOf(viewer);
    if (personId && viewer.name) people.set(personId, { name: viewer.name, isListed: viewer.class === "host" || listed.has(personId) });
    else anonymous += 1;
  }
  const count = people.size + anonymous;
  const frameWith = (isShown: (person: { isListed: boolean }) => boolean) => {
    const shown = [...people].filter(([, person]) => isShown(person)).slice(0, MAX_PRESENT_NAMED);
    return frameText({ type: "presence", eventId, count, people: shown.map(([personId, { name }]) => ({ personId, name })) });
  };
  const [forHosts, forReaders, forOthers] = [frameWith(() => true), frameWith(({ isListed }) => isListed), frameWith(() => false)];
  return ({ viewer }: Follower) => {
    if (viewer.class === "host") return forHosts;
    return seesList(viewer.class, { guestListFor }) ? forReaders : forOthers;
  };
}
