import { judge } from "../checker/judge.ts";
import type { Verdict } from "../checker/verdict.ts";
import { verdictText } from "../checker/verdict-text.ts";
import { withCluster } from "./cluster.ts";
import type { FaultKind } from "./fault-kinds.ts";
import type { PlannedFault } from "./fault-plan.ts";
import { triedCode } from "../code-in-hand.ts";
import { appendToLedger, type LedgerLine } from "../ledger.ts";
import { type Recovery, recoveryTable, summarized } from "./figures.ts";
import { keepRedRound } from "./red-round.ts";
import { playRound, type RoundResult } from "./round.ts";

export interface RoundsOptions {
  rounds: number;
  seed: number;
  servers: number;
  /** PostgreSQL has a standby, which takes over in each round. */
  standby: boolean;
  /** Writes each round into the ledger. */
  record: boolean;
  only?: readonly FaultKind[];
  /** A bug to put into the servers; the rounds end with the one that shows it. */
  mutant?: string | undefined;
  say(line: string): void;
}

/** Rounds on one cluster: after that, a fresh one, with an empty disk. */
const ROUNDS_OF_A_CLUSTER = 50;

/** Plays rounds, judges each, and returns how many were red. With a mutant in, the first red one is enough. */
export async function playRounds(options: RoundsOptions): Promise<number> {
  const { rounds, say } = options;
  const count: Count = { played: 0, reds: 0, recovered: [] };
  while (count.played < rounds && !(options.mutant && count.reds > 0)) await playOnOneCluster(options, count);
  say(`\nFirst command acknowledged after (ms):\n${recoveryTable(summarized(count.recovered))}`);
  say(`\n${count.played} rounds: ${count.played - count.reds} green, ${count.reds} red`);
  return count.reds;
}

interface Count {
  played: number;
  reds: number;
  recovered: Recovery[];
}

async function playOnOneCluster({ rounds, seed, servers, standby, mutant, only, record, say }: RoundsOptions, count: Count): Promise<void> {
  await withCluster({ servers, standby, seed: String(seed), mutant }, async (cluster) => {
    const code = await triedCode();
    if (!cluster.redis) say("There is no redis-server here: rounds are played without Redis.");
    if (!standby && !cluster.postgres.hasOwnDisk) say("A disk of our own cannot be mounted here: no round has a full disk.");
    const last = Math.min(rounds, count.played + ROUNDS_OF_A_CLUSTER);
    while (count.played < last) {
      const result = await playRound(cluster, seed + count.played, only);
      const verdict = judge(result.history);
      const isRed = verdict.violations.length > 0 || result.internalErrors.length > 0;
      count.played += 1;
      count.reds += Number(isRed);
      count.recovered.push(...result.recoveries);
      say(progressLine(`${count.played}/${rounds}`, result, verdict, isRed));
      if (isRed) for (const line of whatIsWrong(result, verdict, mutant === undefined)) say(line);
      if (record) appendToLedger({ at: new Date().toISOString(), ...code, ...ledgerLine(result, verdict, isRed) });
      if (isRed && mutant) return;
    }
  });
}

const nameOf = ({ kind, network }: PlannedFault) => (network ? `${kind}: ${network.kind}` : kind);

function progressLine(number: string, result: RoundResult, { counted }: Verdict, isRed: boolean): string {
  const { seed } = result.history;
  const { commands, unknown } = result.summary;
  return [
    `${number.padStart(7)} seed ${seed} ${isRed ? "RED  " : "green"} ${(result.ms / 1_000).toFixed(1).padStart(5)} s`,
    `${commands} commands, ${counted.tries} tries, ${unknown} unknown, ${counted.frames} frames, ${counted.revocations} revocations, ${counted.mails} mails`,
    result.faults.map(nameOf).join(", "),
  ].join(" · ");
}

function whatIsWrong({ history, internalErrors }: RoundResult, verdict: Verdict, keep: boolean): string[] {
  return [
    verdictText(verdict),
    ...[...new Set(internalErrors)].map((error) => `  a server broke down over a command: ${error}`),
    keep ? `  ${keepRedRound(history)}` : "",
  ].filter(Boolean);
}

function ledgerLine(result: RoundResult, { counted }: Verdict, isRed: boolean): Omit<LedgerLine, "at" | "commit" | "code"> {
  const recovery: Record<string, number> = {};
  for (const { kind, ms } of result.recoveries) recovery[kind] = Math.max(recovery[kind] ?? 0, ms);
  return {
    seed: result.history.seed,
    faults: result.faults.map(nameOf),
    ...result.summary,
    entries: counted.entries,
    frames: counted.frames,
    mails: counted.mails,
    verdict: isRed ? "red" : "green",
    recovery,
  };
}
