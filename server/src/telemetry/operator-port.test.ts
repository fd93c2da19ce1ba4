import { createServer, type AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { listening } from "../testing/live-client.ts";
import { testApp } from "../testing/test-app.ts";
import { connect } from "../db/connect.ts";
import { databaseState } from "../db/database-state.ts";
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

/** A port that takes connections and never says a word, as a database that hangs. */
async function silentPort(): Promise<number> {
  const server = createServer(() => {});
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

test("without a database there are all other metrics, within the time that Prometheus waits, and one that says so", async () => {
  const { metrics, readiness } = await testApp();
  const metricsWithout = createMetrics();
  const db = connect(`postgresql://nobody@127.0.0.1:${await silentPort()}/nothing`);
  onTestFinished(() => void db.destroy());
  metricsWithout.watchWhether("turnout_database_up", "It hangs.", async () => (await databaseState(db)) === "writable");
  metricsWithout.watch("turnout_oldest_job_seconds", "It fails.", () => Promise.reject(new Error("connection refused")));
  metricsWithout.watch("turnout_sockets", "It is there.", () => 7);
  const [there, without] = [await asking({ metrics, readiness }), await asking({ metrics: metricsWithout, readiness })];
  const start = performance.now();
  const { status, text } = await without.ask("/metrics");
  expect(performance.now() - start).toBeLessThan(5_000);
  expect(status).toBe(200);
  expect(text).toMatch(/^turnout_database_up 0$/m);
  expect(text).toMatch(/^turnout_sockets 7$/m);
  expect(text).not.toMatch(/^turnout_oldest_job_seconds /m);
  // Control: with one it is up, and the figure is there.
  const otherwise = (await there.ask("/metrics")).text;
  expect(otherwise).toMatch(/^turnout_database_up 1$/m);
  expect(otherwise).toMatch(/^turnout_oldest_job_seconds 0$/m);
  there.server.close();
  without.server.close();
});
