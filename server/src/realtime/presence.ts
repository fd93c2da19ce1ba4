import type { GuestListFor } from "@turnout/contract/events";
import type { Bus } from "./bus.ts";
import type { Subscriber } from "./subscriber.ts";
import { watchOtherProcesses, PRESENCE_HEARTBEAT } from "./presence-elsewhere.ts";
import { presenceFrames, shortened, together, whoIsHere } from "./presence-frames.ts";
import { sendInSlices } from "./send-rounds.ts";
import { createTyping } from "./typing.ts";

/** How long changes are collected before they are broadcast (ms). */
export const PRESENCE_INTERVAL = 500;
/** Most presence frames a second for one event: the larger the audience, the rarer each broadcast. */
export const PRESENCE_FRAMES = 2_000;

export interface Presence {
  /** Somebody came or went: broadcast shortly. */
  changed(eventId: string): void;
  typing(eventId: string, subscriber: Subscriber, done?: boolean): void;
  stop(): void;
}

interface PresenceDeps {
  bus: Bus;
  subscribersOf(eventId: string): ReadonlySet<Subscriber>;
  guestListFor(eventId: string): Promise<GuestListFor | null>;
  /** Those of these guests whose names others on the list may read. */
  listedAmong(eventId: string, guestIds: string[]): Promise<Set<string>>;
  onError(error: unknown): void;
}

/** Who has the page open and who is typing, in all processes. Never logged and never replayed (L9). */
export function createPresence(deps: PresenceDeps): Presence {
  const { bus, subscribersOf } = deps;
  /** Events to broadcast to subscribers here, and events to report to other processes. */
  const toBroadcast = new Set<string>();
  const toReport = new Set<string>();
  /** Events for which this process has reported presence to others. */
  const reported = new Set<string>();
  /** When each event may next broadcast presence; larger audiences wait longer. */
  const waitUntil = new Map<string, number>();
  let broadcasting = false;
  const typing = createTyping({ bus, subscribersOf });
  const elsewhere = watchOtherProcesses({
    bus,
    isFollowed: (eventId) => subscribersOf(eventId).size > 0,
    onChanged: (eventId) => void toBroadcast.add(eventId),
    onAsked: (eventId) => void toReport.add(eventId),
  });

  function report(eventId: string) {
    const here = shortened(whoIsHere(subscribersOf(eventId)));
    const isEmpty = here.people.length + here.others === 0;
    if (isEmpty && !reported.has(eventId)) return;
    elsewhere.report(eventId, here, !reported.has(eventId));
    if (!isEmpty) return void reported.add(eventId);
    reported.delete(eventId);
    elsewhere.forget(eventId);
  }

  async function broadcast(eventId: string) {
    if (subscribersOf(eventId).size === 0) return;
    const guestListFor = await deps.guestListFor(eventId);
    if (!guestListFor) return;
    const everyone = together([whoIsHere(subscribersOf(eventId)), ...elsewhere.at(eventId)]);
    const guestIds = everyone.people.flatMap(({ isHost, personId }) => (isHost ? [] : personId));
    const frameFor = presenceFrames(eventId, everyone, { guestListFor, listed: await deps.listedAmong(eventId, guestIds) });
    waitUntil.set(eventId, performance.now() + (subscribersOf(eventId).size / PRESENCE_FRAMES) * 1_000);
    const send = (subscriber: Subscriber) => void (subscriber.hasRoom() && subscriber.send(frameFor(subscriber.viewer)));
    await new Promise<void>((done) => sendInSlices(subscribersOf(eventId), send, done));
  }

  /** One round at a time, so that an unresponsive database does not get more queries. */
  async function broadcastAll() {
    if (broadcasting) return;
    broadcasting = true;
    const now = performance.now();
    for (const [eventId, until] of waitUntil) if (until <= now) waitUntil.delete(eventId);
    const round = [...toBroadcast].filter((eventId) => !waitUntil.has(eventId));
    for (const eventId of round) toBroadcast.delete(eventId);
    const results = await Promise.allSettled(round.map(broadcast));
    results.forEach((one, index) => {
      if (one.status === "fulfilled") return;
      deps.onError(one.reason);
      toBroadcast.add(round[index]!);
    });
    broadcasting = false;
  }

  const timer = setInterval(() => {
    for (const eventId of toReport) report(eventId);
    toReport.clear();
    void broadcastAll();
    typing.broadcastAll();
  }, PRESENCE_INTERVAL);
  const heartbeat = setInterval(() => {
    for (const eventId of reported) report(eventId);
    for (const eventId of elsewhere.expire()) toBroadcast.add(eventId);
  }, PRESENCE_HEARTBEAT);

  return {
    changed(eventId) {
      toBroadcast.add(eventId);
      toReport.add(eventId);
      typing.broadcastAgain(eventId);
    },
    typing: typing.onTyping,
    stop() {
      clearInterval(timer);
      clearInterval(heartbeat);
      for (const eventId of reported) elsewhere.report(eventId, { people: [], others: 0 }, false);
      elsewhere.stop();
      typing.stop();
    },
  };
}
