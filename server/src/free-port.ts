import { randomInt } from "node:crypto";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { createServer } from "node:net";

/** Below the ephemeral ports (Linux: from 32,768 on): an outgoing connection could take one of those before it is used. */
export const FIRST_PORT = 15_000;
export const LAST_PORT = 23_000;
/** From a port to the one whose UDP socket says that it is given away. It lies beyond all ports that are given away. */
const TO_CLAIM = LAST_PORT - FIRST_PORT;
const TRIES = 20;

/**
 * Returns a free port for 0, or else the given one. Rejects when it is in use.
 *
 * A port found for 0 is returned to nobody else as long as this thread runs, in no process of this machine: what is going to
 * listen there may take its time, and may be started again.
 */
export async function freePort(port = 0, host = "127.0.0.1"): Promise<number> {
  if (port !== 0) return tryPort(port, host);
  for (let tries = 1; ; tries++) {
    const found = await claimPort(randomInt(FIRST_PORT, LAST_PORT), host).catch((error: Error) => error);
    if (typeof found === "number") return found;
    if (tries === TRIES) throw found;
  }
}

/** Rejects when the port is in use, or given to somebody. */
async function claimPort(port: number, host: string): Promise<number> {
  // The kernel ends it with its process, however that ends. A file would stay.
  const claim = createSocket("udp4").unref();
  try {
    const bound = once(claim, "listening");
    claim.bind({ port: port + TO_CLAIM, address: "127.0.0.1", exclusive: true });
    await bound;
    return await tryPort(port, host);
  } catch (error) {
    claim.close();
    throw error;
  }
}

function tryPort(port: number, host: string): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer().once("error", fail);
    probe.listen(port, host, () => probe.close(() => done(port)));
  });
}
