import type { Card, Details, Entry, Face, Message } from "./entry.ts";
import { SeatModel } from "./seat-model.ts";
import type { Rule } from "./verdict.ts";

export interface KnownGuest {
  card: Card;
  claimed: boolean;
  delivery: string;
  accessVersion: number;
  removed: boolean;
}

/** One event as its log tells it, at one position. */
export interface State {
  seq: number;
  details: Details | null;
  hosts: Map<string, string>;
  guests: Map<string, KnownGuest>;
  seats: SeatModel;
  faces: Face[];
  messages: Map<string, Message>;
  shareVersion: number;
  /** Messages that are erased at some time, and at which position: their words are not in the log any more. */
  erased: Map<string, number>;
}

export interface Finding {
  rule: Rule;
  message: string;
  evidence: unknown[];
}

/** What an entry is held against, and where to say so. */
export interface Step {
  state: State;
  entry: Entry;
  find(rule: Rule, message: string, ...evidence: unknown[]): void;
}

export function emptyState(log: Entry[]): State {
  const erased = new Map<string, number>();
  for (const { seq, body } of log) if (body.type === "chat.deleted" && !erased.has(body.messageId!)) erased.set(body.messageId!, seq);
  return {
    seq: 0,
    details: null,
    hosts: new Map(),
    guests: new Map(),
    seats: new SeatModel(),
    faces: [],
    messages: new Map(),
    shareVersion: 1,
    erased,
  };
}

/** The words of this message, as far as they can be known at a position: undefined, when they were erased later. */
export const isErasedLater = (state: State, messageId: string): boolean => (state.erased.get(messageId) ?? 0) > state.seq;
