import { mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { freePort } from "../../server/src/free-port.ts";
import { openProcesses } from "../cluster/processes.ts";
import type { KubernetesObject } from "../cluster/cluster.ts";

/** What happens to the requests that pods of an image get, from now on. */
interface Behaviour {
  failing: number;
}

/** Requests that each pod gets in a second, made up: played pods answer nobody. */
const RATE = 40;

export interface Traffic {
  /** A real Prometheus, which reads the made-up figures. */
  prometheus: string;
  /** How pods of an image behave, wherever they run; as promised where nobody says anything. */
  behave(digest: string, how: Behaviour): void;
  /** Nobody asks anything any more. */
  stop(): void;
  resume(): void;
  close(): Promise<void>;
}

/** Counts requests of the api pods that there are, as the product's processes do, for Prometheus to read. */
export async function openTraffic(folder: string, namespace: string, apiPods: () => Promise<KubernetesObject[]>): Promise<Traffic> {
  const behaviours = new Map<string, Behaviour>();
  const counts = new Map<string, number>();
  let isOver = false;
  let isQuiet = false;
  const tick = async () => {
    for (const { metadata, spec } of await apiPods()) {
      const track = metadata.labels!.track!;
      const { failing } = behaviours.get(String(spec.containers[0].image).split("@")[1]!) ?? { failing: 0 };
      for (const [status, share] of [
        ["2xx", 1 - failing],
        ["5xx", failing],
      ] as const)
        counts.set(`track="${track}",status="${status}"`, (counts.get(`track="${track}",status="${status}"`) ?? 0) + RATE * share);
    }
  };
  const clock = setInterval(() => {
    if (!isQuiet) void tick().catch(() => {});
  }, 1_000);
  const server = createServer((_request, reply) => reply.end(figuresOf(counts)));
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  const prometheus = await startPrometheus(folder, namespace, port);
  return {
    prometheus: prometheus.url,
    behave: (digest, how) => void behaviours.set(digest, how),
    stop: () => void (isQuiet = true),
    resume: () => void (isQuiet = false),
    async close() {
      if (isOver) return;
      isOver = true;
      clearInterval(clock);
      server.close();
      await prometheus.close();
    },
  };
}

function figuresOf(counts: Map<string, number>): string {
  const lines = [...counts].flatMap(([labels, count]) => [
    `turnout_http_request_seconds_count{${labels}} ${count}`,
    ...["0.1", "1", "+Inf"].map((le) => `turnout_http_request_seconds_bucket{${labels},le="${le}"} ${count}`),
  ]);
  return `${lines.join("\n")}\n`;
}

async function startPrometheus(folder: string, namespace: string, port: number): Promise<{ url: string; close(): Promise<void> }> {
  const home = join(folder, "prometheus");
  mkdirSync(home);
  const target = { targets: [`127.0.0.1:${port}`], labels: { namespace } };
  const config = { global: { scrape_interval: "1s" }, scrape_configs: [{ job_name: "turnout", static_configs: [target] }] };
  writeFileSync(join(home, "prometheus.yml"), JSON.stringify(config));
  const processes = openProcesses("/usr/bin", home);
  const address = `127.0.0.1:${await freePort()}`;
  const args = [
    `--config.file=${join(home, "prometheus.yml")}`,
    `--storage.tsdb.path=${join(home, "data")}`,
    `--web.listen-address=${address}`,
  ];
  await processes.start("prometheus", args, async () => (await fetch(`http://${address}/-/ready`)).ok);
  return { url: `http://${address}`, close: () => processes.end() };
}
