import type { GuestListFor } from "@turnout/contract/events";
import type { Bus } from "./bus.ts";
import type { Follower } from "./follower.ts";
import { hearOfElsewhere, PRESENCE_HEARTBEAT } from "./presence-elsewhere.ts";
import { presenceFrames, shortened, together, whoIsHere } from "./presence-frames.ts";
import { createTyping } from "./typing.ts";

/** How long changes gather before followers are told (ms): presence is never worth a storm. */
export const PRESENCE_INTERVAL = 500;
/** Frames of presence that the readers of one event get in a second, at most; the more they are, the rarer they hear of it. */
export const PRESENCE_FRAMES = 2_000;

export interface Presence {
  /** Somebody came or went; everyone there hears of it shortly. */
  changed(eventId: string): void;
  typing(eventId: string, follower: Follower, done?: boolean): void;
  stop(): void;
}

interface PresenceDeps {
  bus: Bus;
  followersOf(eventId: string): ReadonlySet<Follower>;
  guestListFor(eventId: string): Promise<GuestListFor | null>;
  /** Those of these guests whose names others on the list may read. */
  listedAmong(eventId: string, guestIds: string[]): Promise<Set<string>>;
  onError(error: unknown): void;
}

/** Who has the page open, and who types, in all processes. Never logged and never replayed (L9). */
export function createPresence(deps: PresenceDeps): Presence {
  const { bus, followersOf } = deps;
  /** Events whose readers here are to be told, and those that other processes are to be told of. */
  const toTell = new Set<string>();
  const toPassOn = new Set<string>();
  /** Events of which other processes know that somebody is here. */
  const passedOn = new Set<string>();
  /** Until when an event has been told enough, for the number of its readers. */
  const restUntil = new Map<string, number>();
  const typing = createTyping({ bus, followersOf });
  const elsewhere = hearOfElsewhere({
    bus,
    isFollowed: (eventId) => followersOf(eventId).size > 0,
    onChanged: (eventId) => void toTell.add(eventId),
    onAsked: (eventId) => void toPassOn.add(eventId),
  });

  function passOn(eventId: string) {
    const here = shortened(whoIsHere(followersOf(eventId)));
    const isEmpty = here.people.length + here.others === 0;
    if (isEmpty && !passedOn.has(eventId)) return;
    elsewhere.tell(eventId, here, !passedOn.has(eventId));
    if (!isEmpty) return void passedOn.add(eventId);
    passedOn.delete(eventId);
    elsewhere.forget(eventId);
  }

  async function tell(eventId: string) {
    if (followersOf(eventId).size === 0) return;
    const guestListFor = await deps.guestListFor(eventId);
    if (!guestListFor) return;
    const everyone = together([whoIsHere(followersOf(eventId)), ...elsewhere.at(eventId)]);
    const guestIds = everyone.people.flatMap(({ isHost, personId }) => (isHost ? [] : personId));
    const frameFor = presenceFrames(eventId, everyone, { guestListFor, listed: await deps.listedAmong(eventId, guestIds) });
    restUntil.set(eventId, performance.now() + (followersOf(eventId).size / PRESENCE_FRAMES) * 1_000);
    for (const follower of followersOf(eventId)) if (follower.hasRoom()) follower.send(frameFor(follower.viewer));
  }

  let telling = false;
  /** One round at a time: a database that answers nobody is not asked again and again. */
  async function tellAll() {
    if (telling) return;
    telling = true;
    const now = performance.now();
    for (const [eventId, until] of restUntil) if (until <= now) restUntil.delete(eventId);
    const round = [...toTell].filter((eventId) => !restUntil.has(eventId));
    for (const eventId of round) toTell.delete(eventId);
    const told = await Promise.allSettled(round.map(tell));
    told.forEach((one, index) => {
      if (one.status === "fulfilled") return;
      deps.onError(one.reason);
      toTell.add(round[index]!);
    });
    telling = false;
  }

  const timer = setInterval(() => {
    for (const eventId of toPassOn) passOn(eventId);
    toPassOn.clear();
    void tellAll();
    typing.tellAll();
  }, PRESENCE_INTERVAL);
  const heartbeat = setInterval(() => {
    for (const eventId of passedOn) passOn(eventId);
    for (const eventId of elsewhere.expire()) toTell.add(eventId);
  }, PRESENCE_HEARTBEAT);

  return {
    changed(eventId) {
      toTell.add(eventId);
      toPassOn.add(eventId);
      typing.tellAgain(eventId);
    },
    typing: typing.heard,
    stop() {
      clearInterval(timer);
      clearInterval(heartbeat);
      for (const eventId of passedOn) elsewhere.tell(eventId, { people: [], others: 0 }, false);
      elsewhere.stop();
      typing.stop();
    },
  };
}
