import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { request } from "node:https";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import { freePort } from "../../server/src/free-port.ts";
import { makeKeys, type Keys } from "./keys.ts";
import { listObjects, type ListObjects } from "./list-objects.ts";
import { openProcesses, type Processes } from "./processes.ts";

export interface ControlPlane {
  /** For kubectl and Helm: may do everything. */
  kubeconfig: string;
  keys: Keys;
  list: ListObjects;
  /** Ends all processes. */
  close(): Promise<void>;
}

/** What the autoscaler waits for is counted in minutes, and here in seconds; what it decides is the same. */
const QUICK_AUTOSCALER = [
  "--horizontal-pod-autoscaler-sync-period=2s",
  "--horizontal-pod-autoscaler-cpu-initialization-period=1s",
  "--horizontal-pod-autoscaler-initial-readiness-delay=1s",
];

/** The API server with its store, and nobody who acts on what is in it. */
interface ApiServer {
  /** Where it is, by TLS. */
  address: string;
  /** For kubectl and Helm: may do everything. */
  kubeconfig: string;
  keys: Keys;
  processes: Processes;
}

/** A real one, on free ports of loopback, with its data in this folder. */
export async function startApiServer(programs: string, folder: string): Promise<ApiServer> {
  const logs = join(folder, "logs");
  mkdirSync(logs, { recursive: true });
  const keys = makeKeys(folder);
  const [client, peer, port] = [await freePort(), await freePort(), await freePort()] as const;
  const [store, address] = [`http://127.0.0.1:${client}`, `https://127.0.0.1:${port}`];
  const kubeconfig = join(folder, "kubeconfig");
  writeFileSync(kubeconfig, kubeconfigOf(address, keys.token), { mode: 0o600 });
  const processes = openProcesses(programs, logs);
  try {
    await processes.start("etcd", etcd(folder, store, `http://127.0.0.1:${peer}`), isUp(`${store}/health`));
    await processes.start("kube-apiserver", apiServer({ folder, store, port, keys }), () => answers(address, keys.token));
  } catch (error) {
    await processes.end();
    throw error;
  }
  return { address, kubeconfig, keys, processes };
}

/** Where the API server has its own certificate, and that of its authority, in this folder. */
export const apiServerCertificate = (folder: string): string => join(certificatesIn(folder), "apiserver.crt");

const certificatesIn = (folder: string) => join(folder, "certificates");

const isUp = (url: string) => async () => (await fetch(url)).ok;

/** A real control plane on free ports of loopback, with nodes that kwok plays, and all pods but those of the parts that somebody else runs. */
export async function startControlPlane(programs: string, folder: string, runElsewhere: readonly string[] = []): Promise<ControlPlane> {
  const { address: server, kubeconfig, keys, processes } = await startApiServer(programs, folder);
  const [controllers, scheduler] = [await freePort(), await freePort()];
  const stages = join(folder, "stages.yaml");
  writeFileSync(stages, stagesWithout(runElsewhere));
  try {
    const listens = (number: number) => ["--bind-address=127.0.0.1", `--secure-port=${number}`, "--leader-elect=false"];
    const asOperator = [
      `--kubeconfig=${kubeconfig}`,
      `--authentication-kubeconfig=${kubeconfig}`,
      `--authorization-kubeconfig=${kubeconfig}`,
    ];
    const signing = ["--use-service-account-credentials=false", `--service-account-private-key-file=${keys.accounts}`];
    const controllerArgs = [...asOperator, ...signing, ...listens(controllers), ...QUICK_AUTOSCALER];
    await processes.start("kube-controller-manager", controllerArgs, () => answers(`https://127.0.0.1:${controllers}`));
    await processes.start("kube-scheduler", [...asOperator, ...listens(scheduler)], () => answers(`https://127.0.0.1:${scheduler}`));
    const kwokPort = await freePort();
    const kwok = [
      `--kubeconfig=${kubeconfig}`,
      `--config=${stages}`,
      "--manage-all-nodes=true",
      "--node-lease-duration-seconds=40",
      `--server-address=127.0.0.1:${kwokPort}`,
    ];
    await processes.start("kwok", kwok, isUp(`http://127.0.0.1:${kwokPort}/healthz`));
  } catch (error) {
    await processes.end();
    throw error;
  }
  const objects = listObjects(server, keys.token);
  return {
    kubeconfig,
    keys,
    list: objects.list,
    async close() {
      objects.close();
      await processes.end();
    },
  };
}

interface Stage {
  spec: { resourceRef: { kind: string }; selector: { matchExpressions: object[] } };
}

/** How kwok plays nodes and pods, except pods of these parts. */
function stagesWithout(parts: readonly string[]): string {
  const stages = parseAllDocuments(readFileSync(join(import.meta.dirname, "stages.yaml"), "utf8")).map((one) => one.toJS() as Stage);
  const isPlayed = { key: '.metadata.labels["app.kubernetes.io/component"]', operator: "NotIn", values: parts };
  for (const { spec } of parts.length > 0 ? stages : []) if (spec.resourceRef.kind === "Pod") spec.selector.matchExpressions.push(isPlayed);
  return stages.map((stage) => JSON.stringify(stage)).join("\n---\n");
}

/** Its data is thrown away, so it is not forced to disk. */
const etcd = (folder: string, store: string, peer: string) => [
  `--data-dir=${join(folder, "etcd")}`,
  `--listen-client-urls=${store}`,
  `--advertise-client-urls=${store}`,
  `--listen-peer-urls=${peer}`,
  `--initial-advertise-peer-urls=${peer}`,
  `--initial-cluster=default=${peer}`,
  "--unsafe-no-fsync",
  "--log-level=error",
];

const apiServer = ({ folder, store, port, keys }: { folder: string; store: string; port: number; keys: Keys }) => [
  `--etcd-servers=${store}`,
  "--bind-address=127.0.0.1",
  "--advertise-address=127.0.0.1",
  `--secure-port=${port}`,
  `--cert-dir=${certificatesIn(folder)}`,
  `--token-auth-file=${keys.tokens}`,
  "--authorization-mode=Node,RBAC",
  "--enable-admission-plugins=NodeRestriction",
  // So that PodSecurity is what refuses.
  "--allow-privileged=true",
  "--service-account-issuer=https://kubernetes.default.svc",
  `--service-account-key-file=${keys.accounts}`,
  `--service-account-signing-key-file=${keys.accounts}`,
  "--service-cluster-ip-range=10.96.0.0/16",
  `--requestheader-client-ca-file=${keys.certificate}`,
  "--requestheader-allowed-names=",
  "--requestheader-username-headers=X-Remote-User",
  "--requestheader-group-headers=X-Remote-Group",
  "--requestheader-extra-headers-prefix=X-Remote-Extra-",
  `--proxy-client-cert-file=${keys.certificate}`,
  `--proxy-client-key-file=${keys.key}`,
];

/** Its certificate is made at the start, by itself and on loopback: nobody else can be behind that port. */
function kubeconfigOf(server: string, token: string): string {
  return JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name: "here", cluster: { server, "insecure-skip-tls-verify": true } }],
    users: [{ name: "operator", user: { token } }],
    contexts: [{ name: "here", context: { cluster: "here", user: "operator" } }],
    "current-context": "here",
  });
}

function answers(server: string, token = ""): Promise<boolean> {
  return new Promise((done) => {
    const headers = token ? { authorization: `Bearer ${token}` } : {};
    const asked = request(`${server}/${token ? "readyz" : "healthz"}`, { headers, rejectUnauthorized: false, timeout: 3_000 }, (reply) => {
      reply.resume();
      done(reply.statusCode === 200);
    });
    asked.on("error", () => done(false)).on("timeout", () => asked.destroy());
    asked.end();
  });
}
