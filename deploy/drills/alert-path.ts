import { randomBytes, randomUUID } from "node:crypto";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { json } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { parse, stringify } from "yaml";
import { preparePostgresData } from "../../dev-database/src/postgres-data.ts";
import { startServer } from "../../e2e/src/support/server-process.ts";
import { freePort } from "../../server/src/free-port.ts";
import { startMailSink, type MailSink } from "../../torture/src/processes/mail-sink.ts";
import { postgresServer, type PostgresServer } from "../../torture/src/processes/postgres-server.ts";
import { openProcesses } from "../cluster/processes.ts";
import { root } from "../containers.ts";
import { Failed } from "../failed.ts";
import { ALERTMANAGER, alertmanagerOn } from "../monitoring/alertmanager.ts";

/** What is told when the database is away, and what is kept back meanwhile. */
const CAUSE = "TurnoutDatabaseAway";
const CONSEQUENCE = "TurnoutErrors";

/** From the fault until a page is there, by each way (s). */
export const PAGED_WITHIN = 60;
/** From the repair until both have said that it is over (s): a scrape, an evaluation, and what Alertmanager waits between two messages of a group. */
export const RESOLVED_WITHIN = 100;
/** How long all is well before the fault (s): at least two scrapes, and long enough that an alert would have spoken. */
const CALM = 60;
/** Requests a second. */
const LOAD = 5;

const monitoring = (file: string) => join(root, "deploy/monitoring", file);
const RULES = join(root, "deploy/helm/turnout/files/rules.yml");

/** What somebody was told, and when (ms). */
export interface Told {
  at: number;
  way: "webhook" | "mail";
  alert: string;
  status: "firing" | "resolved";
}

export interface Outcome {
  /** Messages while all was well. */
  calm: Told[];
  /** From the fault until the page, and from the repair until the end of it was told (s). */
  paged: Record<Told["way"], number>;
  resolved: Record<Told["way"], number>;
  /** Requests during the outage, and those of them that failed. */
  requests: number;
  failed: number;
  /** Alerts that Alertmanager kept back. */
  keptBack: string[];
  /** Alerts that were told between fault and repair. */
  told: string[];
}

/** Kills the database of a real server, and waits for the page, the repair, and the message that it is over. */
export async function alertPath(tell: (line: string) => void): Promise<Outcome> {
  const home = realpathSync(mkdtempSync(join(tmpdir(), "turnout-alert-path-")));
  const opened: (() => unknown)[] = [() => rmSync(home, { recursive: true, force: true })];
  try {
    return await inFolder(home, opened, tell);
  } finally {
    for (const close of opened.toReversed()) await close();
  }
}

async function inFolder(home: string, opened: (() => unknown)[], tell: (line: string) => void): Promise<Outcome> {
  const database = await startDatabase(home);
  opened.push(() => database.stop());
  const metricsPort = await freePort();
  const server = await startServer({
    DATABASE_URL: database.url,
    SECRET: randomBytes(32).toString("hex"),
    // Workers would say every half second what they cannot do.
    ROLES: "api",
    METRICS_PORT: String(metricsPort),
    METRICS_HOST: "127.0.0.1",
  });
  opened.push(() => server.close());
  const told: Told[] = [];
  const receivers = await startReceivers(told);
  opened.push(receivers.close);
  const watching = await startMonitoring(home, { metricsPort, ...receivers });
  opened.push(watching.end);
  const load = startLoad(server.url);
  opened.push(load.stop);

  await until("Prometheus reads the server's metrics", CALM, async () => (await watching.value("turnout_database_up")) === 1);
  tell(`all is well for ${CALM} s, under ${LOAD} requests a second`);
  await sleep(CALM * 1_000);
  const calm = [...told];

  await database.kill();
  const fault = Date.now();
  load.reset();
  tell("the database is killed");
  const paged = await both(told, { alert: CAUSE, status: "firing", since: fault, within: 3 * PAGED_WITHIN });
  await until(`${CONSEQUENCE} is kept back`, 120, async () => (await watching.keptBack()).includes(CONSEQUENCE));
  const [keptBack, { requests, failed }] = [await watching.keptBack(), load];
  const during = told.filter(({ at, way }) => at >= fault && way === "webhook").map(({ alert }) => alert);

  await database.ensureRunning();
  const repair = Date.now();
  tell("the database is started again");
  const resolved = await both(told, { alert: CAUSE, status: "resolved", since: repair, within: 3 * RESOLVED_WITHIN });
  return { calm, paged, resolved, requests, failed, keptBack, told: [...new Set(during)] };
}

async function startDatabase(home: string): Promise<PostgresServer> {
  const folder = join(home, "database");
  mkdirSync(folder);
  // The database's account has to get there.
  for (const one of [home, folder]) chmodSync(one, 0o755);
  const server = postgresServer(await preparePostgresData(folder, true), await freePort());
  await server.ensureRunning();
  return server;
}

interface Receivers {
  webhook: string;
  mailPort: number;
}

/** A webhook and a mail server, which note what they are told. */
async function startReceivers(told: Told[]): Promise<Receivers & { close: () => Promise<void> }> {
  const server = createServer((request, reply) => {
    void json(request).then((body) => {
      const { status, alerts } = body as { status: Told["status"]; alerts: { labels: { alertname: string } }[] };
      told.push({ at: Date.now(), way: "webhook", alert: alerts[0]!.labels.alertname, status });
      reply.writeHead(200).end();
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const mail = await startMailSink();
  const stopReading = readMail(mail, told);
  return {
    webhook: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    mailPort: mail.port,
    async close() {
      stopReading();
      server.close();
      await mail.close();
    },
  };
}

/** Alertmanager's subjects begin with the state and name the group. */
const SUBJECT = /^\[(FIRING|RESOLVED)(?::\d+)?\] (?:\(?)(Turnout\w+)/;

function readMail({ mails }: MailSink, told: Told[]): () => void {
  const timer = setInterval(() => {
    for (const { subject } of mails.splice(0)) {
      const [, state, alert] = SUBJECT.exec(subject) ?? [];
      if (!state) throw new Error(`a mail of Alertmanager has the subject "${subject}"`);
      told.push({ at: Date.now(), way: "mail", alert: alert!, status: state === "FIRING" ? "firing" : "resolved" });
    }
  }, 100);
  return () => clearInterval(timer);
}

interface Monitoring {
  /** The value of the only series that a query finds; null: none. */
  value(query: string): Promise<number | null>;
  /** Names of alerts that fire and are not told. */
  keptBack(): Promise<string[]>;
  end(): Promise<void>;
}

/** Prometheus and Alertmanager with the product's own files: only addresses are others, and pages have a webhook besides, as the manual adds one. */
async function startMonitoring(home: string, at: { metricsPort: number } & Receivers): Promise<Monitoring> {
  const processes = openProcesses("/usr/bin", home);
  const [prometheusPort, alertmanagerPort] = [await freePort(), await freePort()];
  const [prometheus, alertmanager] = [`http://127.0.0.1:${prometheusPort}`, `http://127.0.0.1:${alertmanagerPort}`];
  const isReady = (url: string) => async () => (await fetch(`${url}/-/ready`)).ok;
  const ask = async (url: string) => (await fetch(url)).json() as Promise<unknown>;

  const routes = parse(readFileSync(monitoring("alertmanager.yml"), "utf8")) as AlertmanagerConfig;
  routes.global.smtp_smarthost = `127.0.0.1:${at.mailPort}`;
  const page = routes.receivers.find(({ name }) => name === "page")!;
  page.webhook_configs = [{ url: at.webhook, send_resolved: true }];
  await processes.start(ALERTMANAGER, alertmanagerOn(alertmanagerPort, stringify(routes), home), isReady(alertmanager));

  const config = parse(readFileSync(monitoring("prometheus.yml"), "utf8")) as PrometheusConfig;
  config.rule_files = [RULES];
  config.alerting.alertmanagers = [{ static_configs: [{ targets: [`127.0.0.1:${alertmanagerPort}`] }] }];
  config.scrape_configs[0]!.static_configs = [{ targets: [`127.0.0.1:${at.metricsPort}`], labels: { role: "api" } }];
  const file = join(home, "prometheus.yml");
  writeFileSync(file, stringify(config));
  const data = `--storage.tsdb.path=${join(home, "prometheus")}`;
  const listening = `--web.listen-address=127.0.0.1:${prometheusPort}`;
  await processes.start("prometheus", [`--config.file=${file}`, data, listening], isReady(prometheus));

  return {
    async value(query) {
      const { data: found } = (await ask(`${prometheus}/api/v1/query?query=${encodeURIComponent(query)}`)) as QueryAnswer;
      return found.result.length === 1 ? Number(found.result[0]!.value[1]) : null;
    },
    async keptBack() {
      const alerts = (await ask(`${alertmanager}/api/v2/alerts`)) as { labels: { alertname: string }; status: { state: string } }[];
      return alerts.filter(({ status }) => status.state === "suppressed").map(({ labels }) => labels.alertname);
    },
    end: () => processes.end(),
  };
}

interface AlertmanagerConfig {
  global: { smtp_smarthost: string };
  receivers: { name: string; webhook_configs?: object[] }[];
}
interface PrometheusConfig {
  rule_files: string[];
  alerting: { alertmanagers: object[] };
  scrape_configs: { static_configs: object[] }[];
}
interface QueryAnswer {
  data: { result: { value: [number, string] }[] };
}

/** Asks for events that nobody knows: each is looked up in the database. */
function startLoad(url: string) {
  const ask = async () => {
    load.requests++;
    const reply = await fetch(`${url}/api/events/${randomUUID()}`).catch(() => null);
    if (!reply || reply.status >= 500) load.failed++;
    await reply?.arrayBuffer().catch(() => {});
  };
  const timer = setInterval(() => void ask(), 1_000 / LOAD);
  const load = {
    requests: 0,
    failed: 0,
    reset: () => void Object.assign(load, { requests: 0, failed: 0 }),
    stop: () => clearInterval(timer),
  };
  return load;
}

interface Awaited {
  alert: string;
  status: Told["status"];
  since: number;
  /** s */
  within: number;
}

/** Waits until both ways have told it. Returns after how long (s). */
async function both(told: Told[], { alert, status, since, within }: Awaited): Promise<Record<Told["way"], number>> {
  const timeOf = (way: Told["way"]) =>
    told.find((one) => one.way === way && one.alert === alert && one.status === status && one.at >= since)?.at;
  await until(`${alert} is ${status} by webhook and by mail`, within, async () => Boolean(timeOf("webhook") && timeOf("mail")));
  return { webhook: (timeOf("webhook")! - since) / 1_000, mail: (timeOf("mail")! - since) / 1_000 };
}

async function until(what: string, seconds: number, isSo: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + seconds * 1_000;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Failed(`not within ${seconds} s: ${what}`);
    await sleep(200);
  }
}
