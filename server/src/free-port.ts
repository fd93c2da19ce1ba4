import { randomInt } from "node:crypto";
import { createServer } from "node:net";

/** Below what systems give to outgoing connections (Linux from 32,768 on): one of those could take the port before it is used. */
export const FIRST_PORT = 15_000;
export const LAST_PORT = 32_000;
const TRIES = 20;

/** A port of this machine that nobody listens on: any free one for 0, or else the one asked about. Fails when it is taken. */
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
