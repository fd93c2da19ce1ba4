import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parse, stringify } from "yaml";
import { startServer } from "../../e2e/src/support/server-process.ts";
import { freePort } from "../../server/src/free-port.ts";
import { openProcesses } from "../cluster/processes.ts";
import { root } from "../containers.ts";
import { gather, type Gathering } from "../load/journey.ts";
import { openReaders } from "../load/readers.ts";
import { startRequests } from "../load/requests.ts";
import { ORIGIN } from "../load/visitor.ts";
import { dashboards, queriesOf } from "./dashboards.ts";

const GUESTS = 10;
/** Requests a second. */
const RATES = { reads: 10, commands: 4 };
/** Longest time until every panel has data (s): a rate needs two scrapes, a promise some evaluations. */
const PATIENCE = 120;
const SCRAPE = "2s";
/** What no product exports: asked for as well, so that a check that finds data everywhere fails. */
const CONTROL = { dashboard: "control", title: "a metric that there is none of", expr: "turnout_no_such_metric" };

export interface Asked {
  dashboard: string;
  title: string;
  expr: string;
  /** Series with a number, when it was asked last. */
  series: number;
}

/** Asks the queries of all panels of a real Prometheus that scrapes a real server under load, until all have data or the time is over. */
export async function askPanels(tell: (line: string) => void): Promise<{ asked: Asked[]; control: Asked }> {
  const home = realpathSync(mkdtempSync(join(tmpdir(), "turnout-panels-")));
  const opened: (() => unknown)[] = [() => rmSync(home, { recursive: true, force: true })];
  try {
    const metricsPort = await freePort();
    const server = await startServer({ PUBLIC_URL: ORIGIN, METRICS_PORT: String(metricsPort), METRICS_HOST: "127.0.0.1" });
    opened.push(() => server.close());
    const prometheus = await startPrometheus(home, metricsPort, opened);
    const front = new URL(server.url).host;
    const gathering = await gather(front, GUESTS);
    tell(`${GUESTS} guests have answered; a load of ${RATES.reads} reads and ${RATES.commands} commands a second begins`);
    const requests = startRequests(gathering, RATES);
    opened.push(() => requests.stop());
    const readers = await openReaders(gathering, { folder: root, front, count: GUESTS });
    opened.push(() => readers.close());
    await comeFromAnotherEpoch(gathering);
    return await untilAllHaveData(prometheus, (round) => causeMail(gathering, round));
  } finally {
    for (const close of opened.toReversed()) await close();
  }
}

async function untilAllHaveData(prometheus: string, meanwhile: (round: number) => Promise<void>) {
  const panels = dashboards.flatMap((board) => queriesOf(board).map((query) => ({ dashboard: board.name, ...query })));
  const ask = async (panel: Omit<Asked, "series">): Promise<Asked> => ({ ...panel, series: await seriesOf(prometheus, panel.expr) });
  const deadline = Date.now() + PATIENCE * 1_000;
  for (let round = 0; ; round++, await sleep(2_000)) {
    await meanwhile(round);
    const asked = await Promise.all(panels.map(ask));
    if (asked.every(({ series }) => series > 0) || Date.now() > deadline) return { asked, control: await ask(CONTROL) };
  }
}

async function seriesOf(prometheus: string, expr: string): Promise<number> {
  const reply = await fetch(`${prometheus}/api/v1/query?query=${encodeURIComponent(expr)}`);
  const { data, error } = (await reply.json()) as { data?: { result: { value: [number, string] }[] }; error?: string };
  if (!data) throw new Error(`${expr}: ${error}`);
  return data.result.filter(({ value }) => Number.isFinite(Number(value[1]))).length;
}

/** With the product's own files: only the address and the interval are others. */
async function startPrometheus(home: string, metricsPort: number, opened: (() => unknown)[]): Promise<string> {
  const port = await freePort();
  const config = parse(readFileSync(join(root, "deploy/monitoring/prometheus.yml"), "utf8")) as PrometheusConfig;
  config.global = { scrape_interval: SCRAPE, evaluation_interval: SCRAPE };
  config.rule_files = [join(root, "deploy/helm/turnout/files/rules.yml")];
  delete config.alerting;
  config.scrape_configs[0]!.static_configs = [{ targets: [`127.0.0.1:${metricsPort}`] }];
  const file = join(home, "prometheus.yml");
  writeFileSync(file, stringify(config));
  const url = `http://127.0.0.1:${port}`;
  const processes = openProcesses("/usr/bin", home);
  opened.push(() => processes.end());
  const data = `--storage.tsdb.path=${join(home, "prometheus")}`;
  await processes.start(
    "prometheus",
    [`--config.file=${file}`, data, `--web.listen-address=127.0.0.1:${port}`],
    async () => (await fetch(`${url}/-/ready`)).ok,
  );
  return url;
}

interface PrometheusConfig {
  global: object;
  rule_files: string[];
  alerting?: object;
  scrape_configs: { static_configs: object[] }[];
}

/** A page from before the database's epoch, which is told to load anew. */
async function comeFromAnotherEpoch({ eventId, guests }: Gathering): Promise<void> {
  const socket = guests[0]!.socket();
  await once(socket, "open");
  socket.send(JSON.stringify({ type: "follow", eventId, epoch: randomUUID(), after: 0 }));
  await once(socket, "message");
  socket.close();
}

/** Mail is sent again and again for a while: a rate needs some between two scrapes. More would meet the limits of sign-ups. */
async function causeMail(gathering: Gathering, round: number): Promise<void> {
  if (round % 3 > 0 || round > 9) return;
  await invite(gathering, round);
  await signUpAnother(gathering, round);
}

async function invite({ eventId, host }: Gathering, round: number) {
  const guests = Array.from({ length: 3 }, (_, at) => ({
    guestId: randomUUID(),
    name: `Invited ${at}`,
    email: `invited-${round}-${at}@example.org`,
    plusOnesAllowed: null,
    locale: null,
  }));
  await host.ask("POST", `/api/events/${eventId}/invitations`, { commandId: randomUUID(), guests, message: "", send: true });
}

/** Urgent mail: that of the host was sent before anybody watched. */
async function signUpAnother({ guests }: Gathering, round: number) {
  const email = `grace-${round}@example.org`;
  const person = { name: "Grace Gomes", email, password: "correct horse battery staple", locale: "en" };
  await guests[0]!.ask("POST", "/api/auth/sign-up", person);
}
