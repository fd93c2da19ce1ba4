import { judge } from "../checker/judge.ts";
import type { Verdict } from "../checker/verdict.ts";
import { forgetLines } from "./ask.ts";
import { startCluster } from "./cluster.ts";
import type { FaultKind, PlannedFault } from "./fault-plan.ts";
import { appendToLedger, codeInHand, type LedgerLine } from "./ledger.ts";
import { endOnSignals } from "./end-on-signals.ts";
import { recoveryTable, type Recovery } from "./recovery.ts";
import { keepRedRound, violationsText } from "./red-round.ts";
import { playRound, type RoundResult } from "./round.ts";

export interface RoundsOptions {
  rounds: number;
  seed: number;
  servers: number;
  /** Writes each round into the ledger. */
  record: boolean;
  only?: readonly FaultKind[];
  /** A bug to put into the servers; the rounds end with the one that shows it. */
  mutant?: string | undefined;
  say(line: string): void;
}

/** Plays rounds on one cluster, judges each, and returns how many were red. */
export async function playRounds(options: RoundsOptions): Promise<number> {
  const { rounds, seed, say } = options;
  const cluster = await startCluster({ servers: options.servers, seed: String(seed), mutant: options.mutant });
  const forgetSignals = endOnSignals(() => cluster.stop());
  const code = codeInHand();
  const recovered: Recovery[] = [];
  let reds = 0;
  if (!cluster.redis) say("There is no redis-server here: rounds are played without Redis.");
  if (!cluster.postgres.hasOwnDisk) say("A disk of our own cannot be mounted here: no round has a full disk.");
  try {
    for (let number = 1; number <= rounds; number++) {
      const result = await playRound(cluster, { seed: seed + number - 1, ...(options.only && { only: options.only }) });
      const verdict = judge(result.history);
      const isRed = verdict.violations.length > 0 || result.internalErrors.length > 0;
      reds += Number(isRed);
      recovered.push(...result.recoveries);
      say(progressLine(`${number}/${rounds}`, result, verdict, isRed));
      if (isRed && options.mutant) {
        say(violationsText(verdict));
        break;
      }
      if (isRed) for (const line of whatIsWrong(result, verdict)) say(line);
      if (options.record) appendToLedger({ at: new Date().toISOString(), ...code, ...ledgerLine(result, verdict, isRed) });
    }
  } finally {
    forgetSignals();
    forgetLines();
    await cluster.stop();
  }
  say(`\n${recoveryTable(recovered)}`);
  say(`\n${rounds} rounds: ${rounds - reds} green, ${reds} red`);
  return reds;
}

const nameOf = ({ kind, network }: PlannedFault) => (network ? `${kind}: ${network.kind}` : kind);

function progressLine(number: string, result: RoundResult, { counted }: Verdict, isRed: boolean): string {
  const { seed } = result.history;
  const { commands, unknown } = result.told;
  return [
    `${number.padStart(7)} seed ${seed} ${isRed ? "RED  " : "green"} ${(result.ms / 1_000).toFixed(1).padStart(5)} s`,
    `${commands} commands, ${counted.tries} tries, ${unknown} unknown, ${counted.frames} frames, ${counted.revocations} revocations`,
    result.faults.map(nameOf).join(", "),
  ].join(" · ");
}

function whatIsWrong({ history, internalErrors }: RoundResult, verdict: Verdict): string[] {
  return [
    violationsText(verdict),
    ...[...new Set(internalErrors)].map((error) => `  a server broke down over a command: ${error}`),
    `  ${keepRedRound(history)}`,
  ].filter(Boolean);
}

function ledgerLine(result: RoundResult, { counted }: Verdict, isRed: boolean): Omit<LedgerLine, "at" | "commit" | "code"> {
  const recovery: Record<string, number> = {};
  for (const { kind, ms } of result.recoveries) recovery[kind] = Math.max(recovery[kind] ?? 0, ms);
  return {
    seed: result.history.seed,
    faults: result.faults.map(nameOf),
    ...result.told,
    entries: counted.entries,
    frames: counted.frames,
    verdict: isRed ? "red" : "green",
    recovery,
  };
}
