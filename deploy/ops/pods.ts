import { chmodSync, chownSync, cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hasImage, podman } from "../containers.ts";
import { Failed } from "../failed.ts";
import { readValues, render } from "../helm/render.ts";
import { imageName } from "../images/definitions.ts";
import { NETWORK, startStack, type Stack } from "../images/stack.ts";
import { confinementFaults } from "../pods/confinement.ts";
import { askToGo, inspect, logsOf, play, untilEnded, untilReady } from "../pods/kubelet.ts";
import { bytesOf, playable, type Playable } from "../pods/playable.ts";

export const about = "Runs the chart's pods as real containers by Podman: confinement, probes, migration, helm test, a clean shutdown";

/** The user of each part's process. */
const userOf = (part: string) => (part === "web" ? 101 : 10_001);

export async function run(): Promise<void> {
  for (const name of ["server", "web", "database"] as const)
    if (!(await hasImage(imageName(name)))) throw new Failed("there are no images yet: npm run ops -- images --build-only");
  const stack = await startStack(["database"]);
  const secrets = mkdtempSync(join(tmpdir(), "turnout-pods-"));
  try {
    layOutSecrets(stack, secrets);
    await drive(await stack.addressOf("database"), secrets);
  } finally {
    await removePods();
    await stack.close();
    rmSync(secrets, { recursive: true });
  }
  console.log("pods: as the chart says");
}

/** As a kubelet lays out a Secret: for the pod's group. */
function layOutSecrets(stack: Stack, folder: string) {
  for (const name of ["secret", "database-url"]) {
    cpSync(join(stack.secrets, name), join(folder, name));
    chmodSync(join(folder, name), 0o440);
    chownSync(join(folder, name), 0, 10_001);
  }
  chmodSync(folder, 0o750);
  chownSync(folder, 0, 10_001);
}

async function removePods() {
  const names = (await podman("pod", "ps", "--format", "{{.Name}}")).split("\n").filter((name) => name.startsWith("turnout-pods-"));
  if (names.length > 0) await podman("pod", "rm", "--force", "--time", "2", ...names);
}

function renderedPods() {
  const image = (name: "server" | "web") => ({ repository: imageName(name).replace(/:local$/, ""), tag: "local" });
  const { objects, refusal } = render(readValues("ci/evaluation.yaml"), { image: { server: image("server"), web: image("web") } });
  if (refusal) throw new Failed(refusal);
  return (part: string) => {
    const found = objects.find(
      (one) => ["Deployment", "Job", "Pod"].includes(one.kind) && one.metadata.labels["app.kubernetes.io/component"] === part,
    );
    return found!;
  };
}

async function drive(database: string, secrets: string) {
  const rendered = renderedPods();
  const hosts: Record<string, string> = { database };
  const prepare = (part: string, env?: Record<string, string>) => playable(rendered(part), { secrets, hosts, ...(env && { env }) });

  await removePods();
  const early = prepare("api");
  await play(early, NETWORK);
  const refused = await untilEnded(early);
  const said = await logsOf(early);
  if (refused !== 1 || !said.includes("the database lacks migration"))
    throw new Failed(`api started before the migrations: ${refused}\n${said}`);
  console.log(`api before the migrations: refuses (${said.split("\n").at(-1)})`);
  await removePods();

  await toItsEnd(prepare("migrate"), "migrations");
  await startOne(prepare("worker"));
  hosts["party-turnout-api"] = await startOne(prepare("api"));
  hosts["party-turnout-web"] = await startOne(prepare("web"));
  // Podman has no Services: the proxy is asked at its own port.
  await toItsEnd(prepare("test", { PROXY: "http://party-turnout-web:8080" }), "helm test");

  for (const part of ["web", "api", "worker"]) await endOne(prepare(part), part === "worker" ? null : hosts[`party-turnout-${part}`]!);
}

async function toItsEnd(one: Playable, what: string) {
  await play(one, NETWORK);
  const code = await untilEnded(one);
  const said = await logsOf(one);
  if (code !== 0) throw new Failed(`${what} ended with ${code}\n${said}`);
  console.log(`${what}: ended with 0${said && `\n${said}`}`);
}

async function startOne(one: Playable): Promise<string> {
  const address = await play(one, NETWORK);
  const took = await untilReady(one, address);
  const faults = confinementFaults(Number(await inspect(one, "{{.State.Pid}}")), userOf(one.part));
  const memory = Number(await inspect(one, "{{.HostConfig.Memory}}"));
  if (memory !== bytesOf(one.memory)) faults.push(`its limit of memory is ${memory}, not ${one.memory}`);
  if (faults.length > 0) throw new Failed(`${one.part}: ${faults.join(", ")}`);
  console.log(`${one.part}: ready after ${took} ms, confined as the chart says`);
  return address;
}

/** Asks it to go. Until its notice is over, it has to answer. */
async function endOne(one: Playable, address: string | null) {
  const path = one.part === "web" ? ":8080/healthz" : ":3000/livez";
  const during = async () => {
    const reply = address ? await fetch(`http://${address}${path}`).catch(() => null) : null;
    if (address && !reply?.ok) throw new Failed(`${one.part} does not answer any more, ${one.notice} s before it is told to stop`);
  };
  const { code, took } = await askToGo(one, during);
  if (code !== 0) throw new Failed(`${one.part} ended with ${code} after ${took} ms\n${await logsOf(one)}`);
  console.log(`${one.part}: answered for ${one.notice} s, ended with 0 after ${took} ms of ${one.grace} s`);
}
