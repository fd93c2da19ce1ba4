import { createServer, type Server } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { Changing } from "./changing.ts";
import { isReplica } from "./db/is-replica.ts";

/** How often a replica is asked whether it has taken over (ms). */
export const ASK_EVERY = 500;
/** How long it may give no answer (ms): whoever starts this process again gives it settings that may be newer. */
export const SILENT_AT_MOST = 30_000;

interface Waiting {
  /** Where probes are answered meanwhile. */
  places: { port: number; host: string }[];
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

function openWaitingRoom({ port, host }: { port: number; host: string }): Promise<Server> {
  const server = createServer((request, response) => {
    if (request.url === "/livez") return void response.writeHead(200, JSON_TYPE).end(JSON.stringify({ status: "alive" }));
    const answer = { status: "unready", reason: "database_standby" };
    response.writeHead(503, { ...JSON_TYPE, "retry-after": "5" }).end(JSON.stringify(answer));
  });
  return new Promise((done, fail) => server.once("error", fail).listen(port, host, () => done(server)));
}

const JSON_TYPE = { "content-type": "application/json" };

function close(server: Server): Promise<void> {
  return new Promise((done) => {
    server.close(() => done());
    server.closeAllConnections();
  });
}
