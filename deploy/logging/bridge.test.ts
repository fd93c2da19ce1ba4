import { once } from "node:events";
import { connect, type AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { expect, test } from "vitest";
import { afterFile } from "../../server/src/testing/after-file.ts";
import { createBridge } from "./bridge.ts";
import { linesOf, type Line } from "./lines.ts";

/** A bridge before a store that takes everything, or fails with this. */
async function bridge({ failure = "" } = {}) {
  const stored: Line[] = [];
  const store = async (lines: Line[]) => {
    if (failure) throw new Error(failure);
    stored.push(...lines);
  };
  const server = createBridge({ prepare: async () => [], store }, () => {});
  await once(server.listen(0, "127.0.0.1"), "listening");
  afterFile(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const send = (body: string) => fetch(`http://127.0.0.1:${port}/v1/logs`, { method: "POST", body });
  return { port, stored, send };
}

const requestWith = (...lines: string[]) => ({
  resourceLogs: [{ scopeLogs: [{ logRecords: lines.map((stringValue) => ({ body: { stringValue } })) }] }],
});

test("the bridge answers 200 once the store has all lines, 503 until then, and 400 only to what is no JSON", async () => {
  const well = await bridge();
  const body = JSON.stringify(requestWith('{"event.id":"one"}', "plain"));
  expect((await well.send(body)).status).toBe(200);
  expect(well.stored.map(({ original }) => original)).toEqual(['{"event.id":"one"}', "plain"]);
  expect((await well.send(`${body}}`)).status).toBe(400);
  const failing = await bridge({ failure: "full" });
  const answer = await failing.send(body);
  expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "1"]);
});

test.each([
  ["in its body", "Content-Length: 100\r\n\r\n{"],
  ["in a piece of its body", "Transfer-Encoding: chunked\r\n\r\n64\r\n{"],
  ["in its head", "Content-Le"],
])("a request that breaks off %s is not answered with 400, after which a shipper would drop it", async (_, rest) => {
  const { port, stored } = await bridge();
  const socket = connect({ port, host: "127.0.0.1", allowHalfOpen: true });
  socket.end(`POST /v1/logs HTTP/1.1\r\nHost: bridge\r\n${rest}`);
  expect(await text(socket)).toMatch(/^(HTTP\/1\.1 503 |$)/);
  expect(stored).toEqual([]);
});

test("a line whose id is too long for the store gets another one, since the store would refuse all lines beside it", () => {
  const idOf = (id: string) => linesOf(requestWith(JSON.stringify({ "event.id": id })))[0]!.id;
  expect(idOf("ä".repeat(256))).toBe("ä".repeat(256));
  expect(idOf(`${"ä".repeat(256)}b`)).toHaveLength(43);
});
