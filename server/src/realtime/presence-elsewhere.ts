import type { Here } from "./who-is-here.ts";
import type { Bus } from "./bus.ts";

/** How often a process repeats who is present (ms), which makes up for lost messages. */
export const PRESENCE_HEARTBEAT = 3_000;
/** How long a process's last report counts (ms): people stay visible that long when their process is killed. */
export const PRESENCE_BELIEVED = 3 * PRESENCE_HEARTBEAT + 1_000;
/** Most people of an event that a process reports by name; the others are a number. */
export const MAX_REPORTED = 200;

export interface Elsewhere {
  /** The last report of each other process for this event. */
  at(eventId: string): Here[];
  /** Reports who is present here. `asks`: the others report back. */
  report(eventId: string, here: Here, asks: boolean): void;
  /** Nobody here follows the event any more. */
  forget(eventId: string): void;
  /** Drops expired reports and returns the events that this changes. */
  expire(): string[];
  stop(): void;
}

interface ElsewhereDeps {
  bus: Bus;
  /** Reports on events that nobody follows here are not kept. */
  isFollowed(eventId: string): boolean;
  onChanged(eventId: string): void;
  onAsked(eventId: string): void;
}

/**
 * Who is present in other processes, by their reports, each of which expires. Kept nowhere else: after any outage of the
 * bus it is complete again with the next heartbeat.
 */
export function watchOtherProcesses({ bus, isFollowed, onChanged, onAsked }: ElsewhereDeps): Elsewhere {
  const events = new Map<string, Map<string, { here: Here; text: string; until: number }>>();

  const stop = bus.subscribe((message) => {
    if (message.type !== "presence" || message.from === bus.id || !isFollowed(message.eventId)) return;
    const { eventId, from, here, asks } = message;
    const known = events.get(eventId) ?? new Map();
    const text = JSON.stringify(here);
    const isNews = known.get(from)?.text !== text;
    if (here.people.length + here.others > 0) known.set(from, { here, text, until: Date.now() + PRESENCE_BELIEVED });
    else known.delete(from);
    events.set(eventId, known);
    if (isNews) onChanged(eventId);
    if (asks) onAsked(eventId);
  });

  return {
    at: (eventId) => [...(events.get(eventId)?.values() ?? [])].map(({ here }) => here),
    report: (eventId, here, asks) => bus.publish({ type: "presence", eventId, from: bus.id, here, asks }),
    forget: (eventId) => void events.delete(eventId),
    expire() {
      const changed = new Set<string>();
      for (const [eventId, known] of events)
        for (const [from, { until }] of known) if (until <= Date.now() && known.delete(from)) changed.add(eventId);
      return [...changed];
    },
    stop,
  };
}
