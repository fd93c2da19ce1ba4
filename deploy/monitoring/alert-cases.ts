import { secondsOf } from "./rules.ts";
import { burns, slos, type Burn, type Slo } from "./slo.ts";

/** What Prometheus sees, and whether an alert of this severity then speaks. */
export interface AlertCase {
  name: string;
  alert: string;
  severity: "page" | "ticket";
  fires: boolean;
  /** When it is asked, after the first sample. */
  at: string;
  /** Minutes between two samples. */
  scrape: number;
  /** Minutes between two evaluations: days are not looked at every minute. */
  evaluate: number;
  /** As promtool writes series and their values. */
  series: Record<string, string>;
}

/** Counters of all and of those that kept the promise, as the product exposes them, by the objective's name. */
const counters: Record<string, { good: string[]; bad: string[] }> = {
  "requests-answered": {
    good: ['turnout_http_request_seconds_count{route="/e/:eventId",status="2xx"}'],
    bad: ['turnout_http_request_seconds_count{route="/api/me",status="5xx"}'],
  },
  "requests-quick": within("turnout_http_request_seconds", 'route="/api/me",status="2xx"', "1"),
  "commands-quick": within("turnout_command_seconds", 'command="setAnswer",outcome="accepted"', "1.0"),
  "changes-live": within("turnout_commit_to_send_seconds", "", "1"),
  "canaries-live": within("turnout_delivery_canary_seconds", "", "1.0"),
  "urgent-mail-sent": within("turnout_mail_wait_seconds", 'urgency="urgent"', "60.0"),
};

/** A histogram: both kinds are counted, the good ones in the bucket as well. */
function within(metric: string, labels: string, le: string) {
  const bucket = `${metric}_bucket{${[labels, `le="${le}"`].filter(Boolean).join(",")}}`;
  const count = (half: string) => `${metric}_count{${[labels, `instance="${half}"`].filter(Boolean).join(",")}}`;
  return { good: [bucket, count("a")], bad: [count("b")] };
}

const PER_MINUTE = 100;

const intervals: Record<string, Pick<AlertCase, "scrape" | "evaluate">> = {
  "1h": { scrape: 1, evaluate: 1 },
  "6h": { scrape: 1, evaluate: 10 },
  "1d": { scrape: 2, evaluate: 60 },
  "3d": { scrape: 2, evaluate: 60 },
};

interface Traffic {
  /** Share of bad ones. */
  share: number;
  minutes: number;
  perMinute?: number;
  /** Minutes after which there are no bad ones any more. */
  ends?: number;
}

function series({ name }: Slo, interval: number, { share, minutes, perMinute = PER_MINUTE, ends = minutes }: Traffic) {
  const steps = Math.ceil(minutes / interval);
  const grows = (each: number, until = steps) => `0+${each}x${until}${until < steps ? ` ${each * until}+0x${steps - until}` : ""}`;
  const { good, bad } = counters[name]!;
  return Object.fromEntries([
    ...good.map((one) => [one, grows(perMinute * interval * (1 - share))]),
    ...bad.map((one) => [one, grows(perMinute * interval * share, Math.ceil(ends / interval))]),
  ]);
}

/** Of each objective: every burn rate speaks when it is a little exceeded, and neither severity when all is well, over, or hardly tried. */
function casesOf(slo: Slo): AlertCase[] {
  const one = (name: string, severity: Burn["severity"], fires: boolean, window: string, traffic: Omit<Traffic, "minutes">): AlertCase => {
    const { scrape, evaluate } = intervals[window]!;
    const minutes = secondsOf(window) / 60 + Math.max(20, evaluate);
    const sent = { ...traffic, minutes: minutes + evaluate };
    // Two objectives count the same requests: each has a world of its own.
    const world = slo.name === "requests-quick" ? "quick requests" : "all others";
    return {
      name: `${world}: ${name} (${window})`,
      alert: slo.alert,
      severity,
      fires,
      at: `${minutes}m`,
      scrape,
      evaluate,
      series: series(slo, scrape, sent),
    };
  };
  const speaking = burns.map(({ rate, long, severity }) =>
    one(`${rate} times too many`, severity, true, long, { share: 1.2 * rate * slo.allowed }),
  );
  const [, page, , ticket] = burns as [Burn, Burn, Burn, Burn];
  const silent = [page, ticket].flatMap(({ rate, long, severity }) => [
    one("half of what is allowed", severity, false, long, { share: 0.5 * rate * slo.allowed }),
    one("all bad, but too few", severity, false, long, {
      share: 1,
      perMinute: (0.8 * slo.leastCounted) / (secondsOf(long) / 60),
    }),
  ]);
  const over = one("much too many, and over for half an hour", "page", false, "1h", { share: 0.9, ends: 40 });
  const creeping = one("enough for a ticket", "page", false, "6h", { share: 2 * slo.allowed });
  return [...speaking, ...silent, over, creeping];
}

/** An alert that sees at once what is wrong: a series that makes it speak, and one that does not. */
function seen(alert: string, severity: AlertCase["severity"], wrong: AlertCase["series"], right: AlertCase["series"]): AlertCase[] {
  const common = { alert, severity, at: "30m", scrape: 1, evaluate: 1 };
  return [
    { ...common, name: "what is wrong", fires: true, series: wrong },
    { ...common, name: "as it should be", fires: false, series: right },
  ];
}

const certificateFor = (days: number) => ({ 'turnout_certificate_expires_timestamp_seconds{peer="site"}': `${days * 86_400}x40` });

const instance = 'instance="api-1:9464"';

export const alertCases: AlertCase[] = [
  ...slos.flatMap(casesOf),
  ...seen(
    "TurnoutProcessDown",
    "page",
    { [`up{job="turnout",${instance},role="api"}`]: "1x4 0x40", 'up{job="turnout",instance="api-2:9464",role="api"}': "1x40" },
    { [`up{job="turnout",${instance},role="api"}`]: "1x40", [`up{job="other",${instance}}`]: "0x40" },
  ),
  ...seen(
    "TurnoutDatabaseAway",
    "page",
    { [`turnout_database_up{${instance}}`]: "1x5 0x40" },
    { [`turnout_database_up{${instance}}`]: "1x40" },
  ),
  ...seen(
    "TurnoutBrokenEvents",
    "page",
    { 'turnout_broken_events{invariant="seats"}': "0x20 1x20" },
    { 'turnout_broken_events{invariant="seats"}': "0x40", 'turnout_broken_events{invariant="log"}': "0x40" },
  ),
  ...seen(
    "TurnoutPoolExhausted",
    "ticket",
    { 'db_client_connection_pending_requests{db_client_connection_pool_name="reads"}': "2x40" },
    { 'db_client_connection_pending_requests{db_client_connection_pool_name="reads"}': "0 9 0x40" },
  ),
  ...seen(
    "TurnoutBusAway",
    "ticket",
    { [`turnout_bus_connected{${instance}}`]: "0x40" },
    { [`turnout_bus_connected{${instance}}`]: "1x40" },
  ),
  ...seen("TurnoutJobsLate", "page", { turnout_oldest_job_seconds: "300x40" }, { turnout_oldest_job_seconds: "3x40" }),
  ...seen(
    "TurnoutMailServerFails",
    "page",
    { 'turnout_mails_total{outcome="server-failed"}': "0+2x40" },
    { 'turnout_mails_total{outcome="server-failed"}': "1x40", 'turnout_mails_total{outcome="refused"}': "0+2x40" },
  ),
  ...seen(
    "TurnoutConnectionsRefused",
    "ticket",
    { turnout_refused_connections_total: "0+3x40" },
    { turnout_refused_connections_total: "7x40" },
  ),
  ...seen(
    "TurnoutEventLoopBusy",
    "ticket",
    { [`nodejs_eventloop_lag_p99_seconds{${instance}}`]: "0.5x40" },
    { [`nodejs_eventloop_lag_p99_seconds{${instance}}`]: "0.01x40" },
  ),
  ...seen(
    "TurnoutSettingRefused",
    "ticket",
    { [`turnout_setting_refused{${instance},setting="TLS_CERT_FILE"}`]: "0x10 1x30" },
    // One that is written in two steps.
    { [`turnout_setting_refused{${instance},setting="TLS_CERT_FILE"}`]: "0x20 1x5 0x20" },
  ),
  // Time begins at 0 there: the certificate ends so many days later.
  ...seen("TurnoutCertificateEnds", "ticket", certificateFor(20), certificateFor(22)),
  ...seen("TurnoutCertificateEnds", "page", certificateFor(6), certificateFor(8)).map((one) => ({ ...one, name: `${one.name}, soon` })),
  // Time begins at 0 there, so that a backup of an hour ahead is 26 hours and a half old after 27 and a half.
  ...seen(
    "TurnoutBackupTooOld",
    "ticket",
    { turnout_backup_made_timestamp_seconds: "3600x900" },
    { turnout_backup_made_timestamp_seconds: "3600x600 36000x300", up: "1x900" },
  ).map((one) => ({ ...one, at: "28h", scrape: 2, evaluate: 10 })),
];

/** The cases as `promtool test rules` reads them: those of one name see the series of all of them, those of one interval are in one file. */
export function promtoolFiles(rules: string, cases: AlertCase[]): object[] {
  return [...Map.groupBy(cases, ({ evaluate }) => evaluate)].map(([evaluate, some]) => ({
    rule_files: [rules],
    evaluation_interval: `${evaluate}m`,
    tests: [...Map.groupBy(some, ({ name }) => name)].map(([name, together]) => ({
      name,
      interval: `${together[0]!.scrape}m`,
      input_series: together.flatMap(({ series: values }) =>
        Object.entries(values).map(([one, value]) => ({ series: one, values: value })),
      ),
      promql_expr_test: together.map(({ alert, severity, fires, at }) => ({
        expr: `(count(ALERTS{alertname="${alert}",severity="${severity}",alertstate="firing"}) or vector(0)) > bool 0`,
        eval_time: at,
        exp_samples: [{ labels: "{}", value: Number(fires) }],
      })),
    })),
  }));
}
