import { seenBy } from "./audience-model.ts";
import { acknowledgedBy, type EventCourse } from "./course.ts";
import { guestOf, type Body, type Entry, type Message, type ViewerClass } from "./entry.ts";
import { modelOf } from "./kinds.ts";
import type { Viewer } from "./rights.ts";

/** What each reader is owed of each entry, worked out once for each class. */
export interface Shown {
  log: Entry[];
  to(viewer: Viewer, entry: Entry): Body | null;
  /**
   * What was received, with words that were corrected or erased later set to what the log holds now. Nothing is forgiven to a
   * frame that leads beyond that change itself, on a line that was opened when it had been acknowledged.
   */
  forgiving(stored: Entry, got: Body, opened: number, upTo: number): Body;
}

export function shownOf(event: EventCourse): Shown {
  const built = new Map<ViewerClass, (Body | null | undefined)[]>();
  const reworded = rewordingsOfKnown(event);

  function forClass(viewer: ViewerClass, entry: Entry): Body | null {
    const bodies = built.get(viewer) ?? [];
    built.set(viewer, bodies);
    const known = bodies[entry.seq];
    return known === undefined ? (bodies[entry.seq] = seenBy(viewer, null, entry)) : known;
  }

  return {
    log: event.log,
    to(viewer, entry) {
      const isOwn = viewer.personId !== null && guestOf(entry.body) === viewer.personId;
      return isOwn && viewer.class === "guest" ? seenBy(viewer.class, viewer.personId, entry) : forClass(viewer.class, entry);
    },
    forgiving(stored, got, opened, upTo) {
      const mayHold = (messageId: string) => {
        const change = reworded.get(messageId);
        return change !== undefined && (opened < change.known || upTo < change.seq);
      };
      if (stored.body.type === "chat.edited" && mayHold(stored.body.messageId!)) return { ...got, text: stored.body.text };
      if (stored.body.type !== "chat.posted") return got;
      const kept = stored.body.message as Message;
      const said = got.message as Message;
      if (mayHold(kept.messageId)) return { ...got, message: { ...said, text: kept.text, replyTo: kept.replyTo } };
      if (!kept.replyTo || !said.replyTo || !mayHold(kept.replyTo.messageId)) return got;
      return { ...got, message: { ...said, replyTo: { ...said.replyTo, excerpt: kept.replyTo.excerpt } } };
    },
  };
}

/** Where each message was last corrected or erased, and when that was known. */
function rewordingsOfKnown(event: EventCourse): Map<string, { seq: number; known: number }> {
  const found = new Map<string, { seq: number; known: number }>();
  for (const { seq, body, commandId } of event.log) {
    const { words } = modelOf(body.type);
    if (words !== "corrected" && words !== "erased") continue;
    const intent = event.intents.get(commandId);
    found.set(body.messageId!, { seq, known: (intent && acknowledgedBy(intent)?.to) ?? Infinity });
  }
  return found;
}
