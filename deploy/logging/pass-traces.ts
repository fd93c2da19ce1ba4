import { createServer } from "node:http";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer, text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { gunzipSync } from "node:zlib";
import { startServer } from "../../e2e/src/support/server-process.ts";
import { freePort } from "../../server/src/free-port.ts";
import { endChild, startChild } from "../../server/src/testing/child-process.ts";
import { root } from "../containers.ts";
import { Failed } from "../failed.ts";
import { goTool } from "../gates/locked-tools.ts";

const REQUESTS = 50;
/** How long the collector may take to start, and spans to come out (ms). */
const PATIENCE = 30_000;

/** Sends the traces of a server through the collector. Throws `Failed` unless each request comes out of it. */
export async function passTraces(): Promise<void> {
  const opened: (() => unknown)[] = [];
  try {
    const store = await openStore();
    opened.push(store.close);
    const collector = await startCollector(store.url);
    opened.push(collector.close);
    const server = await startServer({
      OTEL_TRACES_EXPORTER: "otlp",
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_TRACES_SAMPLER: "always_on",
    });
    opened.push(server.close);
    for (let asked = 0; asked < REQUESTS; asked++) await fetch(`${server.url}/api/auth/session`);
    for (const deadline = Date.now() + PATIENCE; store.requests() < REQUESTS; await sleep(100))
      if (Date.now() > deadline) throw new Failed(`${store.requests()} of ${REQUESTS} requests came out of the collector`);
    console.log(`traces: ${store.requests()} of ${REQUESTS} requests, in ${store.batches()} batches`);
  } finally {
    for (const close of opened.toReversed()) await close();
  }
}

/** Where the collector sends what it was sent: as protocol buffers, in which names are as they are. */
async function openStore() {
  const bodies: string[] = [];
  const server = createServer((request, response) => {
    void buffer(request).then((body) => {
      if (request.url === "/v1/traces") bodies.push(String(request.headers["content-encoding"] === "gzip" ? gunzipSync(body) : body));
      response.writeHead(200, { "content-type": "application/x-protobuf" }).end();
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    batches: () => bodies.length,
    requests: () => bodies.join().split("GET /api/auth/session").length - 1,
    close: () => server.close(),
  };
}

async function startCollector(store: string) {
  const program = await goTool("collector");
  const home = mkdtempSync(join(tmpdir(), "turnout-traces-"));
  const port = await freePort();
  const configs = ["collector", "collector-traces"].flatMap((name) => ["--config", join(root, `deploy/logging/${name}.yaml`)]);
  // Lines are nobody's here: no file is found, and nothing is passed on.
  const logs = { LOG_FILES: join(home, "*.log"), LOG_STATE: join(home, "state"), LOG_BRIDGE: store };
  const env = { PATH: process.env.PATH, ...logs, TRACES_LISTEN: `127.0.0.1:${port}`, TRACES_STORE: store };
  const collector = startChild(program, configs, { env, stdio: ["ignore", "ignore", "pipe"] });
  const said = text(collector.stderr!);
  const close = async () => {
    await endChild(collector, "SIGKILL");
    rmSync(home, { recursive: true, force: true });
  };
  for (const deadline = Date.now() + PATIENCE; !(await answers(`http://127.0.0.1:${port}`)); await sleep(100))
    if (collector.exitCode !== null || Date.now() > deadline) {
      await close();
      throw new Failed(`the collector does not start: ${(await said).slice(-600)}`);
    }
  return { url: `http://127.0.0.1:${port}`, close };
}

const answers = (url: string) =>
  fetch(url).then(
    () => true,
    () => false,
  );
