import { acknowledgedBy, type EventTimeline } from "./timeline.ts";
import { guestOf, type Body, type Entry, type Viewer, type ViewerClass } from "./entry.ts";
import { modelOf, rewordingsOf, seenBy } from "./kinds.ts";

export type Shown = ReturnType<typeof shownOf>;

/** What each reader is owed of each entry, worked out once for each class. */
export function shownOf(event: EventTimeline) {
  const built = new Map<ViewerClass, (Body | null | undefined)[]>();
  const reworded = rewordingsOfKnown(event);

  function forClass(viewer: ViewerClass, entry: Entry): Body | null {
    const bodies = built.getOrInsert(viewer, []);
    const known = bodies[entry.seq];
    return known === undefined ? (bodies[entry.seq] = seenBy(viewer, null, entry)) : known;
  }

  return {
    log: event.log,
    to(viewer: Viewer, entry: Entry): Body | null {
      const isOwn = viewer.personId !== null && guestOf(entry.body) === viewer.personId;
      return isOwn && viewer.class === "guest" ? seenBy(viewer.class, viewer.personId, entry) : forClass(viewer.class, entry);
    },
    /**
     * What was received, with words that were corrected or erased later set to what the log holds now. Nothing is forgiven to a
     * frame that leads beyond that change itself, on a line that was opened when it had been acknowledged.
     */
    forgiving(stored: Entry, got: Body, opened: number, upTo: number): Body {
      const mayDiffer = (messageId: string) => {
        const change = reworded.get(messageId);
        return change !== undefined && (opened < change.known || upTo < change.seq);
      };
      return modelOf(stored.body.type).holdsText?.(stored.body, got, mayDiffer) ?? got;
    },
  };
}

/** Where each message was last corrected or erased, and when that was known. */
function rewordingsOfKnown({ log, intents }: EventTimeline): Map<string, { seq: number; known: number }> {
  const found = new Map<string, { seq: number; known: number }>();
  for (const [messageId, { seq }] of rewordingsOf(log)) {
    const intent = intents.get(log[seq - 1]!.commandId);
    found.set(messageId, { seq, known: (intent && acknowledgedBy(intent)?.to) ?? Infinity });
  }
  return found;
}
