import type { Random } from "../processes/random.ts";
import type { WrittenMail } from "./mail.ts";

export interface ToDeliver extends WrittenMail {
  /** How many copies of it are delivered. */
  copies: number;
  /** It is written once the event has moved. */
  afterMove: boolean;
}

interface Writing {
  random: Random;
  guestIds: readonly string[];
  now: number;
}

/** The oldest mail was written so long ago (ms): whatever delayed it, all arrive within seconds of each other. */
const LATE = 50 * 60_000;
/** How far the clock of the device may be behind that a guest answers the event with once it has moved (ms). */
const BEHIND = 20 * 60_000;
/** Between two mails of one guest, at least and at most (ms). DTSTAMP counts seconds. */
const BETWEEN = [1, 240] as const;
const SECOND = 1_000;

/** Replies of calendars to the event as it was and as it is, one that sends somebody else, replies that another address sends, and plain words. */
export function writeAnswers({ random, guestIds, now, revision }: Writing & { revision: number }): ToDeliver[] {
  return guestIds.flatMap((guestId) => {
    let at = Math.floor((now - LATE) / SECOND) * SECOND;
    let count = 0;
    const write = (kind: WrittenMail["kind"], sequence: number, afterMove: boolean): ToDeliver => {
      at += random.int(...BETWEEN) * SECOND;
      const answer = kind === "words" || kind === "delegation" ? null : random.pick(["going", "maybe", "declined"] as const);
      return { guestId, kind, words: `word ${++count}`, answer, sequence, writtenAt: at, copies: random.int(1, 3), afterMove };
    };
    const some = (most: number, kind: WrittenMail["kind"], sequence: number, { least = 0, afterMove = false } = {}) =>
      Array.from({ length: random.int(least, most) }, () => write(kind, sequence, afterMove));
    const before = some(3, "reply", revision, { least: 1 });
    if (random.int(0, 1) === 1) at -= BEHIND;
    return [
      ...before,
      ...some(2, "reply", revision + 1, { least: 1, afterMove: true }),
      // Another device of theirs, which has not heard of the move.
      ...some(1, "reply", revision, { afterMove: true }),
      ...some(1, "delegation", revision + 1, { afterMove: true }),
      ...some(1, "otherAddress", revision + 1, { afterMove: true }),
      ...some(1, "words", 0),
    ];
  });
}

/** What mail servers report on the invitations. */
export function writeReports({ random, guestIds, now }: Writing): ToDeliver[] {
  return guestIds.flatMap((guestId) => {
    const kinds = random.pick([["failed"], ["delayed"], ["delayed", "failed"]] as const);
    return kinds.map((kind) => ({
      guestId,
      kind,
      words: "",
      answer: null,
      sequence: 0,
      writtenAt: now,
      copies: random.int(1, 3),
      afterMove: false,
    }));
  });
}
