import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { ServerProcess } from "../../e2e/src/support/server-process.ts";
import { root } from "../containers.ts";
import { Failed } from "../failed.ts";
import { gather } from "../load/journey.ts";
import { openReaders } from "../load/readers.ts";
import { startRequests } from "../load/requests.ts";
import { outcomeOf, type Outcome } from "./outcome.ts";
import { startStack } from "./stack.ts";

const GUESTS = 10;
const READERS = 60;
const RATES = { reads: 20, commands: 10 };
const SETTLE = 1_000;
/** How long what is lost stays away (ms). */
const AWAY = 5_000;
const PATIENCE = 30_000;

/** What is killed: Redis, which nobody may notice, or as a control a server, which somebody has to. */
export type Victim = "Redis" | "a server";

export interface RedisLoss extends Outcome {
  /** How long readers waited at most, while it was away, for what was acknowledged before (ms). */
  behind: number;
  /** How long after it was back, and empty, until all servers used it (ms). */
  usedAgain: number;
}

/** Kills Redis under sockets, reads and commands on two servers, and starts it again with nothing in it. */
export async function redisLoss(victim: Victim): Promise<RedisLoss> {
  const stack = await startStack({ folder: root, config: join(root, "deploy/edge/haproxy.cfg"), notices: [0, 0] });
  const opened: (() => unknown)[] = [stack.stop];
  const { servers, redis, balancer } = stack;
  try {
    const gathering = await gather(balancer.front, GUESTS);
    const readers = await openReaders(gathering, { folder: root, front: balancer.front, count: READERS });
    opened.push(readers.close);
    const requests = startRequests(gathering, RATES);
    opened.push(requests.stop);
    await untilAll(servers, "connected");
    await sleep(SETTLE);

    await (victim === "Redis" ? redis.kill() : servers[0]!.kill());
    const gone = performance.now();
    if (victim === "Redis") await untilAll(servers, "away");
    let behind = 0;
    while (performance.now() - gone < AWAY) {
      const asked = performance.now();
      await readers.untilLive([...requests.acknowledged], PATIENCE);
      behind = Math.max(behind, performance.now() - asked);
      await sleep(SETTLE / 4);
    }
    const back = performance.now();
    await (victim === "Redis" ? redis.ensureRunning() : servers[0]!.start());
    await untilAll(servers, "connected");
    const usedAgain = performance.now() - back;
    await sleep(SETTLE);
    await requests.stop();
    const reports = await readers.untilLive(requests.acknowledged, PATIENCE);
    return { ...outcomeOf(requests, reports), behind, usedAgain };
  } finally {
    for (const close of opened.toReversed()) await close();
  }
}

/** Waits until each server says so of Redis. */
async function untilAll(servers: ServerProcess[], wanted: string) {
  const stateOf = async ({ url }: ServerProcess) => ((await (await fetch(`${url}/readyz`)).json()) as { redis?: string }).redis;
  for (const deadline = Date.now() + PATIENCE; ; await sleep(50)) {
    const states = await Promise.all(servers.map(stateOf));
    if (states.every((state) => state === wanted)) return;
    if (Date.now() > deadline) throw new Failed(`Redis is ${states.join(" and ")} for the servers, not ${wanted}`);
  }
}
