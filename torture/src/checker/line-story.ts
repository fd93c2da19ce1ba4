import type { FinalState } from "../history.ts";
import type { Timeline, EventTimeline, Line } from "./timeline.ts";
import type { Entry, Viewer } from "./entry.ts";
import { modelOf } from "./kinds.ts";
import type { Rights } from "./rights.ts";

/** One line, told: who its reader was to the event, and what should have ended it. */
export interface LineStory {
  line: Line;
  /** What `caughtUp` said the reader was. */
  claimed: Viewer | null;
  /** What the reader can have been: the claimed one alone, where there is one. */
  viewers: Viewer[];
  /** The reader's own places on the list. */
  guests: Set<string>;
  /** It may speak of this log at all: the position is of an epoch in which it was written, and not ahead of it. */
  isOfThisLog: boolean;
  /** And that epoch is the present one. */
  isOfThisEpoch: boolean;
}

/** Entries that take somebody's access away or change what some may see. */
export interface Turn {
  entry: Entry;
  audience: boolean;
}

export function turnsOf(event: EventTimeline): Turn[] {
  const turns: Turn[] = [];
  let details: Entry["body"]["details"];
  for (const entry of event.log) {
    const { ends, changesAudience } = modelOf(entry.body.type);
    const audience = details !== undefined && changesAudience !== null && changesAudience(details, entry.body);
    if (audience || ends) turns.push({ entry, audience });
    details = entry.body.details ?? details;
  }
  return turns;
}

/** The first entry after a position that ends the line of such a reader: it and all later are not for them. */
export function endFor(turns: Turn[], viewer: Viewer, after: number): Turn | null {
  return turns.find((turn) => turn.entry.seq > after && turnsAway(turn, viewer)) ?? null;
}

function turnsAway({ entry: { body }, audience }: Turn, viewer: Viewer): boolean {
  if (audience) return viewer.class !== "host";
  return modelOf(body.type).ends?.(viewer, body) ?? false;
}

/** The epochs that this log was written in. */
export const writtenIn = ({ epoch, continues = [] }: FinalState): Set<string> => new Set([epoch, ...continues]);

export function storyOf(timeline: Timeline, event: EventTimeline, rights: Rights, line: Line): LineStory {
  const caughtUp = line.frames.find(({ received }) => received.frame.type === "caughtUp");
  const claimed = (caughtUp?.received.frame["viewer"] as Viewer | undefined) ?? null;
  const { reader, after, epoch } = line.opened;
  const known = Math.max(after, rights.committedBy(line.from));
  const led = line.frames.find(({ received }) => received.frame.type === "entries" || received.frame.type === "caughtUp");
  const isAhead = after > event.log.length || (led !== undefined && !rights.begunBefore(after, led.at));
  const { final } = timeline.history;
  const isOfThisLog = writtenIn(final).has(epoch) && !isAhead;
  const isOfThisEpoch = isOfThisLog && epoch === final.epoch;
  const guests = rights.guestsOf(reader);
  return { line, claimed, guests, isOfThisLog, isOfThisEpoch, viewers: claimed ? [claimed] : rights.candidates(reader, known, Infinity) };
}

/** Where a line stands at its end: what it was told last, and whether that was its end. */
export function lastWord({ frames, opened }: Line) {
  const end = { position: opened.after, told: null as "ended" | "reset" | null, reason: null as string | null, caughtUp: false };
  for (const { received } of frames) {
    const { type, upTo, reason = null } = received.frame as { type: string; upTo?: number; reason?: string | null };
    if (type === "entries") end.position = upTo!;
    if (type === "caughtUp") end.caughtUp = true;
    if (type !== "ended" && type !== "reset") continue;
    end.told = type;
    end.reason = reason;
  }
  return end;
}
