import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Failed } from "../failed.ts";
import { chart } from "../helm/render.ts";
import type { Step } from "../run-steps.ts";
import { operatorsTakeOurs } from "./operators.ts";
import { must, NAMESPACE, until, ZONES, type Cluster, type KubernetesObject, type Result } from "./cluster.ts";

const RELEASE = "party";
const PARTS = ["api", "web", "worker"];
const deployment = (part: string) => `${RELEASE}-turnout-${part}`;
const values = join(chart, "ci/production.yaml");
const upgradeWith = (...settings: string[]) => [
  "upgrade",
  "--install",
  RELEASE,
  chart,
  "--namespace",
  NAMESPACE,
  "--values",
  values,
  "--wait",
  "--timeout",
  "120s",
  // Played pods do not get worse: waiting longer for that shows nothing.
  ...["replacement.minReadySeconds=2", ...settings].flatMap((one) => ["--set", one]),
];
const broken = ["image.server.tag=broken", `image.server.digest=sha256:${"e".repeat(64)}`];

function assert(isSo: boolean, otherwise: string): void {
  if (!isSo) throw new Failed(otherwise);
}

async function refused(result: Promise<Result>, word: RegExp): Promise<string> {
  const { code, said } = await result;
  assert(code !== 0, "it was taken");
  const line = said.split("\n").find((one) => word.test(one));
  assert(line !== undefined, `it was refused for another reason: ${said.trim().slice(0, 300)}`);
  return line!.trim().slice(0, 160);
}

const replicas = async ({ list }: Cluster, part: string) =>
  (await list("deployments")).find(({ metadata }) => metadata.name === deployment(part))!;
const podsOf = async ({ list }: Cluster, part: string) =>
  (await list("pods")).filter(({ metadata }) => metadata.labels?.["app.kubernetes.io/component"] === part);
const isReady = ({ metadata, status }: KubernetesObject) =>
  !metadata.deletionTimestamp &&
  (status.conditions as { type: string; status: string }[] | undefined)?.some((one) => one.type === "Ready" && one.status === "True") ===
    true;
const zoneOf = (node: string) => node.split("-")[0]!;
const revision = async ({ helm }: Cluster) =>
  (JSON.parse(await must(helm(["history", RELEASE, "-n", NAMESPACE, "-o", "json"]))) as { revision: number; status: string }[]).at(-1)!;
const namesOf = async (cluster: Cluster, part: string) => (await podsOf(cluster, part)).map(({ metadata }) => metadata.name).sort();

export const steps: Step<Cluster>[] = [
  {
    name: "a wrong value is refused by the chart's schema, before anything is created",
    async run({ helm, list }) {
      const seen = await refused(helm(upgradeWith("api.minPodz=3")), /minPodz/);
      assert((await list("deployments")).length === 0, "something was created");
      return seen;
    },
  },
  {
    name: "helm install --wait: every part is ready, and the job of the migrations is gone",
    async run(cluster) {
      // With the chart's own patience, in which the autoscaler has made the second pod.
      await must(cluster.helm(upgradeWith("replacement.minReadySeconds=10")));
      for (const part of PARTS) assert((await replicas(cluster, part)).status.readyReplicas === 2, `${part} is not ready`);
      assert((await cluster.list("jobs")).length === 0, "the job is still there");
      return "2 + 2 + 2 pods";
    },
  },
  {
    name: "no two pods of a part are in one zone",
    async run(cluster) {
      const seen = await Promise.all(
        PARTS.map(async (part) => {
          const zones = (await podsOf(cluster, part)).map(({ spec }) => zoneOf(String(spec.nodeName))).sort();
          assert(new Set(zones).size === zones.length, `${part}: ${zones.join(", ")}`);
          return `${part} ${zones.join("+")}`;
        }),
      );
      return seen.join(", ");
    },
  },
  {
    name: "helm test passes",
    run: async ({ helm }) => /Phase: *\w+/.exec(await must(helm(["test", RELEASE, "-n", NAMESPACE, "--timeout", "60s"])))?.[0] ?? "",
  },
  {
    name: "PodSecurity refuses a pod with privileges, and takes one of the chart's kind",
    async run({ kubectl, list }) {
      const { spec } = (await list("deployments"))[0]!.spec.template as { spec: { containers: object[] } };
      const pod = (name: string, inner: object) => ({
        apiVersion: "v1",
        kind: "Pod",
        metadata: { name, namespace: NAMESPACE },
        spec: inner,
      });
      const own = { ...spec, serviceAccountName: "default", topologySpreadConstraints: [] };
      const privileged = { ...own, containers: [{ ...own.containers[0], securityContext: { privileged: true } }] };
      const create = (object: unknown) => kubectl(["create", "--dry-run=server", "-f", "-"], object);
      await must(create(pod("good", own)));
      return refused(create(pod("bad", privileged)), /violates PodSecurity/);
    },
  },
  {
    name: "a field that the API does not know is refused by the server",
    async run({ kubectl, list }) {
      assert((await list("poddisruptionbudgets")).length > 0, "there is none of the kind");
      const object = {
        apiVersion: "policy/v1",
        kind: "PodDisruptionBudget",
        metadata: { name: "typo", namespace: NAMESPACE },
        spec: { maxUnavailible: 1 },
      };
      return refused(kubectl(["apply", "--server-side", "--validate=strict", "-f", "-"], object), /maxUnavailible|unknown field/);
    },
  },
  { name: "the operators' own descriptions take our objects, and refuse a field that they do not know", run: operatorsTakeOurs },
  { name: "two zones are emptied one after the other, and never is more than one pod of a part away", run: drainTwoZones },
  { name: "more processor time makes more pods; a source of metrics that died takes none away; less makes fewer", run: scale },
  {
    name: "an upgrade replaces the pods, and there are never fewer of them",
    async run(cluster) {
      const before = await namesOf(cluster, "api");
      const least = await leastReady(cluster, () => must(cluster.helm(upgradeWith("settings.LOG_LEVEL=warn"))));
      const after = await namesOf(cluster, "api");
      assert(
        after.every((name) => !before.includes(name)),
        "pods were not replaced",
      );
      for (const part of PARTS) assert(least[part]! >= 2, `${part}: only ${least[part]} ready`);
      return `at least ${PARTS.map((part) => `${part} ${least[part]}`).join(", ")} ready`;
    },
  },
  {
    name: "a migration that fails ends the upgrade; what runs goes on, and the next upgrade works",
    async run(cluster) {
      const before = await namesOf(cluster, "api");
      const seen = await refused(cluster.helm(upgradeWith(...broken)), /migrate|hook/i);
      assert((await revision(cluster)).status === "failed", "the revision is not marked as failed");
      assert((await namesOf(cluster, "api")).join() === before.join(), "pods were replaced");
      await must(cluster.helm(upgradeWith("settings.LOG_LEVEL=info")));
      return seen;
    },
  },
  {
    name: "an upgrade that no node has room for is rolled back, and the old version serves meanwhile",
    async run(cluster) {
      const before = await namesOf(cluster, "worker");
      const args = upgradeWith("worker.resources.requests.cpu=64").map((one) => (one === "120s" ? "15s" : one));
      const least = await leastReady(cluster, async () => {
        await refused(cluster.helm([...args, "--rollback-on-failure"]), /rolled back|failed|deadline|exceeded/i);
      });
      assert(least.worker! >= 2, `only ${least.worker} workers`);
      assert((await revision(cluster)).status === "deployed", "it was not rolled back");
      assert((await namesOf(cluster, "worker")).join() === before.join(), "the old pods did not stay");
      return "rolled back";
    },
  },
  {
    name: "a part that somebody scaled by hand does not stop the next upgrade",
    async run({ kubectl, helm }) {
      await must(kubectl(["scale", `deployment/${deployment("web")}`, "-n", NAMESPACE, "--replicas=4"]));
      await must(helm(upgradeWith("settings.LOG_LEVEL=warn")));
      return "upgraded";
    },
  },
  {
    name: "helm rollback brings the revision before back",
    async run(cluster) {
      await must(cluster.helm(["rollback", RELEASE, "-n", NAMESPACE, "--wait", "--timeout", "120s"]));
      const env = (await replicas(cluster, "api")).spec.template.spec.containers[0].env as { name: string; value?: string }[];
      const level = env.find(({ name }) => name === "LOG_LEVEL")?.value;
      assert(level === "info", `LOG_LEVEL is ${level}`);
      return "LOG_LEVEL is the old one";
    },
  },
  {
    name: "helm uninstall leaves nothing",
    async run({ kubectl, helm }) {
      await must(helm(["uninstall", RELEASE, "-n", NAMESPACE, "--wait", "--timeout", "60s"]));
      const kinds = (await must(kubectl(["api-resources", "--namespaced", "--verbs=list", "-o", "name"]))).split("\n").filter(Boolean);
      const asked = kinds.filter((kind) => !kind.startsWith("events") && !kind.endsWith("metrics.k8s.io"));
      const ours = ["get", asked.join(","), "-n", NAMESPACE, "-l", `app.kubernetes.io/instance=${RELEASE}`, "-o", "name"];
      const left = async () => (await must(kubectl(ours))).split("\n").filter((line) => /^[\w.-]+\/[\w.-]+$/.test(line));
      for (const end = Date.now() + 20_000; (await left()).length > 0; await sleep(500))
        assert(Date.now() < end, (await left()).join(", "));
      return `${asked.length} kinds looked at`;
    },
  },
];

/** The least number of each part's pods that serve while something is done. */
async function leastReady(cluster: Cluster, act: () => Promise<unknown>): Promise<Record<string, number>> {
  const least: Record<string, number> = {};
  let isOver = false;
  const watching = (async () => {
    while (!isOver) {
      for (const part of PARTS) least[part] = Math.min(least[part] ?? Infinity, (await podsOf(cluster, part)).filter(isReady).length);
      await sleep(100);
    }
  })();
  try {
    await act();
  } finally {
    isOver = true;
    await watching;
  }
  return least;
}

async function drainTwoZones(cluster: Cluster): Promise<string> {
  const away = ZONES.slice(0, 2);
  const nodes = (await must(cluster.kubectl(["get", "nodes", "-o", "name"])))
    .split("\n")
    .filter((name) => away.some((zone) => name.startsWith(`node/${zone}-`)));
  const least = await leastReady(cluster, async () => {
    for (const node of nodes)
      await must(cluster.kubectl(["drain", node, "--delete-emptydir-data", "--ignore-daemonsets", "--timeout=90s"]));
  });
  for (const part of PARTS) assert(least[part]! >= 1, `${part}: none ready`);
  for (const part of PARTS) {
    const zones = (await podsOf(cluster, part)).map(({ spec }) => zoneOf(String(spec.nodeName)));
    assert(zones.length === 2 && zones.every((zone) => zone === "c"), `${part} is in ${zones.join(", ")}`);
  }
  for (const node of nodes) await must(cluster.kubectl(["uncordon", node]));
  return `${nodes.length} nodes, at least ${PARTS.map((part) => `${part} ${least[part]}`).join(", ")} ready`;
}

/** How long pods may take to be more or fewer (ms), and how long nothing may change while the source is dead. */
const SCALED_WITHIN = 120_000;
const DEAD_FOR = 15_000;

/**
 * The chart's own autoscaler; only its ten minutes of patience before it takes pods away are shortened, by hand. What was
 * edited by hand stops the next upgrade, unless that is told to take it back.
 */
async function scale(cluster: Cluster): Promise<string> {
  const { kubectl, metrics } = cluster;
  const api = async () => Number((await replicas(cluster, "api")).spec.replicas);
  const quick = {
    spec: { behavior: { scaleDown: { stabilizationWindowSeconds: 0, policies: [{ type: "Percent", value: 100, periodSeconds: 1 }] } } },
  };
  await must(kubectl(["patch", "hpa", deployment("api"), "-n", NAMESPACE, "--type=merge", "-p", JSON.stringify(quick)]));
  const start = Date.now();
  metrics.use("api", 600);
  await until("there are ten api pods", async () => (await api()) >= 10, SCALED_WITHIN);
  const up = Math.round((Date.now() - start) / 1000);
  metrics.fail();
  const isActive = async () => {
    const hpa = (await cluster.list("horizontalpodautoscalers")).find(({ metadata }) => metadata.name === deployment("api"))!;
    return (hpa.status.conditions as { type: string; status: string }[]).find(({ type }) => type === "ScalingActive")?.status === "True";
  };
  await until("the autoscaler says that it has no figures", async () => !(await isActive()));
  const top = await api();
  await sleep(DEAD_FOR);
  assert((await api()) >= top, `without figures, ${top} pods became ${await api()}`);
  metrics.use("api", 0);
  metrics.recover();
  await until("there are two api pods again", async () => (await api()) === 2, SCALED_WITHIN);
  await refused(cluster.helm(upgradeWith()), /conflict/);
  await must(cluster.helm([...upgradeWith(), "--force-conflicts"]));
  return `2 to ${top} pods in ${up} s, as many while the source was dead, 2 at the end`;
}
