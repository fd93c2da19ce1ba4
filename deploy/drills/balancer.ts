import { mkdtempSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "../../server/src/free-port.ts";
import { endChild, isRunning, startChild } from "../../server/src/testing/child-process.ts";
import { Failed } from "../failed.ts";

/** As the configurations name them. */
const NAMES = ["one", "two", "three"];
/** How long HAProxy may take to start, and to notice a server (ms). */
const PATIENCE = 15_000;

/** HAProxy before three servers, by their positions. */
export interface Balancer {
  /** Address and port that people come to. */
  front: string;
  /** Waits until it sends people to all of these servers. */
  untilUp(...servers: number[]): Promise<void>;
  /** Waits until it sends nobody to this server. */
  untilDown(server: number): Promise<void>;
  /** Sends nobody new there, as when an endpoint is removed. Those who are there stay. */
  takeOut(server: number): Promise<void>;
  /** Counts it as unready, whatever it answers, as when its checks have failed. */
  countAsUnready(server: number): Promise<void>;
  /** Undoes both. */
  putBack(server: number): Promise<void>;
  /** Shows another certificate to whoever connects from now on; with its key, in PEM form. */
  present(certificate: string): Promise<void>;
  stop(): Promise<void>;
}

interface BalancerOptions {
  /** File with the certificate and its key. Absent: it does not encrypt. */
  certificate?: string;
  /** Where it takes commands. Absent: in a folder of its own. */
  runtimeSocket?: string;
  /** File with the authorities of the servers, which are spoken to by TLS then, and have to be `localhost`. Absent: without TLS. */
  serverCa?: string;
}

/**
 * Starts it with a configuration that takes the environment of `deploy/edge/haproxy.cfg`. `ports`: the servers', `up`: positions of those
 * that are ready; it is waited for them.
 */
export async function startBalancer(
  config: string,
  ports: number[],
  up = [...ports.keys()],
  { certificate, runtimeSocket: givenSocket, serverCa }: BalancerOptions = {},
): Promise<Balancer> {
  const folder = mkdtempSync(join(tmpdir(), "turnout-balancer-"));
  const runtimeSocket = givenSocket ?? join(folder, "runtime");
  const front = `127.0.0.1:${await freePort()}`;
  const servers = Object.fromEntries(ports.map((port, at) => [`SERVER_${at + 1}`, `127.0.0.1:${port}`]));
  const env = {
    PATH: process.env.PATH,
    BIND: front,
    RUNTIME_SOCKET: runtimeSocket,
    ...servers,
    ...(certificate && { CERTIFICATE: certificate }),
    ...(serverCa && { SERVER_CA: serverCa, SERVER_NAME: "localhost" }),
  };
  const haproxy = startChild("haproxy", ["-db", "-f", config], { env, stdio: ["ignore", "ignore", "pipe"] });
  const said = text(haproxy.stderr!);

  /** Says something at its runtime socket, and returns the answer. */
  async function command(line: string): Promise<string> {
    const socket = connect(runtimeSocket);
    socket.end(`${line}\n`);
    return text(socket);
  }
  async function isUp(server: number): Promise<boolean> {
    const lines = (await command("show stat").catch(() => "")).split("\n");
    // HAProxy's 18th column is the state.
    const states = lines.map((line) => line.split(",")).filter(([, name]) => name === NAMES[server]);
    return states.length > 0 && states.every((columns) => columns[17]!.startsWith("UP"));
  }
  async function untilUp(...wanted: number[]) {
    const deadline = Date.now() + PATIENCE;
    while (!(await Promise.all(wanted.map(isUp))).every(Boolean)) {
      if (!isRunning(haproxy)) throw new Failed(`HAProxy does not run: ${await said}`);
      if (Date.now() > deadline) throw new Failed(`HAProxy does not find all of its servers:\n${await command("show stat")}`);
      await sleep(50);
    }
  }
  async function untilDown(server: number) {
    for (const deadline = Date.now() + PATIENCE; await isUp(server); await sleep(50))
      if (Date.now() > deadline) throw new Failed(`HAProxy still sends people to ${NAMES[server]}`);
  }
  async function inTurn(...lines: string[]) {
    for (const line of lines) {
      const answer = (await command(line)).trim();
      if (answer) throw new Failed(`HAProxy to "${line}": ${answer}`);
    }
  }
  const named = (server: number) => `turnout/${NAMES[server]}`;
  const balancer: Balancer = {
    front,
    untilUp,
    untilDown,
    takeOut: (server) => inTurn(`set server ${named(server)} state drain`),
    countAsUnready: (server) => inTurn(`disable health ${named(server)}`, `set server ${named(server)} health down`),
    putBack: (server) =>
      inTurn(`set server ${named(server)} state ready`, `set server ${named(server)} health up`, `enable health ${named(server)}`),
    async present(pem) {
      await command(`set ssl cert ${certificate} <<\n${pem}\n`);
      const answer = await command(`commit ssl cert ${certificate}`);
      if (!answer.includes("Success")) throw new Failed(`HAProxy does not take the certificate: ${answer}`);
    },
    async stop() {
      await endChild(haproxy, "SIGKILL");
      rmSync(folder, { recursive: true });
    },
  };
  await untilUp(...up).catch(async (error) => {
    await balancer.stop();
    throw error;
  });
  return balancer;
}
