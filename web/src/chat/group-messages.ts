import type { ShownMessage } from "./with-pending.ts";

/** What a message looks like depends on the one before it. */
export interface Row {
  message: ShownMessage;
  /** The first of its day in the reader's zone. */
  startsDay: boolean;
  /** The first that came after the reader had left. */
  startsNew: boolean;
  /** The first of several in a row by one person: it shows the name. */
  startsGroup: boolean;
}

/** Messages of one person this close together read as one. */
export const GROUP_WITHIN_MS = 5 * 60_000;

/** What came while the reader was away: after the newest message they had seen, and before they were back (ms). */
export type Away = { since: number | null; until: number };

type Options = { away: Away; myId: string | null; dayOf?: (at: string) => string };

/** Groups a conversation: a divider for each day, one for "new since you left", and one heading per run of messages. */
export function groupMessages(messages: ShownMessage[], { away, myId, dayOf = localDay }: Options): Row[] {
  const firstNew = messages.find(({ author, delivery, ...message }) => !delivery && author.personId !== myId && cameWhile(away, message));
  return messages.map((message, at) => {
    const before = messages[at - 1];
    const startsDay = !before || dayOf(before.at) !== dayOf(message.at);
    const startsNew = message === firstNew;
    const startsGroup = startsDay || startsNew || message.replyTo !== null || !isRun(before, message);
    return { message, startsDay, startsNew, startsGroup };
  });
}

function cameWhile({ since, until }: Away, { seq, at }: { seq: number; at: string }): boolean {
  return since !== null && seq > since && Date.parse(at) <= until;
}

function isRun(before: ShownMessage, message: ShownMessage): boolean {
  return (
    before.author.personId === message.author.personId &&
    before.deletedBy === null &&
    Date.parse(message.at) - Date.parse(before.at) < GROUP_WITHIN_MS
  );
}

function localDay(at: string): string {
  return new Date(at).toDateString();
}
