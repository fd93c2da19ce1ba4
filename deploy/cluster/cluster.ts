import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "../../server/src/free-port.ts";
import { Failed } from "../failed.ts";
import { kubernetesProgram } from "../helm/program.ts";
import { startControlPlane } from "./control-plane.ts";
import type { ListedKind } from "./list-objects.ts";
import { openMetricsSource, type MetricsSource } from "./metrics-source.ts";
import { clusterPrograms } from "./programs.ts";

export const NAMESPACE = "events";
export const ZONES = ["a", "b", "c"];
/** Nodes of a zone. */
const NODES = 2;

export interface Result {
  code: number;
  /** What it wrote, errors too. */
  said: string;
}

export interface Cluster {
  kubectl(args: string[], input?: unknown): Promise<Result>;
  /** Ended in order when `cutOff` is aborted. */
  helm(args: string[], cutOff?: AbortSignal): Promise<Result>;
  /** Objects of a kind in the chart's namespace. */
  list(kind: ListedKind): Promise<KubernetesObject[]>;
  /** The same, of the kind that has what it is about outside of its spec. */
  endpoints(service: string): Promise<EndpointSlice[]>;
  /** What pods use, as the autoscaler hears it. */
  metrics: MetricsSource;
  close(): Promise<void>;
}

export interface EndpointSlice {
  endpoints: { addresses: string[]; conditions: { ready?: boolean } }[] | null;
}

export interface KubernetesObject {
  metadata: { name: string; uid: string; labels?: Record<string, string>; deletionTimestamp?: string };
  // What is in it depends on the kind.
  // oxlint-disable-next-line typescript/no-explicit-any
  spec: any;
  // oxlint-disable-next-line typescript/no-explicit-any
  status: any;
}

/**
 * A control plane with six nodes in three zones, and what a cluster needs before the chart comes: a restricted namespace, the Secret, metrics.
 * `runElsewhere`: parts whose pods are not played.
 */
export async function openCluster({ runElsewhere = [] }: { runElsewhere?: string[] } = {}): Promise<Cluster> {
  const [helm, kubectl] = [kubernetesProgram("helm"), kubernetesProgram("kubectl")];
  if (!helm || !kubectl) throw new Failed("Helm and kubectl cannot be had on this machine");
  const programs = await clusterPrograms();
  const folder = mkdtempSync(join(tmpdir(), "turnout-cluster-"));
  const plane = await startControlPlane(programs, folder, runElsewhere);
  const env = { PATH: process.env.PATH, HOME: folder, KUBECONFIG: plane.kubeconfig };
  const withCluster = (program: string) => (args: string[], input?: unknown) => execute({ program, args, input, env });
  const asked = withCluster(kubectl);
  const metrics = await openMetricsSource(await freePort(), plane.keys, async (namespace, selector) =>
    (await plane.list<KubernetesObject>("pods", namespace, selector)).map(({ metadata }) => metadata.name),
  );
  const cluster: Cluster = {
    kubectl: asked,
    helm: (args, cutOff) => execute({ program: helm, args, env, cutOff }),
    list: (kind) => plane.list(kind, NAMESPACE),
    endpoints: (service) => plane.list("endpointslices", NAMESPACE, `kubernetes.io/service-name=${service}`),
    metrics,
    async close() {
      metrics.close();
      await plane.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  await furnish(cluster).catch(async (error: unknown) => {
    await cluster.close();
    throw error;
  });
  return cluster;
}

/** A namespace that takes only restricted pods, with the Secret that the chart needs. */
export async function makeNamespace({ kubectl }: Pick<Cluster, "kubectl">, name: string): Promise<void> {
  const level = { "pod-security.kubernetes.io/enforce": "restricted", "pod-security.kubernetes.io/enforce-version": "v1.36" };
  const keys = ["database-url", "secret", "redis-url", "smtp-url"];
  const stringData = Object.fromEntries(keys.map((key) => [key, "unused"]));
  const objects = [
    { apiVersion: "v1", kind: "Namespace", metadata: { name, labels: level } },
    { apiVersion: "v1", kind: "Secret", metadata: { name: "turnout", namespace: name }, stringData },
  ];
  for (const object of objects) await must(kubectl(["apply", "--server-side", "-f", "-"], object));
  await until("the namespace has its service account", async () => (await kubectl(["get", "sa", "default", "-n", name])).code === 0);
}

async function furnish({ kubectl, metrics }: Cluster): Promise<void> {
  const nodes = ZONES.flatMap((zone) =>
    Array.from({ length: NODES }, (_, at) => ({
      apiVersion: "v1",
      kind: "Node",
      metadata: {
        name: `${zone}-${at + 1}`,
        labels: { "topology.kubernetes.io/zone": zone, "kubernetes.io/hostname": `${zone}-${at + 1}` },
      },
    })),
  );
  const service = { name: "metrics", namespace: "kube-system", port: metrics.port };
  const objects = [
    ...nodes,
    // The API server reaches our source of metrics by name, since nobody routes a service's address here.
    {
      apiVersion: "v1",
      kind: "Service",
      metadata: { name: service.name, namespace: service.namespace },
      spec: { type: "ExternalName", externalName: "localhost", ports: [{ port: service.port }] },
    },
    {
      apiVersion: "apiregistration.k8s.io/v1",
      kind: "APIService",
      metadata: { name: "v1beta1.metrics.k8s.io" },
      spec: {
        group: "metrics.k8s.io",
        version: "v1beta1",
        groupPriorityMinimum: 100,
        versionPriority: 100,
        insecureSkipTLSVerify: true,
        service,
      },
    },
  ];
  for (const object of objects) await must(kubectl(["apply", "--server-side", "-f", "-"], object));
  await must(kubectl(["wait", "--for=condition=Ready", "nodes", "--all", "--timeout=60s"]));
  await must(kubectl(["wait", "--for=condition=Available", "apiservice/v1beta1.metrics.k8s.io", "--timeout=60s"]));
  await makeNamespace({ kubectl }, NAMESPACE);
}

/** Throws with what was written where the program failed. */
export async function must(result: Promise<Result>): Promise<string> {
  const { code, said } = await result;
  if (code !== 0) throw new Failed(said.trim());
  return said;
}

/** Throws where something does not become true in time (ms). */
export async function until(what: string, isTrue: () => Promise<boolean>, within = 60_000): Promise<void> {
  const end = Date.now() + within;
  while (!(await isTrue())) {
    if (Date.now() > end) throw new Failed(`not within ${within / 1000} s: ${what}`);
    await sleep(500);
  }
}

interface Call {
  program: string;
  args: string[];
  input?: unknown;
  env: NodeJS.ProcessEnv;
  cutOff?: AbortSignal | undefined;
}

async function execute({ program, args, input, env, cutOff }: Call): Promise<Result> {
  const child = spawn(program, args, { env, stdio: ["pipe", "pipe", "pipe"] });
  const end = () => child.kill("SIGTERM");
  cutOff?.addEventListener("abort", end);
  child.stdin.end(input === undefined ? "" : JSON.stringify(input));
  const code = new Promise<number>((done, fail) => child.once("error", fail).once("close", (ended) => done(ended ?? 1)));
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
  cutOff?.removeEventListener("abort", end);
  return { code: await code, said: out + err };
}
