import { mkdtempSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "../../server/src/free-port.ts";
import { endChild, startChild } from "../../server/src/testing/child-process.ts";
import { Failed } from "../failed.ts";

/** As many as the configuration has places for. */
const PLACES = Array.from({ length: 8 }, (_, at) => `turnout/pod${at + 1}`);
/** How often it is asked who is ready (ms): a cluster's own balancing hears of it about as soon. */
const ASK_EVERY = 250;

interface Pods {
  /** Ports of the pods that new people are sent to. */
  ready(): Promise<number[]>;
  /** Whether anything runs at this port still. */
  isThere(port: number): boolean;
}

export interface PodBalancer {
  /** Address and port that people come to. */
  front: string;
  stop(): Promise<void>;
}

/** Starts HAProxy before pods, and follows who of them is ready: whoever is not keeps those who are there, until it is gone. */
export async function startPodBalancer({ ready, isThere }: Pods): Promise<PodBalancer> {
  const folder = mkdtempSync(join(tmpdir(), "turnout-balancer-"));
  const socket = join(folder, "runtime");
  const front = `127.0.0.1:${await freePort()}`;
  const config = join(import.meta.dirname, "pods.cfg");
  const env = { PATH: process.env.PATH, BIND: front, RUNTIME_SOCKET: socket };
  const haproxy = startChild("haproxy", ["-db", "-f", config], { env, stdio: ["ignore", "ignore", "ignore"] });
  const places = new Map<number, { name: string; isReady: boolean }>();
  let isOver = false;

  async function command(line: string) {
    const said = connect(socket);
    said.end(`${line}\n`);
    return text(said);
  }
  async function put(name: string, port: number) {
    await command(`set server ${name} addr 127.0.0.1 port ${port}`);
    await command(`set server ${name} state ready`);
  }
  async function follow() {
    const wanted = new Set(await ready());
    for (const [port, place] of places) {
      if (!isThere(port)) {
        await command(`set server ${place.name} state maint`);
        places.delete(port);
      } else if (place.isReady !== wanted.has(port)) {
        place.isReady = !place.isReady;
        await command(`set server ${place.name} state ${place.isReady ? "ready" : "drain"}`);
      }
    }
    for (const port of wanted) {
      if (places.has(port)) continue;
      const taken = new Set([...places.values()].map(({ name }) => name));
      const name = PLACES.find((one) => !taken.has(one));
      if (!name) throw new Failed("there are more pods than places before them");
      places.set(port, { name, isReady: true });
      await put(name, port);
    }
  }
  const failures: Error[] = [];
  const following = (async () => {
    for (; !isOver; await sleep(ASK_EVERY)) await follow();
  })().catch((error: Error) => void failures.push(error));

  return {
    front,
    async stop() {
      isOver = true;
      await following;
      await endChild(haproxy, "SIGKILL");
      rmSync(folder, { recursive: true });
      if (failures[0]) throw failures[0];
    },
  };
}
