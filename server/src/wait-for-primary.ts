import type { RequestListener, Server } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { setTimeout as sleep } from "node:timers/promises";
import type { Changing } from "./changing.ts";
import { isReplica } from "./db/is-replica.ts";
import { createServer } from "./http/node-http.ts";
import type { KeyPair } from "./tls/key-pair.ts";
import { contextOf, tlsOptionsOf } from "./tls/own-port.ts";

/** How often a replica is asked whether it has taken over (ms). */
export const ASK_EVERY = 500;
/** How long it may give no answer (ms): whoever starts this process again gives it settings that may be newer. */
export const SILENT_AT_MOST = 30_000;

/** Where a process listens. */
export interface Place {
  port: number;
  host: string;
  /** What is shown there, by TLS. Absent or null: HTTP without. */
  tls?: Changing<KeyPair> | null;
}

interface Waiting {
  /** Where probes are answered meanwhile. */
  places: Place[];
  /** Ends the wait: its reason is thrown. */
  signal: AbortSignal;
  tell: (what: string) => void;
}

/**
 * Waits while the database is a replica, as in a region that stands by: nothing can be migrated or queued there. Meanwhile the process
 * is alive, not ready, and answers everything else with 503. A database that cannot be asked at all is left to whoever opens it.
 */
export async function waitForPrimary(url: Changing<string>, { places, signal, tell }: Waiting): Promise<void> {
  if (!(await isReplica(url.current).catch(() => false))) return;
  const rooms = await Promise.all(places.map(openWaitingRoom));
  tell("the database is a replica: waiting until it takes over");
  try {
    await untilPrimary(url, signal);
  } finally {
    await Promise.all(rooms.map(close));
  }
}

async function untilPrimary(url: Changing<string>, signal: AbortSignal) {
  for (let heardAt = Date.now(); ;) {
    await sleep(ASK_EVERY, undefined, { signal }).catch(() => {});
    signal.throwIfAborted();
    try {
      if (!(await isReplica(url.current))) return;
      heardAt = Date.now();
    } catch (error) {
      if (Date.now() - heardAt > SILENT_AT_MOST) throw error;
    }
  }
}

function openWaitingRoom({ port, host, tls = null }: Place): Promise<Server> {
  const server = tls ? overTls(tls, answerProbe) : createServer(answerProbe);
  return new Promise((done, fail) => server.once("error", fail).listen(port, host, () => done(server)));
}

function overTls(tls: Changing<KeyPair>, listener: RequestListener): Server {
  const server = createTlsServer(tlsOptionsOf(tls.current), listener);
  server.once(
    "close",
    tls.onChange((pair) => server.setSecureContext(contextOf(pair))),
  );
  return server as unknown as Server;
}

const answerProbe: RequestListener = (request, response) => {
  if (request.url === "/livez") return void response.writeHead(200, JSON_TYPE).end(JSON.stringify({ status: "alive" }));
  const answer = { status: "unready", reason: "database_standby" };
  response.writeHead(503, { ...JSON_TYPE, "retry-after": "5" }).end(JSON.stringify(answer));
};

const JSON_TYPE = { "content-type": "application/json" };

function close(server: Server): Promise<void> {
  return new Promise((done) => {
    server.close(() => done());
    server.closeAllConnections();
  });
}
