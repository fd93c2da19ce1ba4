import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { faultKinds, type FaultKind } from "./processes/fault-plan.ts";
import { measureRecovery } from "./processes/measure-recovery.ts";
import { measureRevocations } from "./processes/measure-revocations.ts";
import { measureStalled } from "./processes/measure-stalled.ts";
import { judgeFile, violationsText } from "./processes/red-round.ts";
import { playRounds } from "./processes/rounds.ts";
import { soak } from "./processes/soak.ts";
import { playMutants } from "./simulation/mutants.ts";
import { simulate } from "./simulation/simulate.ts";

const help = `npm run torture -- [options]

  --rounds N        play N rounds with real processes: three servers, PostgreSQL, Redis, and everything that
                    can go wrong between them; then judge what was recorded (default 30)
  --seed S          the first round's seed; the next ones follow (default 1). A seed fixes the faults, when they
                    come, and what everybody wants to do. How processes interleave is up to the machine, so that a
                    red round may need several tries to come back: what it left behind is kept and can be judged again.
  --servers N       how many servers (default 3)
  --standby         PostgreSQL has a synchronous standby, which takes over in each round; no disk is full then
  --faults A,B      only faults of these kinds: ${faultKinds.join(", ")}
  --record          write each round into torture/ledger.jsonl; schedules and figures into torture/figures.jsonl
  --mutant NAME     put a bug of torture/src/mutants into the servers: fails unless a round shows it
  --judge FILE      judge what a red round left behind

  --simulate N      play N whole schedules of the server's core in memory, from --seed on; a seed plays the same
                    schedule every time, and a red one is made smaller before it is told
  --mutants [NAME…] put each bug of torture/src/mutants (or those named) into the simulated server: fails unless each
                    is found within 50 schedules. Bugs of SQL and mails are for --mutant

Figures, each by itself:
  --recovery N      how long it takes after kill -9 of a server, of PostgreSQL, of Redis, N times each
  --stalled         what 1,000 readers that never read cost the server and those who read
  --revocations N   N guests are removed under load; every frame that they get is judged
  --soak MINUTES    ordinary life; how memory and handles grow

Exit code 1: a round was red, or a figure beyond its limit.`;

function say(line: string) {
  process.stdout.write(`${line}\n`);
}

function readArguments() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        rounds: { type: "string", default: "30" },
        seed: { type: "string", default: "1" },
        servers: { type: "string", default: "3" },
        standby: { type: "boolean", default: false },
        faults: { type: "string" },
        record: { type: "boolean", default: false },
        mutant: { type: "string" },
        judge: { type: "string" },
        simulate: { type: "string" },
        mutants: { type: "boolean", default: false },
        recovery: { type: "string" },
        stalled: { type: "boolean", default: false },
        revocations: { type: "string" },
        soak: { type: "string" },
        help: { type: "boolean", default: false },
      },
    });
    if (positionals.length > 0 && !values.mutants) throw new Error(`nothing is known of ${positionals.join(" ")}`);
    return { ...values, names: positionals };
  } catch (error) {
    return wrong((error as Error).message);
  }
}

function wrong(reason: string): never {
  process.stderr.write(`${reason}\n\n${help}\n`);
  process.exit(2);
}

function wholeNumber(name: string, text: string, least: number): number {
  const value = Number(text);
  return Number.isSafeInteger(value) && value >= least ? value : wrong(`--${name} must be a whole number from ${least} on`);
}

function kindsIn(list: string): FaultKind[] {
  const names = list.split(",").map((name) => name.trim());
  const unknown = names.find((name) => !faultKinds.includes(name as FaultKind));
  return unknown === undefined ? (names as FaultKind[]) : wrong(`there are no faults of the kind ${unknown}`);
}

async function run(): Promise<number> {
  const values = readArguments();
  if (values.help) {
    say(help);
    return 0;
  }
  if (values.judge) {
    const verdict = judgeFile(values.judge);
    say(verdict.violations.length > 0 ? violationsText(verdict) : "green");
    return verdict.violations.length > 0 ? 1 : 0;
  }
  if (values.simulate !== undefined) {
    const reds = await simulate({
      schedules: wholeNumber("simulate", values.simulate, 1),
      seed: wholeNumber("seed", values.seed, 0),
      processes: availableParallelism(),
      record: values.record,
      say,
    });
    return reds > 0 ? 1 : 0;
  }
  if (values.mutants) return (await playMutants(values.names, say)) > 0 ? 1 : 0;
  if (values.recovery !== undefined) return measureRecovery(wholeNumber("recovery", values.recovery, 1), values.record, say);
  if (values.stalled) return measureStalled(values.record, say);
  if (values.revocations !== undefined) return measureRevocations(wholeNumber("revocations", values.revocations, 1), values.record, say);
  if (values.soak !== undefined) return soak(wholeNumber("soak", values.soak, 1), values.record, say);
  const reds = await playRounds({
    rounds: wholeNumber("rounds", values.rounds, 1),
    seed: wholeNumber("seed", values.seed, 0),
    servers: wholeNumber("servers", values.servers, 1),
    standby: values.standby,
    record: values.record && values.mutant === undefined,
    mutant: values.mutant,
    ...(values.faults !== undefined && { only: kindsIn(values.faults) }),
    say,
  });
  return reds > 0 === (values.mutant === undefined) ? 1 : 0;
}

process.exit(await run());
