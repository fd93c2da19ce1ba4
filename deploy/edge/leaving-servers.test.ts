import { createServer, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, test } from "vitest";
import { WebSocketServer } from "ws";
import { skipWithout } from "../../server/src/testing/child-server.test-support.ts";
import { makeCertificate, startHaproxy, startNginx } from "./proxies.test-support.ts";
import { afterFile } from "../../server/src/testing/after-file.ts";

const TIMES = 12;
/** A port that nobody listens on: a free one may be another test's by the time that it is asked. */
const NOBODYS = 9;
const UPGRADE = {
  connection: "upgrade",
  upgrade: "websocket",
  "sec-websocket-version": "13",
  "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
};

async function listening(server: Server): Promise<number> {
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  afterFile(() => server.closeAllConnections());
  afterFile(() => server.close());
  return (server.address() as AddressInfo).port;
}

/** Takes everything. */
function aServer() {
  const server = createServer((_asked, response) => response.end("done"));
  const sockets = new WebSocketServer({ server });
  afterFile(() => sockets.close());
  return listening(server);
}

/** Counts as ready, and refuses everything else. */
function aLeavingServer() {
  const server = createServer((asked, response) => response.writeHead(asked.url === "/readyz" ? 200 : 503).end());
  server.on("upgrade", (_asked, socket) =>
    socket.end("HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"),
  );
  return listening(server);
}

/** The answers to the same request, sent one after the other on connections of their own. */
async function answers(port: number, method: string, path: string, headers: Record<string, string> = {}): Promise<number[]> {
  const statuses: number[] = [];
  for (let times = 0; times < TIMES; times++) {
    const asked = request({ host: "127.0.0.1", port, method, path, headers, agent: false });
    statuses.push(
      await new Promise<number>((done, fail) => {
        asked.once("error", fail).once("response", (reply) => done(reply.statusCode!));
        asked.once("upgrade", (reply) => done(reply.statusCode!));
        asked.end();
      }),
    );
    asked.destroy();
  }
  return statuses;
}

const all = (status: number) => Array.from({ length: TIMES }, () => status);

describe.each([
  ["nginx", startNginx],
  ["haproxy", startHaproxy],
] as const)("%s before two servers", (program, start) => {
  describe.skipIf(process.platform === "win32" || skipWithout("openssl") || skipWithout(program))("with its configuration", () => {
    test("asks the other one where one refuses on its way out: reads and sockets always get through", async () => {
      const { plain } = await start([await aLeavingServer(), await aServer()], makeCertificate());
      expect(await answers(plain, "GET", "/e/harbour")).toEqual(all(200));
      expect(await answers(plain, "GET", "/live", UPGRADE)).toEqual(all(101));
    });

    test("asks the other one where one is gone, whatever was asked", async () => {
      const { plain } = await start([NOBODYS, await aServer()], makeCertificate());
      for (const [method, path] of [
        ["GET", "/e/harbour"],
        ["POST", "/api/events/harbour/messages"],
        ["POST", "/api/auth/sign-up"],
      ] as const)
        expect(await answers(plain, method, path)).toEqual(all(200));
    });

    test("sends nothing twice that may have more than one effect", async () => {
      let refused = 0;
      const refusing = createServer((asked, response) => {
        if (asked.url !== "/readyz") refused++;
        response.writeHead(asked.url === "/readyz" ? 200 : 503).end();
      });
      const { plain } = await start([await listening(refusing), await aServer()], makeCertificate());
      const statuses = await answers(plain, "POST", "/api/auth/sign-up");
      expect(refused).toBeGreaterThan(0);
      expect(statuses.filter((status) => status === 503)).toHaveLength(refused);
    });
  });
});

describe.skipIf(skipWithout("openssl") || skipWithout("haproxy"))("HAProxy", () => {
  test("sends a command on an event to the other server where one refuses it: its id makes that one effect", async () => {
    const { plain } = await startHaproxy([await aLeavingServer(), await aServer()], makeCertificate());
    expect(await answers(plain, "POST", "/api/events/harbour/messages")).toEqual(all(200));
  });
});
