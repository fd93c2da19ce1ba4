import { once } from "node:events";
import { request } from "node:https";
import { createServer, type AddressInfo, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { ORIGIN } from "../load/visitor.ts";

export interface Visits {
  sent: number;
  failed: string[];
  stop(): Promise<void>;
}

const PER_SECOND = 10;
const PATIENCE = 10_000;

/** Somebody new every tenth of a second, who connects by TLS, verifies the certificate, and asks for a page. */
export function startVisits(front: string, ca: string[]): Visits {
  const [host, port] = front.split(":") as [string, string];
  const underWay = new Set<Promise<void>>();
  const visits: Visits = { sent: 0, failed: [], stop };
  const visit = () =>
    new Promise<void>((done, fail) => {
      const headers = { host: new URL(ORIGIN).host, "x-forwarded-for": "198.18.255.1" };
      const options = { host, port, ca, servername: "localhost", path: "/livez", headers, agent: false, timeout: PATIENCE };
      const asked = request(options, (reply) => {
        reply.resume().once("end", () => (reply.statusCode === 200 ? done() : fail(new Error(`answered with ${reply.statusCode}`))));
      });
      asked.once("timeout", () => asked.destroy(new Error("no answer"))).once("error", fail);
      asked.end();
    });
  const timer = setInterval(() => {
    visits.sent++;
    const one: Promise<void> = visit()
      .catch((error: Error) => void visits.failed.push(error.message))
      .finally(() => underWay.delete(one));
    underWay.add(one);
  }, 1_000 / PER_SECOND);

  async function stop() {
    clearInterval(timer);
    await Promise.all(underWay);
  }
  return visits;
}

/** Where the load, which knows no TLS, reaches a front that speaks nothing else: each connection is one by TLS, whose certificate is verified. */
export async function startTlsClient(front: string, ca: string[]): Promise<{ front: string; stop(): void }> {
  const [host, port] = front.split(":") as [string, string];
  const sockets = new Set<Socket>();
  const server = createServer((plain) => {
    const encrypted = connectTls({ host, port: Number(port), ca, servername: "localhost", ALPNProtocols: ["http/1.1"] });
    for (const [one, other] of [
      [plain, encrypted],
      [encrypted, plain],
    ] as const) {
      sockets.add(one);
      one.on("error", () => other.destroy());
      one.once("close", () => {
        sockets.delete(one);
        other.destroy();
      });
    }
    plain.pipe(encrypted).pipe(plain);
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  return {
    front: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
