import type { Card, Details, Entry, Face, Message } from "./entry.ts";
import { modelOf } from "./kinds.ts";
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
  /** Messages that are corrected or erased at some time: what they said before is not in the log any more. */
  reworded: Map<string, Rewording>;
}

/** What a message says after the last time that its words changed, and the position of that. */
export interface Rewording {
  seq: number;
  text: string;
  isErased: boolean;
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
  return {
    seq: 0,
    details: null,
    hosts: new Map(),
    guests: new Map(),
    seats: new SeatModel(),
    faces: [],
    messages: new Map(),
    shareVersion: 1,
    reworded: rewordingsOf(log),
  };
}

export function rewordingsOf(log: Entry[]): Map<string, Rewording> {
  const reworded = new Map<string, Rewording>();
  for (const { seq, body } of log) {
    const { words } = modelOf(body.type);
    if (words === "corrected") reworded.set(body.messageId!, { seq, text: body.text!, isErased: false });
    if (words === "erased") reworded.set(body.messageId!, { seq, text: "", isErased: true });
  }
  return reworded;
}

/** Whether what this message said at the state's position cannot be known, since its words changed later. */
export const isRewordedLater = (state: State, messageId: string): boolean => (state.reworded.get(messageId)?.seq ?? 0) > state.seq;
