import type { Card, Details, Entry, Face, Question } from "./entry.ts";
import { SeatModel } from "./seat-model.ts";
import type { Rule } from "./verdict.ts";

export interface KnownGuest {
  card: Card;
  claimed: boolean;
  /** How many they may bring, as the first entry that says it: entries of invitations do not. It never changes. */
  limit: { plusOnesAllowed?: number };
  delivery: string;
  accessVersion: number;
  removed: boolean;
}

/** One event as its log tells it, at one position. */
export interface State {
  seq: number;
  details: Details | null;
  questions: Question[];
  hosts: Map<string, string>;
  guests: Map<string, KnownGuest>;
  seats: SeatModel;
  faces: Face[];
  shareVersion: number;
  /** Messages that are corrected or erased at some time: what they said before is not in the log any more. */
  reworded: Map<string, Rewording>;
}

/** What a message says after the last time that its words changed, and the position of that. */
export interface Rewording {
  seq: number;
  text: string;
  isErased: boolean;
}

/** What an entry is held against, and where to say so. */
export interface Step {
  state: State;
  entry: Entry;
  find(rule: Rule, message: string, ...evidence: unknown[]): void;
}

export function emptyState(reworded: State["reworded"]): State {
  return {
    seq: 0,
    details: null,
    questions: [],
    hosts: new Map(),
    guests: new Map(),
    seats: new SeatModel(),
    faces: [],
    shareVersion: 1,
    reworded,
  };
}

/** What is known of something beside what it holds itself, as a slice alone knows it of a state. Worked out once. */
export function remembered<Key extends object, Memory>(fresh: (key: Key) => Memory): (key: Key) => Memory {
  const known = new WeakMap<Key, Memory>();
  return (key) => known.getOrInsertComputed(key, fresh);
}

/** Whether what this message said at the state's position cannot be known, since its text changed later. */
export const isRewordedLater = (state: State, messageId: string): boolean => (state.reworded.get(messageId)?.seq ?? 0) > state.seq;
