import { personIdOf } from "@turnout/contract/audience";
import { MAX_PRESENT_NAMED, TYPING_INTERVAL } from "@turnout/contract/live";
import type { Bus } from "./bus.ts";
import { frameOf, type Subscriber } from "./subscriber.ts";
import { sendInSlices } from "./send-rounds.ts";
import type { Typist } from "./who-is-here.ts";

interface TypingDeps {
  bus: Bus;
  subscribersOf(eventId: string): ReadonlySet<Subscriber>;
}

/** Who is writing a message, here or in another process. Never logged and never replayed (L9). */
export function createTyping({ bus, subscribersOf }: TypingDeps) {
  const typists = new Map<string, Map<string, { name: string; until: number }>>();
  /** The last frame of each event, so that it is not sent twice. */
  const lastSent = new Map<string, string>();

  const stop = bus.subscribe((message) => {
    if (message.type !== "typing" || subscribersOf(message.eventId).size === 0) return;
    const { personId, name } = message.typist;
    const current = typists.get(message.eventId) ?? new Map();
    if (message.done) {
      // They may start the next message before the round, which must be sent although the frame is the same.
      if (current.has(personId)) lastSent.delete(message.eventId);
      current.set(personId, { name, until: 0 });
      return;
    }
    typists.set(message.eventId, current.set(personId, { name, until: Date.now() + 2 * TYPING_INTERVAL }));
  });

  function broadcast(eventId: string, current: Map<string, { name: string; until: number }>) {
    const now = Date.now();
    for (const [personId, { until }] of current) if (until <= now) current.delete(personId);
    const people: Typist[] = [...current].map(([personId, { name }]) => ({ personId, name })).slice(0, MAX_PRESENT_NAMED);
    const frame = frameOf({ type: "typing", eventId, people });
    const isNews = lastSent.get(eventId) !== frame.text;
    lastSent.set(eventId, frame.text);
    if (current.size === 0) forget(eventId);
    if (!isNews) return;
    // A later frame stays behind this one: both take a slice a turn.
    sendInSlices(subscribersOf(eventId), (subscriber) => {
      if (subscriber.viewer.class !== "public" && subscriber.hasRoom()) subscriber.send(frame);
    });
  }

  function forget(eventId: string) {
    typists.delete(eventId);
    lastSent.delete(eventId);
  }

  return {
    /** A client here is typing; others get it with the next round. */
    onTyping(eventId: string, { viewer }: Subscriber, done = false) {
      const personId = personIdOf(viewer);
      if (!personId || !viewer.name || viewer.class === "public") return;
      bus.publish({ type: "typing", eventId, typist: { personId, name: viewer.name }, ...(done && { done }) });
    },
    /** Sends to everyone who may know; at the end, that nobody is typing any more. */
    broadcastAll() {
      for (const [eventId, current] of typists) broadcast(eventId, current);
    },
    /** Somebody joined who has not been sent anything yet. */
    broadcastAgain: (eventId: string) => void lastSent.delete(eventId),
    stop,
  };
}
