import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline/promises";
import { stringify } from "yaml";
import { makeNamespace, NAMESPACE, openCluster, type Cluster } from "../cluster/cluster.ts";
import { Failed } from "../failed.ts";
import { readValues } from "../helm/render.ts";
import { makeKeyPair, type Trust } from "../release/cosign.ts";
import type { ChartImages } from "../release/helm-chart.ts";
import { smallRelease } from "../release/refusals.ts";
import { openRegistry } from "../release/registry.ts";
import type { Sealing } from "../release/seal.ts";
import { CANARY, NAME, publicUrlIn, type Place } from "./place.ts";
import { openTraffic, type Traffic } from "./traffic.ts";

/** Everything that a rehearsal of deployments needs: a real control plane with two places, a registry, keys, a Prometheus, and servers to visit. */
export interface Stage {
  cluster: Cluster;
  staging: Place;
  production: Place;
  traffic: Traffic;
  registry: string;
  trust: Trust;
  folder: string;
  /** The address of a server that works, and of one whose page names a file that is not there. */
  good: string;
  incomplete: string;
  /** Makes, signs and pushes a release whose images are empty. */
  release(version: string): Promise<{ digest: string; images: ChartImages }>;
  sealing(version: string): Sealing;
  /** What api pods in production are made of: the digests of their images, by track. */
  running(): Promise<{ stable: string[]; canary: string[] }>;
  close(): Promise<void>;
}

export async function openStage(folder: string): Promise<Stage> {
  const closing: (() => Promise<void> | void)[] = [];
  const close = async () => {
    for (const one of closing.splice(0).toReversed()) await one();
  };
  try {
    const registry = await openRegistry();
    closing.push(registry.close);
    const { signer, trust } = await makeKeyPair(folder, "own");
    const cluster = await openCluster();
    closing.push(cluster.close);
    await makeNamespace(cluster, "staging");
    const { image: _ofNobody, ...values } = readValues("ci/production.yaml");
    const file = join(folder, "values.yaml");
    // Played pods do not get worse: waiting for that shows nothing.
    writeFileSync(file, stringify({ ...values, replacement: { minReadySeconds: 1 } }));
    const [good, incomplete] = [await visited(publicUrlIn(file), ""), await visited(publicUrlIn(file), "incomplete")];
    closing.push(good.close, incomplete.close);
    const apiPods = async () =>
      (await cluster.list("pods")).filter(
        ({ metadata }) => metadata.labels?.["app.kubernetes.io/component"] === "api" && !metadata.deletionTimestamp,
      );
    const traffic = await openTraffic(folder, NAMESPACE, apiPods);
    closing.push(traffic.close);
    const place = (namespace: string): Place => ({ helm: cluster.helm, namespace, values: file, front: good.url, timeout: "120s" });
    const sealing = (version: string): Sealing => ({ version, notes: `# ${version}\n`, registry: registry.address, signer, folder });
    return {
      cluster,
      staging: place("staging"),
      production: place(NAMESPACE),
      traffic,
      registry: registry.address,
      trust,
      folder,
      good: good.url,
      incomplete: incomplete.url,
      release: (version) => smallRelease(sealing(version)),
      sealing,
      async running() {
        const pods = await apiPods();
        const digests = (track: string) => [
          ...new Set(
            pods
              .filter(({ metadata }) => metadata.labels!.track === track)
              .map(({ spec }) => String(spec.containers[0].image).split("@")[1]!),
          ),
        ];
        return { stable: digests("stable"), canary: digests("canary") };
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function visited(publicUrl: string, how: string): Promise<{ url: string; close(): Promise<void> }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, "visited-server.ts"), publicUrl, how], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const ended = once(child, "exit");
  const first = await Promise.race([once(createInterface(child.stdout), "line"), ended.then(() => null)]);
  if (!first) throw new Failed("the server that is to be visited does not start");
  return {
    url: first[0] as string,
    async close() {
      child.stdin.end();
      await ended;
    },
  };
}

/** Names of the product's releases in production, as Helm lists them. */
export async function releasesIn({ helm, namespace }: Place): Promise<string[]> {
  const { said } = await helm(["list", "--namespace", namespace, "--output", "json"]);
  return (JSON.parse(said) as { name: string }[]).map(({ name }) => name).filter((name) => [NAME, CANARY].includes(name));
}
