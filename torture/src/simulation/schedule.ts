import { createEvent, publishEvent } from "../../../server/src/events/commands.ts";
import { inviteGuests } from "../../../server/src/invitations/commands.ts";
import type { History } from "../history.ts";
import { randomFrom, type Random } from "../processes/random.ts";
import { act, invited } from "./acts.ts";
import { createBusNetwork } from "./bus-network.ts";
import { aCast, edit, postMessage, TAKEN, type Cast } from "./cast.ts";
import { createMemoryDatabase } from "./memory-database.ts";
import { createNode } from "./server-process.ts";
import type { Plan } from "./plan-schedule.ts";
import { idOf, readerOf, type Person } from "./person.ts";
import { startReader } from "./reader.ts";
import { readAccess } from "./read-access.ts";
import { readSnapshot } from "./read-snapshot.ts";
import { createRecorder } from "../recorder.ts";
import type { Round } from "./round.ts";
import { send } from "./send-command.ts";
import { injectFault } from "./inject-fault.ts";
import type { Stage } from "./turn.ts";
import { createVirtualTime } from "./virtual-time.ts";
import { createNetworkConditions } from "./network-conditions.ts";

/** How long everybody has to settle once all faults are over (ms). */
const SETTLING = 4_000;
/** A sweep, and the longest that the database takes to answer it (ms). */
const SWEPT = 1_900;
/** How often something is said at the other event, so that transactions are of both. */
const SAID_BESIDE = 0.3;
/** How often many speak at both events through one process, so that it decides on both ahead. */
const CROWDED = 0.06;
/** Numbers of their acts begin here. */
const CROWDS = 10_000;

export interface Played {
  history: History;
  /** What went wrong in a way that no history shows: an error inside, somebody who never came back, no way on. */
  failures: string[];
}

/** Plays one plan on the server's real core, heals everything, and returns what was recorded. */
export async function play({ seed, acts, faults }: Plan): Promise<Played> {
  const random = randomFrom(`chance ${seed}`);
  const failures: string[] = [];
  const stage = setStage(seed, random, (error) => failures.push(`Inside a process: ${String((error as Error)?.stack ?? error)}`));
  const { round, cast, readers } = stage;
  const { time, database, recorder } = round;

  await during(round, opening(round, cast, random.fork("opening")));
  for (const person of cast.everyone) if (random.chance(0.7)) readers.push(startReader(round, person));
  for (const { number, kind, at } of acts) {
    const failed = (error: Error) => void failures.push(`In an act: ${String(error.stack)}`);
    const besides = random.fork(`beside ${number}`);
    time.after(at - time.now(), () => {
      void act(stage, kind, number, random.fork(`act ${number}`)).catch(failed);
      if (besides.chance(SAID_BESIDE)) void sayBeside(stage, number, besides).catch(failed);
      if (besides.chance(CROWDED)) void crowd(stage, number, besides.fork("crowd")).catch(failed);
    });
  }
  for (const [index, fault] of faults.entries())
    time.after(fault.at - time.now(), () => injectFault(round, fault, random.fork(`fault ${index}`)));

  const healed = Math.max(time.now(), ...acts.map(({ at }) => at), ...faults.map(({ at, ms }) => at + ms)) + 1;
  await time.playUntil(healed);
  await time.playUntil(healed + SETTLING);
  // Half of the time nothing more comes that could carry along what was forgotten.
  if (random.chance(0.5)) {
    await goesOn(stage, random.fork("end"), failures);
    await time.playUntil(time.now() + SWEPT);
  }

  for (const { id, process } of round.nodes)
    if (process && process.unanswered > 0) failures.push(`${id} owes ${process.unanswered} answers, long after all has healed.`);
  const { earlier: continues } = database;
  for (const reader of readers) {
    const { viewer } = readAccess(database, round.eventId, reader.person.identity);
    const head = database.event(round.eventId).row?.log_seq ?? 0;
    if (viewer && reader.position !== head)
      failures.push(`${reader.person.name} is at ${reader.position} of ${head}, long after all has healed.`);
  }
  return {
    history: {
      seed,
      records: recorder.records,
      final: { ...finalOf(stage, healed), ...(continues.length > 0 && { continues, renewedBy: healed + SWEPT }) },
    },
    failures,
  };
}

function setStage(seed: number, random: Random, onFailure: (error: unknown) => void): Stage {
  const time = createVirtualTime();
  const conditions = createNetworkConditions(random.fork("weather"));
  const order = random.fork("order");
  const database = createMemoryDatabase(random.uuid(), (waiting) => (order.chance(0.8) ? 0 : order.int(0, waiting - 1)));
  database.taken.add(TAKEN);
  const network = createBusNetwork(time, conditions);
  const transactions = random.pick([1, 2, 3, 4]);
  const ahead = { from: random.pick([1, 1, 2, 3]), afterMiss: random.pick([0, 1, 8]) };
  const surroundings = { time, conditions, database, network, page: random.pick([2, 7, 500]), transactions, ahead, onFailure };
  const nodes = Array.from({ length: 2 + (seed % 2) }, (_, index) => createNode(`process ${index + 1}`, surroundings));
  const cast = aCast(random);
  const recorder = createRecorder(time.now);
  const eventId = idOf("e", 1, seed);
  const round = {
    eventId,
    besideId: idOf("e", 2, seed),
    time,
    conditions,
    database,
    nodes,
    recorder,
    people: cast.everyone,
    random: random.fork("readers"),
    lines: new Set<never>(),
  };
  for (const person of cast.list)
    database.grant(person.identity.visitId!, eventId, { guestId: person.guestId, accessVersion: 1, shareVersion: null });
  for (const person of cast.comers)
    database.grant(person.identity.visitId!, eventId, { guestId: null, accessVersion: null, shareVersion: 1 });
  return { round, cast, readers: [], said: [] };
}

/** Lets time pass until something is done. */
async function during(round: Round, doing: Promise<unknown>) {
  let isDone = false;
  void doing.then(() => (isDone = true));
  for (let tries = 0; !isDone && tries < 1_000; tries++) await round.time.playUntil(round.time.now() + 5);
}

async function opening(round: Round, { ada, list }: Cast, random: Random) {
  const fields = {
    title: "Picnic",
    starts: "2027-06-18T19:00",
    zone: "UTC",
    capacity: random.int(2, 7),
    waitlistRule: random.pick(["strict", "fillGaps"] as const),
    visibility: random.pick(["public", "link", "invited"] as const),
    guestListFor: random.pick(["everyone", "guests", "hosts"] as const),
    place: { kind: "online", url: "https://example.org/room" } as const,
  };
  const id = (number: number) => idOf("c", 0xf00000 + number);
  await send(round, ada, createEvent, { commandId: id(1), eventId: round.eventId, fields }, random);
  await send(round, ada, publishEvent, { commandId: id(2) }, random);
  const guests = list.slice(0, 6).map((person) => invited(person.guestId!, person));
  await send(round, ada, inviteGuests, { commandId: id(3), message: "Do come", send: true, guests }, random);
  const beside = { ...round, eventId: round.besideId };
  await send(beside, ada, createEvent, { commandId: id(4), eventId: beside.eventId, fields: { ...fields, title: "Beside" } }, random);
  await send(beside, ada, publishEvent, { commandId: id(5) }, random);
}

/** Something is said at the other event, at the same moment, often through two processes. */
async function sayBeside({ round, cast }: Stage, number: number, random: Random) {
  const say = async (times: number) => {
    const input = { commandId: idOf("c", 0xe00000 + number * 4 + times), text: `Beside ${number}`, replyTo: null };
    const { outcome, code } = await send({ ...round, eventId: round.besideId }, cast.ada, postMessage, input, random.fork(`${times}`));
    // Its host may, whatever happens to other events.
    if (outcome === "refused") throw new Error(`A message beside was refused with ${code}`);
  };
  await Promise.all(Array.from({ length: random.int(2, 4) }, (_, times) => say(times)));
}

/** Many answers, and messages at the other event, in waves through one process: each comes while the one before is being committed. */
async function crowd(stage: Stage, number: number, random: Random) {
  const { round, cast } = stage;
  const conditions = { ...round.conditions, toProcess: () => 0 };
  const alone = { ...round, conditions, nodes: [random.pick(round.nodes)] };
  const comes = (times: number) => {
    const own = random.fork(`${times}`);
    if (times % 3 > 0) return act({ ...stage, round: alone }, "answer", CROWDS + number * 16 + times, own);
    const input = { commandId: idOf("c", 0xd00000 + number * 16 + times), text: `Crowd ${number}`, replyTo: null };
    return send({ ...alone, eventId: round.besideId }, cast.ada, postMessage, input, own);
  };
  const coming: Promise<unknown>[] = [];
  for (let times = 0; times < 16; times++) {
    coming.push(comes(times));
    if (random.chance(0.3)) await round.time.sleep(random.int(0, 5));
  }
  await Promise.all(coming);
}

/** Each process still takes commands, and their readers still hear of it. */
async function goesOn({ round, cast }: Stage, random: Random, failures: string[]) {
  for (const [index, node] of round.nodes.entries()) {
    const commandId = idOf("c", 0xf10000 + index);
    const alone = { ...round, nodes: [node] };
    const asked = send(alone, cast.ada, edit, { commandId, fields: { title: `The end ${index}` } }, random);
    let outcome = "none";
    void asked.then((answer) => (outcome = answer.outcome));
    await during(round, asked);
    if (outcome !== "committed" && outcome !== "refused")
      failures.push(`${node.id} answers a command with ${outcome}, though all has healed.`);
  }
}

function finalOf({ round: { database, eventId, besideId }, cast }: Stage, healedAt: number): History["final"] {
  const snapshotOf = (person: Person, of: string) => {
    const { viewer } = readAccess(database, of, person.identity);
    return { reader: readerOf(person), eventId: of, snapshot: viewer && readSnapshot(database, of, viewer) };
  };
  const snapshots = [...cast.everyone.map((person) => snapshotOf(person, eventId)), snapshotOf(cast.ada, besideId)];
  const [rows, beside] = [database.event(eventId).rows(), database.event(besideId).rows()];
  const both = Object.fromEntries(Object.entries(rows).map(([table, some]) => [table, [...some, ...beside[table as keyof typeof rows]]]));
  return { epoch: database.epoch, healedAt, ...(both as typeof rows), snapshots };
}
