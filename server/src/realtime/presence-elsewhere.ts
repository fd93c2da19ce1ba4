import type { Here } from "./who-is-here.ts";
import type { Bus } from "./bus.ts";

/** How often a process repeats who is at its events (ms): what was lost is mended then. */
export const PRESENCE_HEARTBEAT = 3_000;
/** How long the word of a process is believed (ms): so long is somebody seen whose process was killed. */
export const PRESENCE_BELIEVED = 3 * PRESENCE_HEARTBEAT + 1_000;
/** People that one process tells others about by name, for one event; the rest are a number. */
export const MAX_TOLD = 200;

export interface Elsewhere {
  /** What other processes said of this event lately. */
  at(eventId: string): Here[];
  /** Tells them who is here; who asks for it is told in return. */
  tell(eventId: string, here: Here, asks: boolean): void;
  /** Nobody here wants to know any more. */
  forget(eventId: string): void;
  /** Takes back what was said too long ago, and returns the events that this changes. */
  expire(): string[];
  stop(): void;
}

interface ElsewhereDeps {
  bus: Bus;
  /** What others say of events that nobody follows here is not kept. */
  isFollowed(eventId: string): boolean;
  onChanged(eventId: string): void;
  onAsked(eventId: string): void;
}

/**
 * What other processes say about who is there, believed for a while. It is kept nowhere else, so whatever happens to
 * what carries it, it is whole again with the next heartbeat.
 */
export function hearOfElsewhere({ bus, isFollowed, onChanged, onAsked }: ElsewhereDeps): Elsewhere {
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
    tell: (eventId, here, asks) => bus.publish({ type: "presence", eventId, from: bus.id, here, asks }),
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
