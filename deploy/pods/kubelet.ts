import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { stringify } from "yaml";
import { podman, run } from "../containers.ts";
import { Failed } from "../failed.ts";
import type { Playable, Probe } from "./playable.ts";

/** How a container of ours is called by Podman. */
const containerOf = ({ pod }: Playable) => `${pod.metadata.name}-${pod.spec.containers[0].name}`;
export const inspect = (one: Playable, format: string) => podman("inspect", "--format", format, containerOf(one));
export const logsOf = (one: Playable) => run("podman", ["logs", "--tail", "30", containerOf(one)], { errors: true });

/** Starts a pod on the network and returns its address. */
export async function play(one: Playable, network: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "turnout-pod-"));
  try {
    const file = join(folder, "pod.yaml");
    writeFileSync(file, stringify(one.pod));
    await podman("kube", "play", "--network", network, file);
  } finally {
    rmSync(folder, { recursive: true });
  }
  const infra = await podman("pod", "inspect", "--format", "{{.InfraContainerID}}", one.pod.metadata.name);
  return podman("inspect", "--format", `{{(index .NetworkSettings.Networks "${network}").IPAddress}}`, infra);
}

/** Asks as a kubelet does: at the pod's address, with that as `Host`; 200 to 399 is yes. */
export async function ask({ ports }: Playable, address: string, { httpGet, timeoutSeconds }: Probe): Promise<boolean> {
  const url = `http://${address}:${ports[httpGet.port]}${httpGet.path}`;
  const reply = await fetch(url, { signal: AbortSignal.timeout(1_000 * timeoutSeconds), redirect: "manual" }).catch(() => null);
  return reply !== null && reply.status >= 200 && reply.status < 400;
}

/** Waits as a kubelet does: the startup probe for as long as it allows, then one round of the others. Returns the time (ms). */
export async function untilReady(one: Playable, address: string): Promise<number> {
  const began = Date.now();
  const { startup, readiness, liveness } = one.probes;
  for (const probe of [startup!, readiness!, liveness!]) {
    for (let failures = 0; !(await ask(one, address, probe)); await sleep(1_000 * probe.periodSeconds)) {
      if (++failures >= probe.failureThreshold || (await inspect(one, "{{.State.Status}}")) === "exited")
        throw new Failed(`${one.part}: ${probe.httpGet.path} was not answered\n${await logsOf(one)}`);
    }
  }
  return Date.now() - began;
}

/** Waits until its process has ended and returns the exit code. */
export const untilEnded = async (one: Playable) => Number(await podman("wait", containerOf(one)));

/** Asks a pod to go as a kubelet does: after its notice the image's own signal, and the rest of its grace until it is killed. */
export async function askToGo(one: Playable, during: () => Promise<void>): Promise<{ code: number; took: number }> {
  const told = Date.now();
  while (Date.now() - told < 1_000 * one.notice) {
    await during();
    await sleep(500);
  }
  const began = Date.now();
  await podman("stop", "--time", String(one.grace), containerOf(one));
  return { code: await untilEnded(one), took: Date.now() - began };
}
