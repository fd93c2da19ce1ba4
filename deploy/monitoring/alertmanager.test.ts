import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { parse } from "yaml";
import { freePort } from "../../server/src/free-port.ts";
import { childServer, skipWithout } from "../../server/src/testing/child-server.test-support.ts";
import { ALERTMANAGER, alertmanagerOn } from "./alertmanager.ts";
import { ruleGroups, type AlertRule } from "./rules.ts";

const FILE = join(import.meta.dirname, "alertmanager.yml");
const config = readFileSync(FILE, "utf8");
const alerts = ruleGroups()
  .flatMap(({ rules }) => rules)
  .filter((rule): rule is AlertRule => "alert" in rule);

const folder = mkdtempSync(join(tmpdir(), "turnout-alertmanager-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("what inhibits and what is inhibited are alerts that there are", () => {
  const { inhibit_rules: rules } = parse(config) as { inhibit_rules: { source_matchers: string[]; target_matchers: string[] }[] };
  const named = rules
    .flatMap((rule) => [...rule.source_matchers, ...rule.target_matchers])
    .flatMap((matcher) => /^alertname=~?"(.+)"$/.exec(matcher)?.[1]!.split("|") ?? []);
  expect(named.length).toBeGreaterThan(3);
  expect(named.filter((name) => !alerts.some(({ alert }) => alert === name))).toEqual([]);
});

const amtool = (...args: string[]) => execFileSync("amtool", args, { encoding: "utf8", stdio: "pipe" });
const receiverOf = (...labels: string[]) => amtool("config", "routes", "test", `--config.file=${FILE}`, ...labels).trim();

test.skipIf(skipWithout("amtool"))(
  "amtool accepts the configuration; every page rings, every ticket waits, and so does what says neither",
  () => {
    expect(amtool("check-config", FILE)).toContain("SUCCESS");
    for (const { alert, labels } of alerts)
      expect(receiverOf(`alertname=${alert}`, `severity=${labels.severity}`), `${alert} ${labels.severity}`).toBe(labels.severity);
    expect(receiverOf("alertname=SomebodyElses")).toBe("ticket");
    // Control: amtool says so where a route leads elsewhere.
    const verify = ["config", "routes", "test", `--config.file=${FILE}`, "--verify.receivers=ticket", "severity=page"];
    expect(() => amtool(...verify)).toThrow("Command failed");
  },
);

type Labels = Record<string, string>;
const page = (alertname: string, more = {}): Labels => ({ alertname, severity: "page", ...more });
const ticket = (alertname: string, more = {}): Labels => ({ alertname, severity: "ticket", ...more });
const inOrder = (labels: Labels[]) => labels.map((one) => Object.entries(one).sort().join(" ")).sort();

/** An Alertmanager of its own with these alerts, as Prometheus sends them. Returns the labels of those that it keeps back. */
async function keptBack(sent: Labels[], name: string): Promise<Labels[]> {
  const port = await freePort();
  await childServer(ALERTMANAGER, alertmanagerOn(port, config, join(folder, name)), port);
  const url = `http://127.0.0.1:${port}/api/v2/alerts`;
  const body = JSON.stringify(sent.map((labels) => ({ labels })));
  const reply = await fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body });
  expect(reply.status).toBe(200);
  const read = async () => (await (await fetch(url)).json()) as { labels: Labels; status: { state: string } }[];
  await expect.poll(async () => (await read()).map(({ status }) => status.state)).not.toContain("unprocessed");
  await expect.poll(async () => (await read()).length).toBe(sent.length);
  return (await read()).filter(({ status }) => status.state === "suppressed").map(({ labels }) => labels);
}

test.skipIf(skipWithout(ALERTMANAGER))(
  "only the cause is told: what follows from a process, the database, a page or the mail server is kept back",
  async () => {
    const told = [
      page("TurnoutProcessDown", { instance: "api-1:9464" }),
      page("TurnoutErrors"),
      page("TurnoutMailServerFails"),
      ticket("TurnoutEventLoopBusy", { instance: "api-2:9464" }),
      ticket("TurnoutPoolExhausted"),
      page("TurnoutLiveLate"),
    ];
    const follows = [
      ticket("TurnoutEventLoopBusy", { instance: "api-1:9464" }),
      ticket("TurnoutErrors"),
      page("TurnoutJobsLate"),
      page("TurnoutUrgentMailLate"),
      page("TurnoutCanaryLate"),
    ];
    expect(inOrder(await keptBack([...told, ...follows], "one"))).toEqual(inOrder(follows));

    const database = page("TurnoutDatabaseAway", { instance: "api-1:9464" });
    const down = page("TurnoutProcessDown", { instance: "api-2:9464" });
    const broken = [
      page("TurnoutErrors"),
      page("TurnoutSlow"),
      page("TurnoutCommandsLate"),
      page("TurnoutCanaryLate"),
      page("TurnoutJobsLate"),
    ];
    expect(inOrder(await keptBack([database, down, ...broken], "another"))).toEqual(inOrder(broken));
  },
);
