import { randomUUID } from "node:crypto";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Histogram } from "prom-client";
import { expect, test } from "vitest";
import { noJobs } from "../jobs/no-jobs.ts";
import { jobNames } from "../jobs/queues.ts";
import { testApp, testUrl } from "../testing/test-app.ts";
import { routesOf } from "../testing/routes.ts";
import { MAX_SERIES } from "./metrics.ts";

type App = Awaited<ReturnType<typeof testApp>>;

const states = jobNames.flatMap((name) => [name, `${name}.list`].map((queue) => ({ queue, due: 1, oldestSeconds: 1 })));
const jobs = { ...noJobs, queueStates: async () => states };

const seriesOf = async ({ metrics }: App) => (await metrics.registry.metrics()).split("\n").filter((line) => line && !line.startsWith("#"));

/** Names of commands, as they are declared. */
const commands = globSync("**/*.ts", { cwd: join(import.meta.dirname, "..") })
  .filter((file) => !file.includes("test"))
  .flatMap((file) => [
    ...readFileSync(join(import.meta.dirname, "..", file), "utf8").matchAll(/\b(?:command|messageCommand)\(\{\s+name: "(\w+)"/g),
  ])
  .map(([, name]) => name!);

test("all that the labels can say together is within the budget of series; control: ids as labels are not", async () => {
  const app = await testApp({ jobs });
  const histogram = (name: string) => app.metrics.registry.getSingleMetric(name) as Histogram;
  const routes = [...routesOf(app), { route: "none", method: "GET" }, { route: "none", method: "_OTHER" }];
  expect(routes.length).toBeGreaterThan(100);
  expect(commands).toEqual(expect.arrayContaining(["answerInvitation", "pinMessage"])); // both ways of declaring one
  for (const labels of routes)
    for (const status of ["2xx", "3xx", "4xx", "5xx"]) histogram("turnout_http_request_seconds").observe({ ...labels, status }, 1);
  for (const command of commands)
    for (const outcome of ["accepted", "refused", "failed"] as const) app.metrics.measureCommand(command, 1, outcome);
  for (const outcome of ["sent", "refused", "server-failed"] as const)
    for (const urgency of ["urgent", "bulk"] as const) app.metrics.countMail({ outcome, urgency, waited: 1 });
  const most = (await seriesOf(app)).length;
  expect(most).toBeLessThanOrEqual(MAX_SERIES);
  expect(most, "a budget that nobody comes near to holds nothing").toBeGreaterThan(MAX_SERIES / 2);

  for (let id = 0; id < 1_000; id++)
    histogram("turnout_http_request_seconds").observe({ route: `/e/${id}`, method: "GET", status: "2xx" }, 1);
  expect((await seriesOf(app)).length).toBeGreaterThan(MAX_SERIES);
});

test("what people send makes no series: ids in paths, unknown paths, methods that nobody uses", async () => {
  const app = await testApp({ jobs });
  const host = new URL(testUrl).host;
  const ask = (method: "GET" | "PROPFIND" | "SEARCH", url: string) =>
    app.server.inject({ method: method as "GET", url, headers: { host } });
  const round = async () => {
    const id = randomUUID();
    for (const url of [`/api/events/${id}`, `/e/${id}`, `/nothing/${id}`, `/api/nothing/${id}?q=${id}`]) await ask("GET", url);
    for (const method of ["PROPFIND", "SEARCH"] as const) await ask(method, `/nothing/${id}`);
  };
  await round();
  const before = await seriesOf(app);
  for (let times = 0; times < 5; times++) await round();
  // Node's own come as it collects garbage or opens another kind of resource: few, and not by what people send.
  const names = (lines: string[]) => lines.map((line) => line.replace(/ [^ ]+$/, "")).filter((line) => !/^(nodejs|process)_/.test(line));
  expect(names(await seriesOf(app))).toEqual(names(before));
  expect(before.join("\n")).toContain('route="none",method="_OTHER"');
});
