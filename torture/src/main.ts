import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { faultKinds, type FaultKind } from "./processes/fault-kinds.ts";
import { rememberPlayed, wasPlayed, type Played } from "./ledger.ts";
import { mutantNamed } from "./mutants/list.ts";
import type { Mutant } from "./mutants/mutant.ts";
import { measureRecovery } from "./processes/measure-recovery.ts";
import { measureRevocations } from "./processes/measure-revocations.ts";
import { measureStalled } from "./processes/measure-stalled.ts";
import { verdictText } from "./checker/verdict-text.ts";
import { judgeFile } from "./processes/red-round.ts";
import { playRounds } from "./processes/rounds.ts";
import { soak } from "./processes/soak.ts";
import { elsewhere, partOf, playMutants, simulated } from "./simulation/mutants.ts";
import { measureReplies, playReplyMutants, replyMutants } from "./replies/play-replies.ts";
import { doorMutants, playDoorMutants, simulateDoors } from "./doors/simulate-doors.ts";
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
  --real-mutants    put each bug of SQL into the servers, one at a time: fails unless each shows in --rounds rounds
  --judge FILE      judge what a red round left behind

  --simulate N      play N whole schedules of the server's core in memory, from --seed on; a seed plays the same
                    schedule every time, and a red one is made smaller before it is told
  --mutants [NAME…] put each bug of torture/src/mutants (or those named) into the simulated server: fails unless each
                    is found within 50 schedules. Bugs of SQL are for --real-mutants
  --doors N         play N evenings of three doors that go on without a network, from --seed on, in memory
  --door-mutants    put each bug of doors into them: fails unless each is found within 10 evenings
  --replies N       play N rounds of mails that come twice, late and out of order to two servers that die, as the database
                    does: replies of calendars, plain words, reports of mail servers
  --reply-mutants   put each bug of arriving mails into them: fails unless each is found within 4 rounds
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
        doors: { type: "string" },
        "door-mutants": { type: "boolean", default: false },
        replies: { type: "string" },
        "reply-mutants": { type: "boolean", default: false },
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
    if (positionals.length > 0 && !values.mutants && !values["reply-mutants"])
      throw new Error(`nothing is known of ${positionals.join(" ")}`);
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
  const { record, mutant, standby, faults, names } = values;
  const number = (
    name: "rounds" | "seed" | "servers" | "simulate" | "doors" | "replies" | "recovery" | "revocations" | "soak",
    least = 1,
  ) => wholeNumber(name, values[name]!, least);
  if (values.help) {
    say(help);
    return 0;
  }
  if (values.judge) {
    const verdict = judgeFile(values.judge);
    say(verdictText(verdict));
    return Math.min(1, verdict.violations.length);
  }
  const [first, count] = [number("seed", 0), number("rounds")];
  if (values.simulate !== undefined) {
    const simulation = { schedules: number("simulate"), seed: first, processes: availableParallelism(), record, say };
    return unlessPlayed({ kind: "schedules", first, count: simulation.schedules }, values, () => simulate(simulation));
  }
  if (values.doors !== undefined) return Math.min(1, await simulateDoors(first, number("doors"), say));
  if (values["door-mutants"]) return Math.min(1, await playDoorMutants(doorMutants, say));
  if (values.replies !== undefined) return measureReplies(first, number("replies"), record, say);
  if (values["reply-mutants"]) return Math.min(1, await playReplyMutants(chosenOf(replyMutants, names), say));
  if (values.mutants && names.length > 0) return Math.min(1, await playMutants(names.map(mutantNamed), say));
  if (values.mutants) {
    const part = partIn(values.part);
    return unlessPlayed({ kind: "mutants", ...part }, values, () => playMutants(simulated.slice(part.first, part.first + part.count), say));
  }
  if (values["real-mutants"]) return Math.min(1, await playRealMutants(count));
  if (values.recovery !== undefined) return measureRecovery(number("recovery"), record, say);
  if (values.stalled) return measureStalled(record, say);
  if (values.revocations !== undefined) return measureRevocations(number("revocations"), record, say);
  if (values.soak !== undefined) return soak(number("soak"), record, say);
  const rounds = { rounds: count, seed: first, servers: number("servers"), standby, record: record && !mutant, mutant, say };
  if (mutant !== undefined) return (await playRounds(rounds)) > 0 ? 0 : 1;
  if (faults !== undefined) return Math.min(1, await playRounds({ ...rounds, only: kindsIn(faults) }));
  return unlessPlayed({ kind: standby ? "standby" : "rounds", first, count }, values, () => playRounds(rounds));
}

const chosenOf = (all: readonly Mutant[], names: string[]) => (names.length > 0 ? all.filter(({ name }) => names.includes(name)) : all);

/** The exit code of what was not played again. */
const PLAYED_BEFORE = 77;

async function unlessPlayed(played: Played, { once, record }: { once: boolean; record: boolean }, play: () => Promise<number>) {
  if (once && wasPlayed(played)) {
    const { kind, first, count } = played;
    say(`${kind} ${first} to ${first + count - 1} were green before with this code: they are not played again.`);
    return PLAYED_BEFORE;
  }
  const reds = await play();
  if (reds === 0 && (once || record)) rememberPlayed(played, record);
  return Math.min(1, reds);
}

function partIn(text: string) {
  const [number, of] = text.split("/").map(Number) as [number, number];
  const isPart = Number.isSafeInteger(number) && Number.isSafeInteger(of) && 1 <= number && number <= of;
  return isPart ? partOf(number, of) : wrong("--part must be as in 2/7");
}

/** Each of them has to show within so many rounds. */
async function playRealMutants(rounds: number): Promise<number> {
  const survivors: string[] = [];
  for (const { name, about } of elsewhere) {
    say(`${name}: ${about}`);
    const reds = await playRounds({ rounds, seed: 1, servers: 3, standby: false, record: false, mutant: name, say });
    if (reds === 0) survivors.push(name);
  }
  say(`${elsewhere.length} mutants: ${elsewhere.length - survivors.length} caught, ${survivors.length} survived ${survivors.join(", ")}`);
  return survivors.length;
}

process.exit(await run());
