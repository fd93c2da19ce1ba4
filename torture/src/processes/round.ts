import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import type { History } from "../history.ts";
import type { Cluster } from "./cluster.ts";
import { heal, injectFaults } from "./fault-injection.ts";
import { planFaults, type FaultKind, type PlannedFault } from "./fault-plan.ts";
import { epochOf, headsOf, livesFrom, mailsOf, readTables } from "./final-state.ts";
import { openClient } from "./postgres-server.ts";
import { setUpGathering, type Gathering } from "./gathering.ts";
import { liveAsGuest } from "./guest-life.ts";
import { liveAsHost } from "./host-life.ts";
import { randomFrom } from "./random.ts";
import { load, startReader, type LiveReader } from "./reader.ts";
import { createRecorder, type Recorder } from "./recorder.ts";
import { recoveries, type Recovery } from "./recovery.ts";
import { readerOf, type Actor, type Scene } from "./scene.ts";
import { toldOf, type Told } from "./told.ts";

/** How long faults come (ms), and how long life goes on after all is mended. */
const LOAD = 4_000;
const AFTER_HEALING = 700;
/** How long anybody asks again after that, and how long readers get to arrive (ms). */
const STUBBORNNESS = 8_000;
const ARRIVAL = 5_000;
/** A log that has not grown for so long is believed to be at its end (ms). */
const QUIET = 400;
/** How long mails may take to get out, before a round is judged without them (ms). */
const MAIL_PATIENCE = 2_500;
/** How long after healing anybody may be led on in an earlier life of the database: until a sweep has seen the new one (ms). */
const RENEWED_WITHIN = 3_000;
/** How often pictures are taken again because something was still written meanwhile: what a worker had begun, mails that got out. */
const SITTINGS = 5;
/** Of those who may read, so many do all the time. */
const READING = 0.5;

export interface RoundOptions {
  seed: number;
  only?: readonly FaultKind[];
}

export interface RoundResult {
  history: History;
  faults: PlannedFault[];
  recoveries: Recovery[];
  internalErrors: string[];
  told: Told;
  ms: number;
}

/** One round: a gathering or two, life with faults, healing, and everything that can be read at the end. */
export async function playRound(cluster: Cluster, { seed, only }: RoundOptions): Promise<RoundResult> {
  const started = performance.now();
  const random = randomFrom(seed);
  const recorder = createRecorder();
  let isOver = false;
  let givesUpAt = Infinity;
  const scene: Scene = { cluster, recorder, lately: [], isOver: () => isOver, givesUpAt: () => givesUpAt };
  const client = await openClient(cluster.postgres.url);
  const gatherings = await setUp(scene, client, seed);
  const firstLife = await epochOf(client);
  await client.end();

  const readers = startReaders(scene, gatherings);
  const lives = gatherings.flatMap((gathering) => [
    ...gathering.hosts.map((host) => liveAsHost(scene, gathering, host)),
    ...[...gathering.guests, ...gathering.visitors].map((guest) => liveAsGuest(scene, guest)),
  ]);
  const { nodes, redis, postgres } = cluster;
  const has = {
    nodes: nodes.length,
    redis: redis !== null,
    disk: postgres.hasOwnDisk,
    standby: postgres.hasStandby,
    clock: nodes[0]!.server.hasOwnClock,
  };
  const faults = planFaults(random, has, LOAD, only);
  const [happened] = await Promise.all([injectFaults(cluster, recorder, faults), sleep(LOAD)]);
  await heal(cluster);
  const healedAt = recorder.now();
  await sleep(AFTER_HEALING);
  isOver = true;
  givesUpAt = recorder.now() + STUBBORNNESS;
  await Promise.all(lives);

  const final = await atTheEnd(scene, gatherings, readers);
  // Synchronous standbys took over: nothing that was ever shown may be lost.
  const takeovers = happened.filter(({ kind }) => kind === "fail over").length;
  const continues = livesFrom(firstLife, takeovers + 1);
  const present = continues.pop();
  if (final.epoch !== present) throw new Error(`after ${takeovers} fail-overs the epoch is ${final.epoch}, and not ${present}`);
  const renewed = continues.length > 0 && { continues, renewedBy: healedAt + RENEWED_WITHIN };
  const history: History = { seed, records: [...recorder.records], final: { ...final, healedAt, ...renewed } };
  await Promise.all(readers.map((reader) => reader.stop()));
  return {
    history,
    faults,
    recoveries: recoveries(recorder, happened),
    internalErrors: recorder.internalErrors,
    told: toldOf(history.records),
    ms: performance.now() - started,
  };
}

/** Two events, so that what belongs to one can turn up at the other. */
async function setUp(scene: Scene, client: pg.Client, seed: number): Promise<Gathering[]> {
  const random = randomFrom(`${seed}/gatherings`);
  const first = {
    guests: random.int(18, 34),
    mailed: 4,
    visitors: 5,
    capacity: random.int(12, 30),
    waitlistRule: "strict",
    visibility: "link",
  } as const;
  const second = {
    guests: random.int(10, 20),
    mailed: 3,
    visitors: 3,
    capacity: random.int(8, 20),
    waitlistRule: "fillGaps",
    visibility: "public",
  } as const;
  return Promise.all([first, second].map((plan, index) => setUpGathering(scene, client, random.fork(String(index)), plan)));
}

const everyone = ({ hosts, guests, visitors }: Gathering): Actor[] => [...hosts, ...guests, ...visitors];

function startReaders(scene: Scene, gatherings: Gathering[]): LiveReader[] {
  return gatherings.flatMap((gathering) =>
    everyone(gathering)
      .filter((actor) => actor.userId !== null || actor.random.chance(READING))
      .map((actor) => startReader(scene, actor)),
  );
}

/** Waits until nothing moves any more, then reads all: pictures of the logs as they are before and after. */
async function atTheEnd(scene: Scene, gatherings: Gathering[], readers: LiveReader[]) {
  const { cluster, recorder } = scene;
  const client = await openClient(cluster.postgres.url);
  const eventIds = gatherings.map(({ eventId }) => eventId);
  try {
    let mails = null;
    const mailDeadline = recorder.now() + MAIL_PATIENCE;
    while (!mails && recorder.now() < mailDeadline) {
      mails = await mailsOf(client, cluster, eventIds);
      if (!mails) await sleep(100);
    }
    const heads = async () => [...(await headsOf(client, eventIds)).values()];
    for (let sitting = 1; ; sitting++) {
      await untilQuiet(recorder, heads, readers);
      const before = await heads();
      const pictures = await takePictures(scene, gatherings.flatMap(everyone));
      const tables = await readTables(client, eventIds);
      const isStill = (await heads()).join() === before.join();
      if (isStill || sitting === SITTINGS) return { ...tables, pictures, mails: mails ?? [] };
    }
  } finally {
    await client.end();
  }
}

async function untilQuiet(recorder: Recorder, heads: () => Promise<number[]>, readers: LiveReader[]): Promise<void> {
  const deadline = recorder.now() + ARRIVAL;
  let last = "";
  let since = recorder.now();
  while (recorder.now() < deadline) {
    const all = await heads();
    const now = all.join();
    if (now !== last) since = recorder.now();
    last = now;
    const arrived = readers.every((reader) => reader.position() === null || all.includes(reader.position()!));
    if (arrived && recorder.now() - since > QUIET) return;
    await sleep(50);
  }
}

async function takePictures(scene: Scene, actors: Actor[]): Promise<History["final"]["pictures"]> {
  const all: History["final"]["pictures"] = [];
  const left = actors.filter(({ isChanging }) => !isChanging);
  const worker = async () => {
    for (let actor = left.shift(); actor; actor = left.shift()) {
      const picture = await load(scene, actor);
      if (picture !== "unknown") all.push({ reader: readerOf(actor), eventId: actor.eventId, picture });
    }
  };
  await Promise.all(Array.from({ length: 6 }, worker));
  return all;
}
