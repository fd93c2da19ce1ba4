import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { faultKinds, type FaultKind } from "./processes/fault-plan.ts";
import { rememberPlayed, wasPlayed, type Played } from "./ledger.ts";
import { mutantNamed } from "./mutants/list.ts";
import { measureRecovery } from "./processes/measure-recovery.ts";
import { measureRevocations } from "./processes/measure-revocations.ts";
import { measureStalled } from "./processes/measure-stalled.ts";
import { judgeFile, violationsText } from "./processes/red-round.ts";
import { playRounds } from "./processes/rounds.ts";
import { soak } from "./processes/soak.ts";
import { elsewhere, partOf, playMutants, simulated } from "./simulation/mutants.ts";
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
  --real-mutants    put each bug of SQL and mails into the servers, one at a time: fails unless each shows in 30 rounds
  --judge FILE      judge what a red round left behind

  --simulate N      play N whole schedules of the server's core in memory, from --seed on; a seed plays the same
                    schedule every time, and a red one is made smaller before it is told
  --mutants [NAME…] put each bug of torture/src/mutants (or those named) into the simulated server: fails unless each
                    is found within 50 schedules. Bugs of SQL and mails are for --real-mutants
  --part N/OF       only part N of OF, which together are all mutants

  --once            leave out what was green before with this very code, here or in a recorded run: then the exit code is 77

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
        part: { type: "string", default: "1/1" },
        "real-mutants": { type: "boolean", default: false },
        once: { type: "boolean", default: false },
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
    const [count, first] = [wholeNumber("simulate", values.simulate, 1), wholeNumber("seed", values.seed, 0)];
    const simulation = { schedules: count, seed: first, processes: availableParallelism(), record: values.record, say };
    return unlessPlayed({ kind: "schedules", first, count }, values, () => simulate(simulation));
  }
  if (values.mutants && values.names.length > 0) return (await playMutants(values.names.map(mutantNamed), say)) > 0 ? 1 : 0;
  if (values.mutants) {
    const { first, count } = partIn(values.part);
    return unlessPlayed({ kind: "mutants", first, count }, values, () => playMutants(simulated.slice(first, first + count), say));
  }
  if (values["real-mutants"]) return (await playRealMutants()) > 0 ? 1 : 0;
  if (values.recovery !== undefined) return measureRecovery(wholeNumber("recovery", values.recovery, 1), values.record, say);
  if (values.stalled) return measureStalled(values.record, say);
  if (values.revocations !== undefined) return measureRevocations(wholeNumber("revocations", values.revocations, 1), values.record, say);
  if (values.soak !== undefined) return soak(wholeNumber("soak", values.soak, 1), values.record, say);
  const [count, first] = [wholeNumber("rounds", values.rounds, 1), wholeNumber("seed", values.seed, 0)];
  const rounds = {
    rounds: count,
    seed: first,
    servers: wholeNumber("servers", values.servers, 1),
    standby: values.standby,
    record: values.record && values.mutant === undefined,
    mutant: values.mutant,
    ...(values.faults !== undefined && { only: kindsIn(values.faults) }),
    say,
  };
  if (values.mutant !== undefined) return (await playRounds(rounds)) > 0 ? 0 : 1;
  if (values.faults !== undefined) return (await playRounds(rounds)) > 0 ? 1 : 0;
  return unlessPlayed({ kind: values.standby ? "standby" : "rounds", first, count }, values, () => playRounds(rounds));
}

/** The exit code of what was not played again. */
const PLAYED_BEFORE = 77;

async function unlessPlayed(played: Played, { once, record }: { once: boolean; record: boolean }, play: () => Promise<number>) {
  if (once && wasPlayed(played)) {
    say(
      `${played.kind} ${played.first} to ${played.first + played.count - 1} were green before with this code: they are not played again.`,
    );
    return PLAYED_BEFORE;
  }
  const reds = await play();
  if (reds === 0 && (once || record)) rememberPlayed(played, record);
  return reds > 0 ? 1 : 0;
}

function partIn(text: string) {
  const [number, of] = text.split("/").map(Number) as [number, number];
  const isPart = Number.isSafeInteger(number) && Number.isSafeInteger(of) && 1 <= number && number <= of;
  return isPart ? partOf(number, of) : wrong("--part must be as in 2/7");
}

/** Rounds within which each bug of SQL and mails has to show. */
const REAL_ROUNDS = 30;

async function playRealMutants(): Promise<number> {
  const survivors: string[] = [];
  for (const { name, about } of elsewhere) {
    say(`${name}: ${about}`);
    const reds = await playRounds({ rounds: REAL_ROUNDS, seed: 1, servers: 3, standby: false, record: false, mutant: name, say });
    if (reds === 0) survivors.push(name);
  }
  say(`${elsewhere.length} mutants: ${elsewhere.length - survivors.length} caught, ${survivors.length} survived ${survivors.join(", ")}`);
  return survivors.length;
}

process.exit(await run());
