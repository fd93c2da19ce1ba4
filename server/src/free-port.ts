import { randomInt } from "node:crypto";
import { createServer } from "node:net";

/** Below the ephemeral ports (Linux: from 32,768 on): an outgoing connection could take one of those before it is used. */
export const FIRST_PORT = 15_000;
export const LAST_PORT = 32_000;
const TRIES = 20;

/** Returns a free port for 0, or else the given one. Rejects when it is in use. */
export async function freePort(port = 0, host = "127.0.0.1"): Promise<number> {
  if (port !== 0) return tryPort(port, host);
  for (let tries = 1; ; tries++) {
    const found = await tryPort(randomInt(FIRST_PORT, LAST_PORT), host).catch((error: Error) => error);
    if (typeof found === "number") return found;
    if (tries === TRIES) throw found;
  }
}

function tryPort(port: number, host: string): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer().once("error", fail);
    probe.listen(port, host, () => probe.close(() => done(port)));
  });
}
