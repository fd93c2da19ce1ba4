import type { Rule, Verdict, Violation } from "./verdict.ts";

/** Violations told for each rule; the rest are counted. */
export const SHOWN_OF_A_RULE = 3;

/** What each rule says, for people. */
export const promises: Record<Rule, string> = {
  C1: "every event has one log, 1..n",
  C2: "what was acknowledged first comes first",
  C3: "every reader gets the log: no gap, no twin, no swap, and nothing that is not for them",
  C4: "a snapshot, moved forward by the log, is the snapshot that a reload gives",
  C5: "a command has one effect and one answer",
  C6: "what was acknowledged stays; what was refused is not there",
  C7: "whoever lost access gets and does nothing after that",
  C8: "no more seats are taken than there are",
  C9: "every count is right",
  C10: "the line moves in order, each party once, with what freed the seats",
  C11: "mails have causes, and causes mails",
  C12: "a position of another epoch gets a reset",
};

/** A verdict as a short story: what was judged and, for each broken promise, the fewest records that show it. */
export function verdictText({ violations, counted }: Verdict): string {
  const judged = Object.entries(counted).map(([what, count]) => `${count} ${what}`);
  const head = `Judged: ${judged.join(", ")}.`;
  if (violations.length === 0) return `${head}\nEverything that is promised held.`;
  const byRule = Map.groupBy(violations, ({ rule }) => rule);
  return [head, ...[...byRule].map(([rule, some]) => ruleText(rule, some))].join("\n\n");
}

function ruleText(rule: Rule, violations: Violation[]): string {
  const shortest = violations.toSorted((a, b) => a.evidence.length - b.evidence.length).slice(0, SHOWN_OF_A_RULE);
  const more = violations.length > shortest.length ? [`  … and ${violations.length - shortest.length} more.`] : [];
  const told = shortest.flatMap(({ message, evidence }) => [`  ${message}`, ...evidence.map((one) => `    ${lineOf(one)}`)]);
  return [`${rule} is broken: ${promises[rule]}.`, ...told, ...more].join("\n");
}

const LONGEST = 400;

function lineOf(evidence: unknown): string {
  const { kind, t, ...rest } = evidence as { kind?: string; t?: number };
  const when = kind === undefined || t === undefined ? "" : `${t.toFixed(1)} ms ${kind} `;
  const text = when + JSON.stringify(when === "" ? evidence : rest);
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1)}…`;
}
