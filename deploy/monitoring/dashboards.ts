/** What a panel shows. `expr` is PromQL. */
interface Panel {
  title: string;
  /** Grafana's name of it. */
  unit: "reqps" | "ops" | "s" | "none" | "bytes" | "percentunit" | "cores";
  targets: [expr: string, legend: string][];
}

interface Dashboard {
  name: string;
  title: string;
  panels: Panel[];
  /** Markdown above the panels. */
  note?: string;
}

const rate = (what: string) => `rate(${what}[5m])`;
const quantile = (q: number, metric: string, by = "le") => `histogram_quantile(${q}, sum by (${by}) (${rate(`${metric}_bucket`)}))`;
const halfAndMost = (metric: string): Panel["targets"] => [
  [quantile(0.5, metric), "half"],
  [quantile(0.99, metric), "99 %"],
];
const commands = (names: string) => `sum by (command) (${rate(`turnout_command_seconds_count{command=~"${names}"}`)})`;

const REQUESTS = "turnout_http_request_seconds";
const LIVE = "turnout_commit_to_send_seconds";
const CANARY = "turnout_delivery_canary_seconds";
const MAIL = "turnout_mail_wait_seconds";
const processorTime = `sum(${rate("process_cpu_seconds_total")})`;
const allRequests = `sum(${rate(`${REQUESTS}_count`)})`;

const ONE_EVENT = `No series carries an event's id: there would be as many series as events. An event's own course is in its log, where every entry has a time:

\`select date_trunc('minute', at) as minute, body->>'type' as kind, count(*) from event_log where event_id = '…' group by 1, 2 order by 1\`

Below is what one event under load moves on all processes: look at the hour of the event.`;

/** The dashboards, in the order in which somebody looks for a cause. */
export const dashboards: Dashboard[] = [
  {
    name: "turnout",
    title: "Turnout",
    panels: [
      { title: "Requests by class of status", unit: "reqps", targets: [[`sum by (status) (${rate(`${REQUESTS}_count`)})`, "{{status}}"]] },
      { title: "Time of requests", unit: "s", targets: halfAndMost(REQUESTS) },
      {
        title: "Commands by outcome",
        unit: "ops",
        targets: [[`sum by (command, outcome) (${rate("turnout_command_seconds_count")})`, "{{command}} {{outcome}}"]],
      },
      { title: "Time of commands", unit: "s", targets: halfAndMost("turnout_command_seconds") },
      { title: "Promises broken in the last hour", unit: "percentunit", targets: [["slo:turnout_bad:ratio_rate1h", "{{slo}}"]] },
      {
        title: "Broken events, database away",
        unit: "none",
        targets: [
          ["max by (invariant) (turnout_broken_events)", "{{invariant}}"],
          ["1 - min(turnout_database_up)", "database away"],
        ],
      },
      { title: "Event loop, 99 %", unit: "s", targets: [["nodejs_eventloop_lag_p99_seconds", "{{instance}}"]] },
      { title: "Event loop, share that is busy", unit: "percentunit", targets: [["nodejs_eventloop_utilization_ratio", "{{instance}}"]] },
      { title: "Memory", unit: "bytes", targets: [["process_resident_memory_bytes", "{{instance}}"]] },
      { title: "Requests by route", unit: "reqps", targets: [[`topk(10, sum by (route) (${rate(`${REQUESTS}_count`)}))`, "{{route}}"]] },
    ],
  },
  {
    name: "live",
    title: "Turnout: live delivery",
    panels: [
      { title: "From a change to open pages", unit: "s", targets: halfAndMost(LIVE) },
      { title: "From a commit back to the process, by canaries", unit: "s", targets: halfAndMost(CANARY) },
      { title: "Frames' batches sent", unit: "ops", targets: [[`sum(${rate(`${LIVE}_count`)})`, "batches"]] },
      { title: "Open sockets", unit: "none", targets: [["turnout_sockets", "{{instance}}"]] },
      { title: "Subscribers to events", unit: "none", targets: [["turnout_subscribers", "{{instance}}"]] },
      {
        title: "Readers reloaded, cut off, told to come again",
        unit: "ops",
        targets: [
          [`sum by (reason) (${rate("turnout_resets_total")})`, "reloaded: {{reason}}"],
          [`sum(${rate("turnout_slow_readers_total")})`, "cut off"],
          [`sum(${rate("turnout_refused_connections_total")})`, "come again"],
        ],
      },
      {
        title: "Between processes",
        unit: "none",
        targets: [
          ["min(turnout_bus_connected)", "connected"],
          [`sum(${rate("turnout_bus_dropped_total")})`, "dropped per second"],
        ],
      },
      { title: "Guests whose page may soon be open", unit: "none", targets: [["max(turnout_events_expected_connections)", "expected"]] },
    ],
  },
  {
    name: "event",
    title: "Turnout: one event",
    note: ONE_EVENT,
    panels: [
      { title: "Answers", unit: "ops", targets: [[commands("answerInvitation|answerForGuest|claimGuest"), "{{command}}"]] },
      { title: "Messages", unit: "ops", targets: [[commands("postMessage"), "{{command}}"]] },
      {
        title: "Refusals",
        unit: "ops",
        targets: [[`sum by (outcome) (${rate('turnout_command_seconds_count{outcome!="accepted"}')}) or vector(0)`, "{{outcome}}"]],
      },
      {
        title: "Subscribers and expected guests",
        unit: "none",
        targets: [
          ["sum(turnout_subscribers)", "open pages"],
          ["max(turnout_events_expected_connections)", "expected"],
        ],
      },
      { title: "From a change to open pages", unit: "s", targets: halfAndMost(LIVE) },
    ],
  },
  {
    name: "database",
    title: "Turnout: database",
    panels: [
      { title: "Database answers and takes changes", unit: "none", targets: [["min(turnout_database_up)", "up"]] },
      {
        title: "Connections",
        unit: "none",
        targets: [
          [
            "sum by (db_client_connection_pool_name, db_client_connection_state) (db_client_connection_count)",
            "{{db_client_connection_pool_name}} {{db_client_connection_state}}",
          ],
          ["sum by (db_client_connection_pool_name) (db_client_connection_max)", "{{db_client_connection_pool_name}} at most"],
        ],
      },
      {
        title: "Who waits for a connection",
        unit: "none",
        targets: [["db_client_connection_pending_requests", "{{instance}} {{db_client_connection_pool_name}}"]],
      },
      { title: "Time of commands", unit: "s", targets: halfAndMost("turnout_command_seconds") },
      { title: "Jobs that are due", unit: "none", targets: [["max by (queue) (turnout_jobs_due)", "{{queue}}"]] },
      { title: "Oldest job", unit: "s", targets: [["max(turnout_oldest_job_seconds)", "waits"]] },
    ],
  },
  {
    name: "mail",
    title: "Turnout: mail",
    panels: [
      { title: "Mails by outcome", unit: "ops", targets: [[`sum by (outcome) (${rate("turnout_mails_total")})`, "{{outcome}}"]] },
      {
        title: "Time that emails wait",
        unit: "s",
        targets: [
          [quantile(0.5, MAIL, "le, urgency"), "{{urgency}}, half"],
          [quantile(0.99, MAIL, "le, urgency"), "{{urgency}}, 99 %"],
        ],
      },
      {
        title: "Jobs for mail that are due",
        unit: "none",
        targets: [['max by (queue) (turnout_jobs_due{queue=~"send.*|tell.*|record.*"})', "{{queue}}"]],
      },
      { title: "Oldest job", unit: "s", targets: [["max(turnout_oldest_job_seconds)", "waits"]] },
      {
        title: "Urgent mail: promise broken in the last hour",
        unit: "percentunit",
        targets: [['slo:turnout_bad:ratio_rate1h{slo=~".*mail.*"}', "{{slo}}"]],
      },
    ],
  },
  {
    name: "cost",
    title: "Turnout: cost",
    panels: [
      {
        title: "Processors in use",
        unit: "cores",
        targets: [[`sum by (instance) (${rate("process_cpu_seconds_total")})`, "{{instance}}"]],
      },
      { title: "Memory in use", unit: "bytes", targets: [["sum by (instance) (process_resident_memory_bytes)", "{{instance}}"]] },
      {
        title: "Processor time for each request",
        unit: "s",
        targets: [[`${processorTime} / ${allRequests}`, "everything that processes do"]],
      },
      { title: "Requests a second for each processor in use", unit: "reqps", targets: [[`${allRequests} / ${processorTime}`, "requests"]] },
      {
        title: "Memory for each open socket",
        unit: "bytes",
        targets: [["sum(process_resident_memory_bytes) / (sum(turnout_sockets) > 0)", "memory"]],
      },
      { title: "Emails in the last day", unit: "none", targets: [['sum(increase(turnout_mails_total{outcome="sent"}[1d]))', "sent"]] },
      { title: "Connections to the database at most", unit: "none", targets: [["sum(db_client_connection_max)", "connections"]] },
    ],
  },
];

const SOURCE = { type: "prometheus", uid: "prometheus" };
const [WIDTH, HEIGHT] = [12, 8];

/** Every query of a dashboard with the panel that asks it. */
export const queriesOf = ({ panels }: Dashboard) => panels.flatMap(({ title, targets }) => targets.map(([expr]) => ({ title, expr })));

/** A dashboard as Grafana is given it. */
export function dashboardFile({ name, title, panels, note }: Dashboard): string {
  const top = note ? HEIGHT : 0;
  const text = {
    id: 1,
    title: "",
    type: "text",
    gridPos: { h: HEIGHT, w: 2 * WIDTH, x: 0, y: 0 },
    options: { mode: "markdown", content: note },
  };
  const shown = panels.map(({ title: heading, unit, targets }, at) => ({
    id: at + 1 + (note ? 1 : 0),
    title: heading,
    type: "timeseries",
    datasource: SOURCE,
    gridPos: { h: HEIGHT, w: WIDTH, x: (at % 2) * WIDTH, y: top + Math.floor(at / 2) * HEIGHT },
    fieldConfig: { defaults: { unit: unit === "cores" ? "none" : unit }, overrides: [] },
    targets: targets.map(([expr, legendFormat], index) => ({ refId: String.fromCodePoint(65 + index), expr, legendFormat })),
  }));
  const board = {
    uid: name,
    title,
    schemaVersion: 39,
    version: 1,
    time: { from: "now-6h", to: "now" },
    refresh: "30s",
    tags: ["turnout"],
    panels: [...(note ? [text] : []), ...shown],
  };
  return `${JSON.stringify(board, null, 2)}\n`;
}

/** Each file of Grafana's folder and what is in it. */
export const dashboardFiles = (): Record<string, string> =>
  Object.fromEntries(dashboards.map((board) => [`deploy/monitoring/grafana/dashboards/${board.name}.json`, dashboardFile(board)]));
