import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { testDatabase } from "../db/test-database.ts";
import { freePort } from "../free-port.ts";
import { afterFile } from "../testing/after-file.ts";
import { childServer, skipWithout } from "../testing/child-server.test-support.ts";
import { testUrl } from "../testing/test-app.ts";
import { until } from "../testing/until.ts";
import { createMetrics } from "./metrics.ts";
import { serveOperator } from "./operator-port.ts";
import { otlpReceiver } from "./otlp-receiver.test-support.ts";
import { tracedApp } from "./traced-app.test-support.ts";

const { url } = await testDatabase();
const ACCEPT = "application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5";
const traceId = "4bf92f3577b34da6a3ce929d0e0e4736";
const linesOf = (text: string, name: string) => text.split("\n").filter((line) => line.startsWith(name));

test("without traces, metrics are in Prometheus' own format, whatever is asked for", async () => {
  const { contentType, text } = await createMetrics().scrape(ACCEPT);
  expect(contentType).toBe("text/plain; version=0.0.4; charset=utf-8");
  expect(text).not.toContain("# EOF");
});

test("with traces, OpenMetrics has for each bucket the trace of its last observation, and names are the same in both formats", async () => {
  const metrics = createMetrics({ exemplars: true });
  metrics.measureCommand("postMessage", 0.004, "accepted", traceId);
  metrics.measureCommand("postMessage", 20, "accepted", traceId);
  metrics.measureCommand("postMessage", 1, "accepted");
  metrics.measureLag(0.2, traceId);
  metrics.countReset('a "quoted" \\ reason\nof two lines');
  const plain = await metrics.scrape("");
  const { contentType, text } = await metrics.scrape(ACCEPT);
  expect(contentType).toBe("application/openmetrics-text; version=1.0.0; charset=utf-8");
  expect(text.endsWith("\n# EOF\n")).toBe(true);
  const buckets = linesOf(text, "turnout_command_seconds_bucket");
  const bucket = (le: string) => buckets.find((line) => line.includes(`le="${le}"`));
  expect(bucket("0.005")).toMatch(new RegExp(`\\} 1 # \\{trace_id="${traceId}"\\} 0.004 \\d+(\\.\\d+)?$`));
  expect(bucket("+Inf")).toMatch(new RegExp(`\\} 3 # \\{trace_id="${traceId}"\\} 20 `));
  expect(bucket("1.0")).toMatch(/\} 2$/);
  expect(linesOf(text, "turnout_commit_to_send_seconds_bucket").some((line) => line.includes(traceId))).toBe(true);
  expect(linesOf(text, "# TYPE turnout_resets ")).toEqual(["# TYPE turnout_resets counter"]);
  expect(linesOf(text, "turnout_resets_total")).toEqual(['turnout_resets_total{reason="a \\"quoted\\" \\\\ reason\\nof two lines"} 1']);
  const again = await metrics.scrape("");
  const namesIn = (some: string) => new Set(some.split("\n").flatMap((line) => /^[a-z_]+/.exec(line) ?? []));
  expect(namesIn(again.text)).toEqual(namesIn(plain.text));
  expect(namesIn(text)).toEqual(namesIn(plain.text));
  expect(plain.text).not.toContain(traceId);
});

test.skipIf(skipWithout("prometheus"))("a real Prometheus takes exemplars of requests, each of a trace that was exported", async () => {
  const receiver = await otlpReceiver();
  const { app, tracing } = await tracedApp({ url, settings: { endpoint: receiver.endpoint } });
  const operator = await serveOperator(app, { port: 0, host: "127.0.0.1" });
  afterFile(() => void operator.close());
  const folder = mkdtempSync(join(tmpdir(), "turnout-prometheus-"));
  afterFile(() => rmSync(folder, { recursive: true, force: true }));
  const target = `127.0.0.1:${(operator.address() as AddressInfo).port}`;
  const scraped = { job_name: "turnout", scrape_interval: "1s", static_configs: [{ targets: [target] }] };
  writeFileSync(join(folder, "prometheus.yml"), JSON.stringify({ scrape_configs: [scraped] }));
  const port = await freePort();
  const options = [
    `--config.file=${folder}/prometheus.yml`,
    `--storage.tsdb.path=${folder}/data`,
    `--web.listen-address=127.0.0.1:${port}`,
  ];
  await childServer("prometheus", [...options, "--enable-feature=exemplar-storage"], port);

  for (let asked = 0; asked < 20; asked++)
    await app.server.inject({ method: "GET", url: "/api/auth/session", headers: { host: new URL(testUrl).host } });
  const end = Math.floor(Date.now() / 1_000) + 120;
  const query = new URLSearchParams({ query: "turnout_http_request_seconds_bucket", start: String(end - 600), end: String(end) });
  const exemplars = await until(
    async () => {
      const reply = await fetch(`http://127.0.0.1:${port}/api/v1/query_exemplars?${String(query)}`);
      const { data } = (await reply.json()) as { data: { exemplars: { labels: { trace_id: string } }[] }[] };
      expect(data.length).toBeGreaterThan(0);
      return data.flatMap((one) => one.exemplars);
    },
    { interval: 200 },
  );
  await tracing.close();
  const exported = new Set(receiver.spans.map((span) => span.traceId));
  for (const { labels } of exemplars) expect(exported).toContain(labels.trace_id);
});
