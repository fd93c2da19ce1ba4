import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { podman, run } from "../containers.ts";
import { Failed } from "../failed.ts";
import { ORIGIN } from "../load/visitor.ts";
import { makeSecrets } from "../ops/secrets.ts";
import { imageName, type ImageDefinition } from "./definitions.ts";
import { processorTimeOf } from "../../bench/src/process-usage.ts";

export const NETWORK = "turnout-images";
/** How long a container may take to become healthy (ms). */
const PATIENCE = 120_000;
/** How often to check that the container still runs (ms). */
const PROBE_FOR = 5_000;

/** Options of every container: a read-only file system, no new privileges, and limits. */
const RESTRICTED = ["--read-only", "--cap-drop=all", "--security-opt=no-new-privileges", "--pids-limit=200"];

const SERVER = {
  PUBLIC_URL: ORIGIN,
  DATABASE_URL_FILE: "/run/secrets/database-url",
  SECRET_FILE: "/run/secrets/secret",
  // The proxy, and a load balancer before it, which the caller plays.
  TRUSTED_HOPS: "2",
  MAILBOX: "on",
};

interface Container {
  name: string;
  image: ImageDefinition["name"];
  memory: string;
  env: Record<string, string>;
  secrets?: string[];
  volume?: string;
}

const containers: Container[] = [
  {
    name: "database",
    image: "database",
    memory: "512m",
    env: { PASSWORD_FILE: "/run/secrets/database-password" },
    secrets: ["database-password"],
    volume: "turnout-images-data:/var/lib/postgresql",
  },
  ...["worker", "api-1", "api-2"].map((name): Container => ({
    name,
    image: "server",
    memory: "256m",
    env: { ...SERVER, ROLES: name === "worker" ? "worker" : "api" },
    secrets: ["database-url", "secret"],
  })),
  { name: "web", image: "web", memory: "64m", env: { API_SERVERS: "api-1:3000 api-2:3000" } },
];

export interface Stack {
  /** The folder with its secrets, a file each. */
  secrets: string;
  starts: Record<string, Start>;
  addressOf(name: string): Promise<string>;
  close(): Promise<void>;
}

/** Time from the start of a process to its first healthy answer (ms). */
export interface Start {
  wall: number;
  /** Its processor time, which other load does not change. */
  processor: number;
}

type Hosts = Map<string, string>;

const inPodman = (name: string) => `turnout-images-${name}`;

/** Runs the product as separate containers, restricted as in production, in dependency order: all of them, or those that are named. */
export async function startStack(names = containers.map(({ name }) => name)): Promise<Stack> {
  const secrets = mkdtempSync(join(tmpdir(), "turnout-images-"));
  makeSecrets(secrets, () => {});
  await removeLeftovers();
  await podman("network", "create", NETWORK);
  const stack: Stack = {
    secrets,
    starts: {},
    addressOf,
    async close() {
      await removeLeftovers();
      rmSync(secrets, { recursive: true, force: true });
    },
  };
  try {
    const known: Hosts = new Map();
    for (const one of containers.filter(({ name }) => names.includes(name))) {
      stack.starts[one.name] = await start(one, secrets, known);
      known.set(one.name, await addressOf(one.name));
    }
    return stack;
  } catch (error) {
    await stack.close();
    throw error;
  }
}

async function start(container: Container, folder: string, known: Hosts): Promise<Start> {
  const { name, image, memory, env, secrets = [], volume } = container;
  const named = ["--name", inPodman(name), "--hostname", name, "--network", NETWORK, "--memory", memory];
  const args = [
    ...named,
    // Started containers by name: not every machine has the engine's DNS.
    ...[...known].flatMap(([host, address]) => ["--add-host", `${host}:${address}`]),
    ...Object.entries(env).flatMap(([key, value]) => ["--env", `${key}=${value}`]),
    ...secrets.flatMap((secret) => ["--volume", `${join(folder, secret)}:/run/secrets/${secret}:ro`]),
    ...(volume ? ["--volume", volume] : []),
  ];
  await podman("run", "--detach", ...RESTRICTED, ...args, imageName(image));
  const pid = Number(await inspect(name, "{{.State.Pid}}"));
  const began = Date.parse(await inspect(name, '{{.State.StartedAt.Format "2006-01-02T15:04:05.000Z07:00"}}'));
  const probe = image === "server" ? `http://${await addressOf(name)}:9464/readyz` : null;
  while (!(probe ? await answers(probe) : await isHealthy(name))) {
    const hasEnded = (await inspect(name, "{{.State.Status}}")) === "exited";
    if (hasEnded || Date.now() - began > PATIENCE) throw new Failed(`${name} did not become healthy:\n${await logsOf(name)}`);
  }
  const start = { wall: Date.now() - began, processor: processorTimeOf(pid) };
  if (!(await isHealthy(name))) throw new Failed(`${name} answers, and its health check says that it does not`);
  return start;
}

/** Polls the operator's port: the engine's health check takes longer than a start. */
async function answers(url: string): Promise<boolean> {
  const end = Date.now() + PROBE_FOR;
  while (Date.now() < end) {
    const reply = await fetch(url, { signal: AbortSignal.timeout(1_000) }).catch(() => null);
    if (reply?.ok) return true;
    await sleep(10);
  }
  return false;
}

/** Runs the image's health check. */
export async function isHealthy(name: string): Promise<boolean> {
  return podman("healthcheck", "run", inPodman(name)).then(
    () => true,
    () => false,
  );
}

export const logsOf = (name: string) => run("podman", ["logs", "--tail", "40", inPodman(name)], { errors: true });

export const inspect = (name: string, format: string) => podman("inspect", "--format", format, inPodman(name));

const addressOf = (name: string) => inspect(name, `{{(index .NetworkSettings.Networks "${NETWORK}").IPAddress}}`);

/** Stops a container and returns its exit code and the time it took (ms). */
export async function terminate(name: string): Promise<{ code: number; took: number }> {
  const began = performance.now();
  await podman("kill", "--signal", "TERM", inPodman(name));
  const code = Number(await podman("wait", inPodman(name)));
  return { code, took: performance.now() - began };
}

async function removeLeftovers() {
  const names = (await podman("ps", "--all", "--format", "{{.Names}}")).split("\n").filter((name) => name.startsWith(inPodman("")));
  if (names.length > 0) await podman("rm", "--force", "--volumes", "--time", "2", ...names);
  await podman("volume", "rm", "--force", "turnout-images-data");
  await podman("network", "rm", "--force", NETWORK).catch(() => {});
}
