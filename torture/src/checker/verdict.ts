/** The rules a history is held to, by the numbers of the guarantees (G1–G11 as C1–C12). */
export type Rule = "C1" | "C2" | "C3" | "C4" | "C5" | "C6" | "C7" | "C8" | "C9" | "C10" | "C11" | "C12";

/** One thing that must not be, with the fewest records and rows that show it. */
export interface Violation {
  rule: Rule;
  message: string;
  evidence: unknown[];
}

export interface Verdict {
  violations: Violation[];
  counted: Counted;
}

/** What was judged: a green verdict over nothing is worth nothing. */
export type Counted = typeof nothingJudged;
export const nothingJudged = {
  events: 0,
  entries: 0,
  commands: 0,
  tries: 0,
  acknowledged: 0,
  refused: 0,
  unknown: 0,
  lines: 0,
  /** Lines that were open to the end, and so had to reach the head. */
  live: 0,
  frames: 0,
  delivered: 0,
  snapshots: 0,
  promotions: 0,
  revocations: 0,
  mails: 0,
  faults: 0,
};

/** Collects what one rule finds. */
export type Report = (message: string, ...evidence: unknown[]) => void;
