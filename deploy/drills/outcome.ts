import type { ReaderReport } from "../load/reader.ts";
import type { Requests } from "../load/requests.ts";

/** What people noticed while servers were restarted. */
export interface Outcome {
  requests: number;
  failedRequests: string[];
  /** How long 99 % of the answers took at most (ms). */
  answered: number;
  failedHandshakes: string[];
  /** For each socket whose server left: how long its reader had none (ms), ascending. */
  absences: number[];
  lost: number;
  doubled: number;
  /** Readers that did not come back. */
  gone: number;
}

export const GOALS = {
  failedRequests: 0,
  failedHandshakes: 0,
  /** Median and worst absence (ms). */
  absence: { half: 300, worst: 2_000 },
  /** How many times shorter than those of an earlier build, in the same run. */
  shorter: 5,
};

export function outcomeOf({ sent, failed, took }: Requests, reports: ReaderReport[]): Outcome {
  const sum = (of: (report: ReaderReport) => number) => reports.reduce((total, report) => total + of(report), 0);
  return {
    requests: sent,
    failedRequests: failed,
    answered: at(took.toSorted(ascending), 0.99),
    failedHandshakes: reports.flatMap(({ failedHandshakes }) => failedHandshakes),
    absences: reports.flatMap(({ absences }) => absences).sort(ascending),
    lost: sum(({ lost }) => lost),
    doubled: sum(({ doubled }) => doubled),
    gone: reports.filter(({ state }) => state !== "live").length,
  };
}

const ascending = (one: number, other: number) => one - other;

/** What this share of all did not exceed. */
const at = (sorted: number[], share: number) => sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;

export const absenceAt = ({ absences }: Outcome, share: number) => at(absences, share);

/** The goals that were missed. `moved`: how many readers have to have moved at least, for the figures to say something. */
export function misses(outcome: Outcome, moved: number): string[] {
  const [half, worst] = [absenceAt(outcome, 0.5), absenceAt(outcome, 1)];
  const { failedRequests, failedHandshakes, absences, lost, doubled, gone } = outcome;
  return [
    ...(absences.length >= moved ? [] : [`only ${absences.length} sockets ended: the servers did not leave anybody`]),
    ...(failedRequests.length <= GOALS.failedRequests ? [] : [`${failedRequests.length} requests failed: ${failedRequests[0]}`]),
    ...(failedHandshakes.length <= GOALS.failedHandshakes ? [] : [`${failedHandshakes.length} handshakes failed: ${failedHandshakes[0]}`]),
    ...(half <= GOALS.absence.half ? [] : [`half of them were away for ${seconds(half)} or longer`]),
    ...(worst <= GOALS.absence.worst ? [] : [`somebody was away for ${seconds(worst)}`]),
    ...(lost + doubled === 0 ? [] : [`${lost} entries never came, ${doubled} came twice`]),
    ...(gone === 0 ? [] : [`${gone} readers did not come back`]),
  ];
}

/** What is not so much better than it was. */
export function missesBeside(ours: Outcome, before: Outcome): string[] {
  return [0.5, 1].flatMap((share) => {
    const [now, then] = [absenceAt(ours, share), absenceAt(before, share)];
    return now * GOALS.shorter <= then ? [] : [`away for ${seconds(now)} instead of ${seconds(then)}: not ${GOALS.shorter} times shorter`];
  });
}

export const seconds = (ms: number) => `${(ms / 1_000).toFixed(ms > 0 && ms < 100 ? 3 : 1)} s`;
