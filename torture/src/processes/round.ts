import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import type { History } from "../history.ts";
import type { Cluster } from "./cluster.ts";
import { heal, injectFaults } from "./fault-injection.ts";
import type { FaultKind } from "./fault-kinds.ts";
import { planFaults } from "./fault-plan.ts";
import { epochOf, headsOf, epochsFrom, mailsOf, readTables } from "./final-state.ts";
import { withClient } from "./postgres-server.ts";
import { everyone, startActivity, type Activity } from "./activity.ts";
import type { Plan } from "./gathering.ts";
import { randomFrom } from "./random.ts";
import { load, type LiveReader } from "./reader.ts";
import type { Recorder } from "../recorder.ts";
import { recoveries, summaryOf } from "./figures.ts";
import { readerOf, type Actor, type Scene } from "./scene.ts";
import { someAtOnce } from "../some-at-once.ts";

/** How long faults come (ms), and how long life goes on after all is mended. */
const LOAD = 4_000;
const AFTER_HEALING = 700;
/** How long readers get to arrive after that (ms). */
const ARRIVAL = 5_000;
/** A log that has not grown for so long is believed to be at its end (ms). */
const QUIET = 400;
/** How long mails may take to get out, before a round is judged without them (ms). */
const MAIL_PATIENCE = 2_500;
/** How long after healing anybody may be led on in an earlier epoch: until a sweep has seen the new one (ms). */
const RENEWED_WITHIN = 3_000;
/** How often snapshots are taken again because something was still written meanwhile: what a worker had begun, mails that got out. */
const SITTINGS = 5;
/** Of those who may read, so many do all the time. */
const READING = 0.5;

export type RoundResult = Awaited<ReturnType<typeof playRound>>;

/** One round: a gathering or two, life with faults, healing, and everything that can be read at the end. */
export async function playRound(cluster: Cluster, seed: number, only?: readonly FaultKind[]) {
  const started = performance.now();
  const random = randomFrom(seed);
  const activity = await startActivity({
    cluster,
    seed: `${seed}/gatherings`,
    plans: plansOf(seed),
    withHosts: true,
    reads: (actor) => actor.userId !== null || actor.random.chance(READING),
  });
  const { recorder } = activity;
  const firstEpoch = await withClient(cluster.postgres.url, epochOf);
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
  await activity.calm();

  const final = await withClient(postgres.url, (client) => atTheEnd(activity, client));
  // Synchronous standbys took over: nothing that was ever shown may be lost.
  const takeovers = happened.filter(({ kind }) => kind === "fail over").length;
  const continues = epochsFrom(firstEpoch, takeovers + 1);
  const present = continues.pop();
  if (final.epoch !== present) throw new Error(`after ${takeovers} fail-overs the epoch is ${final.epoch}, and not ${present}`);
  const renewed = continues.length > 0 && { continues, renewedBy: healedAt + RENEWED_WITHIN };
  await untilAnswered(recorder, activity.readers);
  const history: History = { seed, records: [...recorder.records], final: { ...final, healedAt, ...renewed } };
  await activity.stop();
  return {
    history,
    faults,
    recoveries: recoveries(recorder, happened),
    internalErrors: recorder.internalErrors,
    summary: summaryOf(history.records),
    ms: performance.now() - started,
  };
}

/** Two events, so that what belongs to one can turn up at the other. */
function plansOf(seed: number): Plan[] {
  const random = randomFrom(`${seed}/gatherings`);
  const [guests, capacity] = [random.int(18, 34), random.int(12, 30)];
  return [
    { guests, mailed: 4, visitors: 5, capacity, waitlistRule: "strict", visibility: "link" },
    { guests: random.int(10, 20), mailed: 3, visitors: 3, capacity: random.int(8, 20), waitlistRule: "fillGaps", visibility: "public" },
  ];
}

/** Waits until nothing moves any more, then reads all: snapshots of the logs as they are before and after. */
async function atTheEnd({ scene, gatherings, readers }: Activity, client: pg.Client) {
  const { cluster, recorder } = scene;
  const eventIds = gatherings.map(({ eventId }) => eventId);
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
    const snapshots = await takeSnapshots(scene, gatherings.flatMap(everyone));
    const tables = await readTables(client, eventIds);
    const isStill = (await heads()).join() === before.join();
    if (isStill || sitting === SITTINGS) return { ...tables, snapshots, mails: mails ?? [] };
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

/** Waits until no line has just been opened: at any time one begins anew, after a made-up position for example. */
async function untilAnswered(recorder: Recorder, readers: LiveReader[]): Promise<void> {
  const deadline = recorder.now() + ARRIVAL;
  while (readers.some((reader) => reader.isAwaiting()) && recorder.now() < deadline) await sleep(10);
}

async function takeSnapshots(scene: Scene, actors: Actor[]): Promise<History["final"]["snapshots"]> {
  const all: History["final"]["snapshots"] = [];
  const settled = actors.filter(({ isChanging }) => !isChanging);
  await someAtOnce(6, settled, async (actor) => {
    const snapshot = await load(scene, actor);
    if (snapshot !== "unknown") all.push({ reader: readerOf(actor), eventId: actor.eventId, snapshot });
  });
  return all;
}
