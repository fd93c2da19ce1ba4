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
export interface Counted {
  events: number;
  entries: number;
  commands: number;
  tries: number;
  acknowledged: number;
  refused: number;
  unknown: number;
  lines: number;
  /** Lines that were open to the end, and so had to reach the head. */
  live: number;
  frames: number;
  delivered: number;
  snapshots: number;
  promotions: number;
  revocations: number;
  mails: number;
  faults: number;
}

/** Collects what one rule finds. */
export type Report = (message: string, ...evidence: unknown[]) => void;
