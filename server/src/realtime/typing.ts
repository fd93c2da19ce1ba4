import { personIdOf } from "@turnout/contract/audience";
import { MAX_PRESENT_NAMED, TYPING_INTERVAL } from "@turnout/contract/live";
import type { Bus } from "./bus.ts";
import { frameOf, type Follower } from "./follower.ts";
import type { Typist } from "./who-is-here.ts";

interface TypingDeps {
  bus: Bus;
  followersOf(eventId: string): ReadonlySet<Follower>;
}

/** Who is writing a message, here or in another process. Never logged and never replayed (L9). */
export function createTyping({ bus, followersOf }: TypingDeps) {
  const typists = new Map<string, Map<string, { name: string; until: number }>>();
  /** What was told last, so that it is not told again. */
  const told = new Map<string, string>();

  const stop = bus.subscribe((message) => {
    if (message.type !== "typing" || followersOf(message.eventId).size === 0) return;
    const { personId, name } = message.typist;
    const current = typists.get(message.eventId) ?? new Map();
    if (message.done) {
      // They may begin the next one before the round: that is news then, although it reads the same.
      if (current.has(personId)) told.delete(message.eventId);
      current.set(personId, { name, until: 0 });
      return;
    }
    typists.set(message.eventId, current.set(personId, { name, until: Date.now() + 2 * TYPING_INTERVAL }));
  });

  function tell(eventId: string, current: Map<string, { name: string; until: number }>) {
    const now = Date.now();
    for (const [personId, { until }] of current) if (until <= now) current.delete(personId);
    const people: Typist[] = [...current].map(([personId, { name }]) => ({ personId, name })).slice(0, MAX_PRESENT_NAMED);
    const frame = frameOf({ type: "typing", eventId, people });
    const isNews = told.get(eventId) !== frame.text;
    told.set(eventId, frame.text);
    if (current.size === 0) forget(eventId);
    if (!isNews) return;
    for (const follower of followersOf(eventId)) if (follower.viewer.class !== "public" && follower.hasRoom()) follower.send(frame);
  }

  function forget(eventId: string) {
    typists.delete(eventId);
    told.delete(eventId);
  }

  return {
    /** Heard from a reader here; others hear of it with the next round. */
    heard(eventId: string, { viewer }: Follower, done = false) {
      const personId = personIdOf(viewer);
      if (!personId || !viewer.name || viewer.class === "public") return;
      bus.publish({ type: "typing", eventId, typist: { personId, name: viewer.name }, ...(done && { done }) });
    },
    /** Tells everyone who may know; the last time, that nobody types any more. */
    tellAll() {
      for (const [eventId, current] of typists) tell(eventId, current);
    },
    /** Somebody came, who has been told nothing yet. */
    tellAgain: (eventId: string) => void told.delete(eventId),
    stop,
  };
}
