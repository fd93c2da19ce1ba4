import type { Viewer, ViewerClass } from "@turnout/contract/audience";
import { canChangeAccess, changesAccess, changesAudience, closesThePast, entryFor, subjectOf } from "@turnout/contract/entry-kinds";
import type { StoredEntry } from "@turnout/contract/log";
import { redacted, rewordedBy } from "@turnout/contract/redact";
import { frameOf, type Frame } from "./subscriber.ts";

/** Entries of an event that a process keeps in memory, for clients that were away briefly. */
export const KEPT_ENTRIES = 1_000;
/** Most characters of frames that an event keeps: bounds memory when many clients resume from different positions. */
export const KEPT_FRAMES = 8 * 1024 * 1024;

/** The end of one event's log, and the frames that bring clients to it: each made once for all who need it. */
export interface RecentEntries {
  /** The position reached. */
  readonly head: number;
  /** The earliest position that can be continued from here. */
  readonly start: number;
  /** Entries that follow the head. */
  append(entries: StoredEntry[], upTo: number): void;
  /** Entries that end where the kept ones begin. */
  prepend(entries: StoredEntry[]): void;
  /** The first entry after a position that ends this viewer's access or changes what they may see. */
  accessChange(viewer: Viewer, after: number): StoredEntry | undefined;
  /** When the first entry after a position was written; undefined when there is none. */
  dateAfter(after: number): string | undefined;
  /** Whether this class may see something else by now than it did at a position. */
  audienceChangedSince(viewer: Viewer, after: number): boolean;
  /** Whether somebody has been taken off the guest list since a position. */
  hasRemovalSince(after: number): boolean;
  /** The frame that takes this viewer from a position to the head, or to `upTo`. */
  frame(viewer: Viewer, after: number, upTo?: number): Frame;
}

interface LogRange {
  entries: StoredEntry[];
  /** The guests whom entries are about, who each get a frame of their own. */
  subjects: Set<string>;
  frames: Map<ViewerClass, Frame>;
}

export function createRecentEntries(eventId: string, from: number): RecentEntries {
  let start = from;
  let head = from;
  let kept: StoredEntry[] = [];
  let accessChange: StoredEntry[] = [];
  /** By the position they begin after; each range ends at the head. */
  const ranges = new Map<number, LogRange>();
  let characters = 0;

  function forgetFrames() {
    ranges.clear();
    characters = 0;
  }

  function rangeAfter(after: number): LogRange {
    const known = ranges.get(after);
    if (known) return known;
    const entries = kept.slice(after - start);
    const range = { entries, subjects: new Set(entries.flatMap(({ body }) => subjectOf(body) ?? [])), frames: new Map() };
    ranges.set(after, range);
    return range;
  }

  function build(viewer: Pick<Viewer, "class" | "guestId">, entries: StoredEntry[], after: number, upTo: number): Frame {
    return frameOf({ type: "entries", eventId, after, upTo, entries: entries.flatMap((entry) => entryFor(viewer, entry) ?? []) });
  }

  return {
    get head() {
      return head;
    },
    get start() {
      return start;
    },
    append(entries, upTo) {
      forgetFrames();
      kept.push(...entries);
      head = upTo;
      accessChange.push(...entries.filter(({ body }) => canChangeAccess(body)));
      const reworded = rewordedBy(entries);
      // Words that were redacted in the log must not be sent from here.
      if (reworded.size > 0) kept = kept.map((entry) => redacted(entry, reworded));
      if (kept.length <= 2 * KEPT_ENTRIES) return;
      kept = kept.slice(-KEPT_ENTRIES);
      start = head - kept.length;
      accessChange = accessChange.filter(({ seq }) => seq > start);
    },
    prepend(entries) {
      // Messages may have been corrected or deleted while these were being read.
      const reworded = rewordedBy(kept);
      kept = [...entries.map((entry) => redacted(entry, reworded)), ...kept];
      start -= entries.length;
      accessChange = [...entries.filter(({ body }) => canChangeAccess(body)), ...accessChange];
    },
    accessChange(viewer, after) {
      let first: StoredEntry | undefined;
      // Called for each subscriber in each send round: allocates nothing, and reads only the new entries, from the end.
      for (let place = accessChange.length - 1; place >= 0 && accessChange[place]!.seq > after; place--) {
        const { body } = accessChange[place]!;
        if (changesAccess(viewer, body)) first = accessChange[place];
      }
      return first;
    },
    dateAfter: (after) => kept[after - start]?.at,
    audienceChangedSince: (viewer, after) => accessChange.some(({ seq, body }) => seq > after && changesAudience(viewer, body)),
    hasRemovalSince: (after) => accessChange.some(({ seq, body }) => seq > after && closesThePast(body)),
    frame(viewer, after, upTo = head) {
      const { entries, subjects, frames } = rangeAfter(after);
      if (upTo < head) return build(viewer, entries.slice(0, upTo - after), after, upTo);
      if (viewer.guestId !== null && subjects.has(viewer.guestId)) return build(viewer, entries, after, upTo);
      const known = frames.get(viewer.class);
      if (known) return known;
      const fresh = build({ class: viewer.class, guestId: null }, entries, after, upTo);
      if (characters + fresh.text.length > KEPT_FRAMES) forgetFrames();
      characters += fresh.text.length;
      rangeAfter(after).frames.set(viewer.class, fresh);
      return fresh;
    },
  };
}
