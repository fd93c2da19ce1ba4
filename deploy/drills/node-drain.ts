import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { startServer } from "../../e2e/src/support/server-process.ts";
import { must, NAMESPACE, openCluster, until, type Cluster, type KubernetesObject } from "../cluster/cluster.ts";
import { startKubelet } from "../cluster/kubelet.ts";
import { root } from "../containers.ts";
import { chart } from "../helm/render.ts";
import { gather, type Gathering } from "../load/journey.ts";
import { openReaders } from "../load/readers.ts";
import { startRequests } from "../load/requests.ts";
import { startBackingServices } from "./backing-services.ts";
import { outcomeOf, type Outcome } from "./outcome.ts";
import { startPodBalancer } from "./pod-balancer.ts";

const RELEASE = "party";
const SERVICE = `${RELEASE}-turnout-api`;
const GUESTS = 10;
const READERS = 60;
const RATES = { reads: 20, commands: 10 };
const SETTLE = 2_000;
const PATIENCE = 60_000;
/** How long nodes may take to be empty (s): a pod leaves for 15 s, and the next one may only then. */
const DRAIN_WITHIN = 240;

export interface NodeDrain extends Outcome {
  nodes: number;
  /** Evictions that the budget refused for now. */
  refused: number;
  /** Fewest api pods that were ready at a time. */
  leastReady: number;
  /** Processes that had to be killed when their pod's time was over. */
  killed: number;
  /** Until all nodes were empty (ms). */
  took: number;
}

/** A cluster with the chart, people on its pods, and nodes to be drained again and again. */
export interface DrainStage {
  /** Empties at once all nodes that have an api pod. `evicts`: asks the budget; otherwise pods are deleted, whatever it says. */
  drain(evicts: boolean): Promise<NodeDrain>;
  close(): Promise<void>;
}

/** Opens it: a real control plane, and the api's pods as real processes behind what the API server counts as ready. */
export async function openDrainStage(): Promise<DrainStage> {
  const opened: (() => Promise<unknown> | void)[] = [];
  const close = async () => {
    for (const one of opened.splice(0).toReversed()) await one();
  };
  try {
    const { settings } = await startBackingServices(opened);
    const cluster = await openCluster({ runElsewhere: ["api"] });
    opened.push(cluster.close);
    const kubelet = startKubelet(cluster, "api", (pod) => startServer({ ...settings, SHUTDOWN_NOTICE: noticeOf(pod) }, root));
    opened.push(kubelet.close);
    const ready = async () => portsOf(await cluster.endpoints(SERVICE), kubelet.portOf);
    const balancer = await startPodBalancer({ ready, isThere: kubelet.isThere });
    opened.push(balancer.stop);
    await must(cluster.helm(install));
    await until("two pods are ready", async () => (await ready()).length === 2, PATIENCE);
    const gathering = await gather(balancer.front, GUESTS);
    const stage = { cluster, gathering, front: balancer.front, killed: kubelet.killed };
    return { drain: (evicts) => drain(stage, evicts), close };
  } catch (error) {
    await close();
    throw error;
  }
}

const values = ["--values", join(chart, "ci/production.yaml")];
const install = ["install", RELEASE, chart, "--namespace", NAMESPACE, ...values, "--wait", "--timeout", "180s"];

function portsOf(slices: Awaited<ReturnType<Cluster["endpoints"]>>, portOf: (address: string) => number | undefined): number[] {
  const endpoints = slices.flatMap((slice) => slice.endpoints ?? []).filter(({ conditions }) => conditions.ready !== false);
  return endpoints.flatMap(({ addresses }) => addresses.flatMap((address) => portOf(address) ?? []));
}

/** How long the chart has it go on serving. */
const noticeOf = ({ spec }: KubernetesObject): string =>
  (spec.containers[0].env as { name: string; value?: string }[]).find(({ name }) => name === "SHUTDOWN_NOTICE")!.value!;

interface Stage {
  cluster: Cluster;
  gathering: Gathering;
  front: string;
  killed(): number;
}

async function drain({ cluster, gathering, front, killed }: Stage, evicts: boolean): Promise<NodeDrain> {
  const pods = async () =>
    (await cluster.list("pods")).filter(({ metadata }) => metadata.labels?.["app.kubernetes.io/component"] === "api");
  const readers = await openReaders(gathering, { folder: root, front, count: READERS });
  const requests = startRequests(gathering, RATES);
  const watch = watchLeast(async () => (await pods()).filter(isReady).length);
  try {
    await sleep(SETTLE);
    const nodes = [...new Set((await pods()).map(({ spec }) => String(spec.nodeName)))];
    const before = killed();
    const began = performance.now();
    const how = evicts ? [] : ["--disable-eviction"];
    const options = ["--delete-emptydir-data", "--ignore-daemonsets", `--timeout=${DRAIN_WITHIN}s`, ...how];
    const said = await Promise.all(nodes.map((node) => must(cluster.kubectl(["drain", node, ...options]))));
    const took = performance.now() - began;
    await until("two pods are ready again", async () => (await pods()).filter(isReady).length >= 2, PATIENCE);
    await sleep(SETTLE);
    await requests.stop();
    const reports = await readers.untilLive(requests.acknowledged, PATIENCE);
    for (const node of nodes) await must(cluster.kubectl(["uncordon", node]));
    const refused = said.join("").match(/would violate the pod's disruption budget/g)?.length ?? 0;
    const least = await watch.end();
    return { ...outcomeOf(requests, reports), nodes: nodes.length, refused, leastReady: least, killed: killed() - before, took };
  } finally {
    await watch.end();
    await requests.stop();
    await readers.close();
  }
}

const isReady = ({ metadata, status }: KubernetesObject) =>
  !metadata.deletionTimestamp &&
  (status.conditions as { type: string; status: string }[] | undefined)?.some((one) => one.type === "Ready" && one.status === "True") ===
    true;

/** The least of a number that changes. */
function watchLeast(count: () => Promise<number>) {
  let least = Infinity;
  let isOver = false;
  const watching = (async () => {
    for (; !isOver; await sleep(100)) least = Math.min(least, await count());
  })();
  return {
    async end(): Promise<number> {
      isOver = true;
      await watching;
      return least;
    },
  };
}
