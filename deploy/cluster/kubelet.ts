import { setTimeout as sleep } from "node:timers/promises";
import { NAMESPACE, type Cluster, type KubernetesObject } from "./cluster.ts";

/** How often pods are looked at, and processes asked whether they are ready (ms). */
const LOOK_EVERY = 250;

/** What runs in a pod. */
export interface PodProcess {
  url: string;
  /** Tells it to stop, and resolves when it has. */
  close(): Promise<void>;
  kill(): Promise<void>;
}

/** Runs the pods of a part as processes, as the kubelets of their nodes would. */
export interface Kubelet {
  /** The port of the process whose pod has this address. */
  portOf(address: string): number | undefined;
  /** Whether a process at this port has not ended yet. */
  isThere(port: number): boolean;
  /** Processes that were killed because their pod's time was over. */
  killed(): number;
  /** Looks at pods no more, and ends what runs. */
  close(): Promise<void>;
}

interface Running {
  address: string;
  process: PodProcess | null;
  isReady: boolean;
  isEnding: boolean;
}

/** `run`: starts a pod's process, and resolves when it has started. */
export function startKubelet(cluster: Cluster, part: string, run: (pod: KubernetesObject) => Promise<PodProcess>): Kubelet {
  const pods = new Map<string, Running>();
  const underWay = new Set<Promise<void>>();
  let isOver = false;
  let killed = 0;
  /** Pods so far: none gets the address of another one. */
  let begun = 0;
  const failures: Error[] = [];

  const also = (work: Promise<void>) => {
    const done: Promise<void> = work.catch((error: Error) => void failures.push(error)).finally(() => underWay.delete(done));
    underWay.add(done);
  };

  async function begin(pod: KubernetesObject, running: Running) {
    const process = await run(pod);
    if (running.isEnding || isOver) return process.kill();
    running.process = process;
  }

  async function tellReadiness(pod: KubernetesObject, running: Running) {
    const isReady = await fetch(`${running.process!.url}/readyz`, { signal: AbortSignal.timeout(2_000) }).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isReady === running.isReady) return;
    running.isReady = isReady;
    const patch = JSON.stringify({ status: statusOf(pod, running) });
    await cluster.kubectl(["patch", "pod", pod.metadata.name, "-n", NAMESPACE, "--subresource=status", "--type=merge", "-p", patch]);
  }

  /** The API server says how long it may take: then it is killed. */
  async function end(pod: KubernetesObject, running: Running) {
    running.isEnding = true;
    const { process } = running;
    if (process) {
      const grace = Number(pod.spec.terminationGracePeriodSeconds) * 1_000;
      const ended = process.close().then(() => true);
      if (!(await Promise.race([ended, sleep(grace, false, { ref: false })]))) {
        killed++;
        await process.kill();
      }
    }
    await cluster.kubectl(["delete", "pod", pod.metadata.name, "-n", NAMESPACE, "--grace-period=0", "--force", "--ignore-not-found"]);
    pods.delete(pod.metadata.uid);
  }

  async function look() {
    const ours = (await cluster.list("pods")).filter(({ metadata }) => metadata.labels?.["app.kubernetes.io/component"] === part);
    for (const pod of ours) {
      const known = pods.get(pod.metadata.uid);
      if (!known && pod.spec.nodeName && !pod.metadata.deletionTimestamp) {
        const running = { address: `10.200.${++begun >> 8}.${begun & 255}`, process: null, isReady: false, isEnding: false };
        pods.set(pod.metadata.uid, running);
        also(begin(pod, running));
      }
      if (!known || known.isEnding) continue;
      if (pod.metadata.deletionTimestamp) also(end(pod, known));
      else if (known.process) await tellReadiness(pod, known);
    }
  }

  const looking = (async () => {
    for (; !isOver; await sleep(LOOK_EVERY)) await look();
  })().catch((error: Error) => void failures.push(error));

  return {
    portOf(address) {
      const found = [...pods.values()].find((one) => one.address === address);
      return found?.process ? Number(new URL(found.process.url).port) : undefined;
    },
    isThere: (port) => [...pods.values()].some(({ process }) => process && Number(new URL(process.url).port) === port),
    killed: () => killed,
    async close() {
      isOver = true;
      await looking;
      await Promise.all(underWay);
      for (const { process } of pods.values()) await process?.kill();
      if (failures[0]) throw failures[0];
    },
  };
}

function statusOf(pod: KubernetesObject, { address, isReady }: Running) {
  const now = new Date().toISOString();
  const condition = (type: string, isSo: boolean) => ({ type, status: isSo ? "True" : "False", lastTransitionTime: now });
  const [container] = pod.spec.containers as { name: string; image: string }[];
  return {
    phase: "Running",
    podIP: address,
    podIPs: [{ ip: address }],
    startTime: now,
    conditions: [
      condition("PodScheduled", true),
      condition("Initialized", true),
      condition("ContainersReady", isReady),
      condition("Ready", isReady),
    ],
    containerStatuses: [
      {
        name: container!.name,
        image: container!.image,
        imageID: "",
        ready: isReady,
        started: true,
        restartCount: 0,
        state: { running: { startedAt: now } },
      },
    ],
  };
}
