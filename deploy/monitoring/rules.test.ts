import { execFile, execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, expect, test } from "vitest";
import { skipWithout } from "../../server/src/testing/child-server.test-support.ts";
import { testApp } from "../../server/src/testing/test-app.ts";
import { root } from "../containers.ts";
import { alertCases, promtoolFiles, type AlertCase } from "./alert-cases.ts";
import { ruleGroups, rulesFile, type AlertRule } from "./rules.ts";
import { objectives, pagesBeyond, slos } from "./slo.ts";

const here = import.meta.dirname;
/** In the chart, which can only take what lies inside of it. */
const RULES = join(root, "deploy/helm/turnout/files/rules.yml");
const read = (path: string) => readFileSync(join(here, path), "utf8");
const rules = ruleGroups().flatMap((group) => group.rules);
const alerts = rules.filter((rule): rule is AlertRule => "alert" in rule);
const dashboards = readdirSync(join(here, "grafana/dashboards")).map((file) => read(`grafana/dashboards/${file}`));
const panels = dashboards.flatMap((text) => (JSON.parse(text) as { panels: { title: string; targets?: { expr: string }[] }[] }).panels);

const folder = mkdtempSync(join(tmpdir(), "turnout-rules-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Names of metrics, without recorded series, Prometheus' own metrics and names of labels. */
const seriesIn = (expr: string) =>
  [...expr.replaceAll(/\{[^}]*\}|\b(?:by|without) \([^)]*\)/g, "").matchAll(/(?<![\w:])(?:turnout|nodejs|process|db_client)_\w+\b/g)].map(
    ([name]) => name,
  );
/** Histograms and summaries have series of other names. */
const metricOf = (series: string) => series.replace(/_(?:bucket|count|sum)$/, "");

test("alerts, panels and autoscaling use only metrics that the product has", async () => {
  const app = await testApp();
  await app.work(); // workers have metrics of their own
  const known = new Set((await app.metrics.registry.getMetricsAsJSON()).map(({ name }) => name));
  const queries = [...read("../helm/turnout/templates/keda.yaml").matchAll(/printf "([^"]+)"/g)].map(([, query]) => query!);
  expect(queries.flatMap(seriesIn)).toHaveLength(3);
  const asked = [
    ...rules.map(({ expr }) => expr),
    ...panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr)),
    ...queries,
  ].flatMap(seriesIn);
  expect(asked.length).toBeGreaterThan(15);
  expect(asked.filter((name) => !known.has(name) && !known.has(metricOf(name)))).toEqual([]);
});

test("every time that is promised is a bound of the histogram that it is read from", async () => {
  const { metrics } = await testApp();
  const bounds = slos.flatMap(({ bad }) => [...bad.matchAll(/(turnout_\w+)_bucket\{[^}]*le=~"([\d.]+)\|/g)]);
  expect(bounds.map(([, name, bound]) => [name, Number(bound) * 1_000])).toEqual([
    ["turnout_http_request_seconds", objectives.answeredWithin],
    ["turnout_command_seconds", objectives.answeredWithin],
    ["turnout_commit_to_send_seconds", objectives.shownWithin],
    ["turnout_delivery_canary_seconds", objectives.shownWithin],
    ["turnout_mail_wait_seconds", objectives.urgentMailWithin],
  ]);
  for (const [, name, bound] of bounds)
    expect((metrics.registry.getSingleMetric(name!) as unknown as { upperBounds: number[] }).upperBounds, name).toContain(Number(bound));
});

test("alerts speak where what is promised is not kept any more: a page at 1.44 % of failed and 14.4 % of late requests", () => {
  expect([pagesBeyond(objectives.failed), pagesBeyond(objectives.late)]).toEqual([0.0144, 0.144]);
  const thresholds = Object.fromEntries(
    slos.map(({ name }) => [
      name,
      alerts.flatMap(({ expr }) => [...expr.matchAll(new RegExp(`slo="${name}"} > ([\\d.]+)`, "g"))].map(([, beyond]) => Number(beyond))),
    ]),
  );
  for (const { name, allowed } of slos)
    expect(thresholds[name], name).toEqual([14.4, 14.4, 6, 6, 3, 3, 1, 1].map((rate) => expect.closeTo(rate * allowed, 9)));
});

test("each alert says what is wrong and what to do", () => {
  expect(new Set(alerts.map(({ alert, labels }) => `${alert} ${labels.severity}`)).size).toBe(alerts.length);
  for (const { alert, labels, annotations } of alerts) {
    expect(["page", "ticket"], alert).toContain(labels.severity);
    expect(annotations.summary.length, alert).toBeGreaterThan(10);
    expect(annotations.action.length, alert).toBeGreaterThan(20);
  }
});

/** Alerts for which there is no case that makes them speak, or none that leaves them silent. */
function withoutCase(cases: AlertCase[]): string[] {
  const has = (rule: AlertRule, fires: boolean) =>
    cases.some((one) => one.alert === rule.alert && one.severity === rule.labels.severity && one.fires === fires);
  return alerts.filter((rule) => !has(rule, true) || !has(rule, false)).map(({ alert, labels }) => `${alert} ${labels.severity}`);
}

test("each alert has a case that fires and one that stays silent; control: one that lacks either is found", () => {
  expect(withoutCase(alertCases)).toEqual([]);
  for (const fires of [true, false]) {
    const fewer = alertCases.filter((one) => one.alert !== "TurnoutLiveLate" || one.severity !== "ticket" || one.fires !== fires);
    expect(withoutCase(fewer)).toEqual(["TurnoutLiveLate ticket"]);
  }
});

test("the rules are those that are generated", () => {
  expect(readFileSync(RULES, "utf8")).toBe(rulesFile());
});

const run = promisify(execFile);

async function judge(cases: AlertCase[]): Promise<string[]> {
  const files = promtoolFiles(RULES, cases).map((content, index) => {
    const file = join(folder, `${cases.length}-${index}.json`);
    writeFileSync(file, JSON.stringify(content));
    return file;
  });
  return Promise.all(files.map(async (file) => (await run("promtool", ["test", "rules", file])).stdout));
}

test.skipIf(skipWithout("promtool"))(
  "promtool accepts the rules, and every case passes; control: the opposite of a case does not",
  async () => {
    execFileSync("promtool", ["check", "rules", "--lint-fatal", RULES]);
    execFileSync("promtool", ["check", "config", "--syntax-only", "prometheus.yml"], { cwd: here });
    const said = await judge(alertCases);
    expect(said).toHaveLength(3);
    for (const one of said) expect(one).toContain("SUCCESS");
    for (const alert of ["TurnoutJobsLate", "TurnoutErrors"])
      for (const fires of [true, false]) {
        const one = alertCases.find((known) => known.alert === alert && known.fires === fires && known.evaluate === 1)!;
        await expect(judge([{ ...one, fires: !fires }])).rejects.toThrow("FAILED");
      }
  },
  300_000, // samples of days for each objective: it computes, and may wait for a processor
);
