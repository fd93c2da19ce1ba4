import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { listening } from "../testing/live-client.ts";
import { testApp } from "../testing/test-app.ts";
import { createMetrics } from "./metrics.ts";
import { serveOperator } from "./operator-port.ts";

const somewhere = { port: 0, host: "127.0.0.1" };

async function asking(deps: Parameters<typeof serveOperator>[0]) {
  const server = await serveOperator(deps, somewhere);
  const { port } = server.address() as AddressInfo;
  return {
    server,
    async ask(path: string) {
      const reply = await fetch(`http://127.0.0.1:${port}${path}`);
      return { status: reply.status, type: reply.headers.get("content-type"), text: await reply.text() };
    },
  };
}

test("the operator's port serves metrics and probes, and nothing else", async () => {
  const { server, ask } = await asking(await testApp());
  expect(await ask("/livez")).toEqual({ status: 200, type: "application/json", text: '{"status":"alive"}' });
  expect(await ask("/readyz")).toEqual({ status: 200, type: "application/json", text: '{"status":"ready"}' });
  const metrics = await ask("/metrics");
  expect(metrics.type).toContain("text/plain");
  expect(metrics.text).toContain("turnout_sockets 0");
  expect((await ask("/constructor")).status).toBe(404);
  expect((await ask("/api/me")).status).toBe(404);
  server.close();
});

test("a process that is stopping is not ready", async () => {
  const app = await testApp();
  await listening(app);
  const { server, ask } = await asking(app);
  await app.stop(100);
  expect(await ask("/readyz")).toMatchObject({ status: 503, text: '{"status":"stopping"}' });
  server.close();
});

test("a process that lost its database is alive, and not ready", async () => {
  const readiness = () => Promise.reject(new Error("connection refused"));
  const { server, ask } = await asking({ metrics: createMetrics(), readiness });
  expect((await ask("/livez")).status).toBe(200);
  expect(await ask("/readyz")).toMatchObject({ status: 503, text: '{"status":"unready","reason":"database_away"}' });
  server.close();
});
