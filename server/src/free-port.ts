import { createServer } from "node:net";

/** A port of this machine that nobody listens on: a free one for 0, or else the one asked about. Fails when it is taken. */
export function freePort(port = 0, host = "127.0.0.1"): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer().once("error", fail);
    probe.listen(port, host, () => {
      const { port: got } = probe.address() as { port: number };
      probe.close(() => done(got));
    });
  });
}
