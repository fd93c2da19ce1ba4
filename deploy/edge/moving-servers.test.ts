import { createSocket } from "node:dgram";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { freePort } from "../../server/src/free-port.ts";
import { childServer, skipWithout } from "../../server/src/testing/child-server.test-support.ts";

const NAME = "api-1";
const closing: (() => void)[] = [];
afterAll(() => closing.forEach((close) => close()));

/** A server that is ready, and says at which address it is. */
async function serverAt(address: string, port = 0): Promise<number> {
  const server = createServer((_request, reply) => reply.end(address)).listen(port, address);
  await once(server, "listening");
  closing.push(() => server.close().closeAllConnections());
  return (server.address() as AddressInfo).port;
}

/** A DNS server that knows one name, whose address can be changed. */
async function dnsServer() {
  let current = "127.0.0.1";
  const socket = createSocket("udp4").bind(0, "127.0.0.1");
  await once(socket, "listening");
  closing.push(() => void socket.close());
  socket.on("message", (question, { port, address }) => {
    const name = Buffer.concat([Buffer.from([NAME.length]), Buffer.from(`${NAME}\0`)]);
    const isAsked = question.subarray(12, 12 + name.length).equals(name) && question.readUInt16BE(12 + name.length) === 1;
    const head = Buffer.from([question[0]!, question[1]!, 0x81, 0x80, 0, 1, 0, isAsked ? 1 : 0, 0, 0, 0, 0]);
    const asked = question.subarray(12, 12 + name.length + 4);
    // The name as in the question, an address of the internet, for a second, four bytes.
    const answer = Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 1, 0, 4, ...current.split(".").map(Number)]);
    socket.send(Buffer.concat(isAsked ? [head, asked, answer] : [head, asked]), port, address);
  });
  return { address: `127.0.0.1:${socket.address().port}`, moveTo: (address: string) => void (current = address) };
}

async function startHaproxy(server: string, resolver: string): Promise<string> {
  const port = await freePort();
  const env = { PATH: process.env.PATH, BIND: `127.0.0.1:${port}`, SERVER_1: server, RESOLVER: resolver };
  await childServer("haproxy", ["-db", "-f", join(import.meta.dirname, "haproxy.cfg")], port, { env });
  return `http://127.0.0.1:${port}/`;
}

describe.skipIf(skipWithout("haproxy"))("HAProxy with RESOLVER", () => {
  test("finds a server again that came back with another address", async () => {
    const port = await serverAt("127.0.0.1");
    await serverAt("127.0.0.2", port);
    const dns = await dnsServer();
    const url = await startHaproxy(`${NAME}:${port}`, dns.address);
    const answer = async () => (await fetch(url)).text();
    await expect.poll(answer).toBe("127.0.0.1");
    dns.moveTo("127.0.0.2");
    await expect.poll(answer).toBe("127.0.0.2");
  });
});
