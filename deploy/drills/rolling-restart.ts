import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { gather } from "../load/journey.ts";
import { openReaders } from "../load/readers.ts";
import { startRequests } from "../load/requests.ts";
import type { Balancer } from "./balancer.ts";
import { outcomeOf, type Outcome } from "./outcome.ts";
import { startStack } from "./stack.ts";

/** How a server is asked to go. */
export const ways = ["at once", "unready first", "taken out first"] as const;
export type Way = (typeof ways)[number];

/** How long a server is unready, or out of the balancer, before it goes (s): longer than HAProxy's checks take to notice. */
const NOTICE = 3;
/** How long after a server is up the next one leaves (ms). */
const SETTLE = 1_000;
/** How long readers may take to come back at the end (ms). */
const COME_BACK = 30_000;

const SERVERS = [0, 1, 2];
const GUESTS = 10;
const RATES = { reads: 20, commands: 10 };

export interface Drill {
  /** The checkout whose servers and client are used. */
  folder: string;
  /** HAProxy's configuration. */
  config: string;
  /** How the servers are asked to go, one after the other; those beyond this list stay. */
  ways: readonly Way[];
  readers: number;
}

/** Restarts servers in turn under sockets, reads and commands, and tells what people noticed. */
export async function rollingRestart({ folder, config, ways: each, readers: count }: Drill): Promise<Outcome> {
  const knowsNotice = readFileSync(join(folder, "server/src/config.ts"), "utf8").includes("SHUTDOWN_NOTICE");
  const notices = SERVERS.map((at) => (each[at] === "unready first" ? NOTICE : 0));
  const { servers, balancer, stop } = await startStack({ folder, config, notices });
  try {
    const gathering = await gather(balancer.front, GUESTS);
    const readers = await openReaders(gathering, { folder, front: balancer.front, count });
    const requests = startRequests(gathering, RATES);
    for (const [at, way] of each.entries()) {
      await sleep(SETTLE);
      await announce(balancer, at, { way, knowsNotice });
      await servers[at]!.close();
      await servers[at]!.start();
      await balancer.putBack(at);
      await balancer.untilUp(at);
    }
    await sleep(SETTLE);
    await requests.stop();
    const reports = await readers.untilLive(requests.acknowledged, COME_BACK);
    await readers.close();
    return outcomeOf(requests, reports);
  } finally {
    await stop();
  }
}

/** What happens before the signal. A build without SHUTDOWN_NOTICE is counted as unready from outside. */
async function announce(balancer: Balancer, at: number, { way, knowsNotice }: { way: Way; knowsNotice: boolean }) {
  if (way === "at once" || (way === "unready first" && knowsNotice)) return;
  await (way === "taken out first" ? balancer.takeOut(at) : balancer.countAsUnready(at));
  await sleep(NOTICE * 1_000);
}
