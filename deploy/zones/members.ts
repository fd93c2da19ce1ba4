import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chownSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { accountFor } from "../../dev-database/src/account.ts";
import { makeSystemFolder } from "../../dev-database/src/postgres-binaries.ts";
import { endChild, isRunning, startChild } from "../../server/src/testing/child-process.ts";
import { withClient } from "../../server/src/db/content.ts";
import { MissingTool } from "../failed.ts";
import { patroni, postgresPrograms } from "../gates/locked-tools.ts";
import type { Zone } from "./network.ts";

export const SCOPE = "turnout";
/** How long all members may take to be there (ms). */
const PATIENCE = 120_000;
/** How long one may take to stop in order (ms). */
const STOPS_WITHIN = 30_000;
const PASSWORD = randomBytes(16).toString("hex");

/** What Patroni says of a member. */
export interface MemberState {
  role: string;
  state: string;
  timeline: number;
  replication_state?: string;
}

export interface Member {
  zone: Zone;
  name: string;
  /** Its database, whatever part it plays, with all rights. */
  url: string;
  state(): Promise<MemberState | null>;
}

export interface Members {
  members: Member[];
  /** URLs of etcd's members. */
  etcd: string[];
  /** Waits until one is the leader and all others follow it; returns its position. */
  untilWhole(): Promise<number>;
  /** Changes settings of the whole cluster. */
  configure(settings: object): Promise<void>;
  close(): Promise<void>;
}

/** In each zone a member of etcd and one of PostgreSQL with Patroni, by `patroni.yml`, with an empty database for the product. */
export async function startMembers(zones: Zone[]): Promise<Members> {
  const [{ python, modules }, bin] = [await patroni(), await postgresPrograms()];
  if (!isThere("etcd")) throw new MissingTool("skipped: etcd is missing");
  const home = makeSystemFolder("zones-");
  const account = accountFor(join(home, "none"));
  const user = account ? ["setpriv", `--reuid=${account.uid}`, `--regid=${account.gid}`, "--clear-groups"] : [];
  const children: { what: string; child: ReturnType<typeof startChild> }[] = [];
  const logs: string[] = [];
  const start = (zone: Zone, what: string, command: string[], env: NodeJS.ProcessEnv = {}) => {
    const child = startChild("ip", ["netns", "exec", zone.namespace, ...user, ...command], {
      cwd: home,
      env: { PATH: process.env.PATH, LC_ALL: "C", HOME: home, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of [child.stdout!, child.stderr!])
      stream.on("data", (chunk: Buffer) => void (logs.push(`${zone.namespace} ${what}: ${String(chunk)}`) > 400 && logs.shift()));
    children.push({ what, child });
  };
  const close = async () => {
    // Patroni stops its database, and needs etcd for that.
    for (const program of ["patroni", "etcd"])
      await Promise.all(children.filter(({ what }) => what === program).map(({ child }) => endPatiently(child)));
    rmSync(home, { recursive: true, force: true });
  };

  const peers = zones.map(({ namespace, address }) => `${namespace}=http://${address}:2380`).join(",");
  const etcd = zones.map(({ address }) => `http://${address}:2379`);
  const members = zones.map((zone): Member => {
    const { namespace: name, address } = zone;
    const folder = join(home, name);
    mkdirSync(folder, { mode: 0o700 });
    if (account) chownSync(folder, account.uid, account.gid);
    start(zone, "etcd", [
      "etcd",
      `--name=${name}`,
      `--data-dir=${join(folder, "etcd")}`,
      `--listen-client-urls=http://${address}:2379`,
      `--advertise-client-urls=http://${address}:2379`,
      `--listen-peer-urls=http://${address}:2380`,
      `--initial-advertise-peer-urls=http://${address}:2380`,
      `--initial-cluster=${peers}`,
      // One that was away does not call an election when it is back.
      "--pre-vote=true",
      "--log-level=error",
    ]);
    const url = `postgresql://postgres:${PASSWORD}@${address}:5432`;
    return {
      zone,
      name,
      url: `${url}/turnout`,
      state: () => stateOf(address),
    };
  });
  for (const { namespace: name, address } of zones) {
    const config = join(home, `${name}.yml`);
    writeFileSync(config, readFileSync(join(import.meta.dirname, "patroni.yml"), "utf8"));
    start(
      zones.find(({ namespace }) => namespace === name)!,
      "patroni",
      [python, "-m", "patroni", config],
      {
        PYTHONPATH: modules,
        PATRONI_NAME: name,
        PATRONI_SCOPE: SCOPE,
        PATRONI_ETCD3_HOSTS: zones.map((zone) => `${zone.address}:2379`).join(","),
        PATRONI_RESTAPI_LISTEN: `${address}:8008`,
        PATRONI_RESTAPI_CONNECT_ADDRESS: `${address}:8008`,
        PATRONI_POSTGRESQL_LISTEN: `${address}:5432`,
        PATRONI_POSTGRESQL_CONNECT_ADDRESS: `${address}:5432`,
        PATRONI_POSTGRESQL_DATA_DIR: join(home, name, "data"),
        PATRONI_POSTGRESQL_BIN_DIR: bin,
        PATRONI_POSTGRESQL_PGPASS: join(home, name, "pgpass"),
        PATRONI_SUPERUSER_USERNAME: "postgres",
        PATRONI_SUPERUSER_PASSWORD: PASSWORD,
        PATRONI_REPLICATION_USERNAME: "replicator",
        PATRONI_REPLICATION_PASSWORD: PASSWORD,
      },
    );
  }

  async function untilWhole(): Promise<number> {
    for (const deadline = Date.now() + PATIENCE; ; await sleep(200)) {
      const states = await Promise.all(members.map(({ state }) => state()));
      const leader = states.findIndex((state) => state?.role === "primary" && state.state === "running");
      const timeline = states[leader]?.timeline;
      const follow = states.filter((state) => state?.replication_state === "streaming" && state.timeline === timeline);
      if (leader !== -1 && follow.length === members.length - 1) return leader;
      const ended = children.some(({ child }) => !isRunning(child));
      if (ended || Date.now() > deadline)
        throw new Error(`not all members are there: ${JSON.stringify(states)}\n${logs.slice(-40).join("")}`);
    }
  }
  const configure = async (settings: object) => {
    const leader = members[await untilWhole()]!;
    const answer = await fetch(`http://${leader.zone.address}:8008/config`, { method: "PATCH", body: JSON.stringify(settings) });
    if (!answer.ok) throw new Error(`Patroni does not take the settings: ${answer.status} ${await answer.text()}`);
  };
  try {
    const leader = await untilWhole();
    await createDatabase(members[leader]!.url);
    return { members, etcd, untilWhole, configure, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function endPatiently(child: ReturnType<typeof startChild>) {
  const patience = setTimeout(() => child.kill("SIGKILL"), STOPS_WITHIN);
  await endChild(child, "SIGTERM");
  clearTimeout(patience);
}

async function stateOf(address: string): Promise<MemberState | null> {
  const asked = fetch(`http://${address}:8008/patroni`, { signal: AbortSignal.timeout(1_000) });
  return asked.then(async (answer) => (await answer.json()) as MemberState).catch(() => null);
}

/** As the role that owns it, and nothing more. */
const createDatabase = (url: string) =>
  withClient(url.replace(/\/turnout$/, "/postgres"), async (client) => {
    await client.query(`create role turnout login password '${PASSWORD}'`);
    await client.query("create database turnout owner turnout");
  });

/** What the product connects to. */
export const urlFor = (place: string) => `postgresql://turnout:${PASSWORD}@${place}/turnout`;

function isThere(program: string): boolean {
  try {
    execFileSync(program, ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
