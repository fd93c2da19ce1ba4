/**
 * What people are promised: the one place for it. A pod carries what it carries within these, the alerts speak beyond them, and a
 * deployment that misses them is taken back.
 */
export const objectives = {
  /** Largest share of requests that fail. */
  failed: 0.001,
  /** Largest share of requests, commands, frames and urgent emails that take longer than the times below. */
  late: 0.01,
  /** How long a request and a command take at most (ms). */
  answeredWithin: 1_000,
  /** How long after its commit a change is sent to all open pages at most (ms). */
  shownWithin: 1_000,
  /** How long an email that somebody is waiting for, with a link or a code, is with us at most (ms). */
  urgentMailWithin: 60_000,
};

/** Days over which the shares count. */
export const PERIOD_DAYS = 30;

/** What is counted, and what of it breaks the promise, as rates of the last five minutes. */
export interface Slo {
  name: string;
  alert: string;
  /** Largest share that may be bad. */
  allowed: number;
  total: string;
  bad: string;
  /** Fewer in the longer window of an alert are too few to judge by. */
  leastCounted: number;
  /** What happens, after a share and "of". */
  symptom: string;
  action: string;
}

/** Since version 3, Prometheus stores whole bounds with a fraction. */
const bucket = (ms: number) => `le=~"${ms / 1000}|${ms / 1000}\\\\.0"`;

const rate = (series: string) => `sum(rate(${series}[5m]))`;

/** All but the good ones, of which there is no series before the first. */
const without = (total: string, good: string) => `${total} - (${good} or ${total} * 0)`;

/** Probes ask all the time, and quickly: they would hide what people get. */
const REQUESTS = `route!~"/livez|/readyz"`;
const requests = rate(`turnout_http_request_seconds_count{${REQUESTS}}`);
const commands = rate("turnout_command_seconds_count");
const changes = rate("turnout_commit_to_send_seconds_count");
const canaries = rate("turnout_delivery_canary_seconds_count");
const urgentMails = rate('turnout_mail_wait_seconds_count{urgency="urgent"}');

export const slos: Slo[] = [
  {
    name: "requests-answered",
    alert: "TurnoutErrors",
    allowed: objectives.failed,
    total: requests,
    // Before the first failure there is no such series, which means 0.
    bad: `${rate(`turnout_http_request_seconds_count{${REQUESTS},status="5xx"}`)} or ${requests} * 0`,
    leastCounted: 100,
    symptom: "requests fail",
    action: "Look for errors in the log of the api processes, and whether the database answers (/readyz says why not).",
  },
  {
    name: "requests-quick",
    alert: "TurnoutSlow",
    allowed: objectives.late,
    total: requests,
    bad: without(requests, rate(`turnout_http_request_seconds_bucket{${REQUESTS},${bucket(objectives.answeredWithin)}}`)),
    leastCounted: 100,
    symptom: "requests take longer than a second",
    action: "Compare with the load and with the database's slow statements; add an api process if its processor is busy.",
  },
  {
    name: "commands-quick",
    alert: "TurnoutCommandsLate",
    allowed: objectives.late,
    total: commands,
    // One that failed within a second is no answer either.
    bad: without(commands, rate(`turnout_command_seconds_bucket{outcome!="failed",${bucket(objectives.answeredWithin)}}`)),
    leastCounted: 20,
    symptom: "answers and other changes take longer than a second, or fail",
    action: "Look whether the database writes slowly or waits for locks, and whether one event gets most of the changes.",
  },
  {
    name: "changes-live",
    alert: "TurnoutLiveLate",
    allowed: objectives.late,
    total: changes,
    bad: without(changes, rate(`turnout_commit_to_send_seconds_bucket{${bucket(objectives.shownWithin)}}`)),
    leastCounted: 20,
    symptom: "changes reach open pages after more than a second",
    action: "Look whether Valkey is connected (turnout_bus_connected), and whether an api process is busy.",
  },
  {
    name: "canaries-live",
    alert: "TurnoutCanaryLate",
    allowed: objectives.late,
    total: canaries,
    bad: without(canaries, rate(`turnout_delivery_canary_seconds_bucket{${bucket(objectives.shownWithin)}}`)),
    leastCounted: 20,
    symptom: "canaries, one a minute of each api process that people are connected to, come back after more than a second, or not at all",
    action: "Look whether the database commits slowly, and whether Valkey is connected (turnout_bus_connected).",
  },
  {
    name: "urgent-mail-sent",
    alert: "TurnoutUrgentMailLate",
    allowed: objectives.late,
    total: urgentMails,
    bad: without(urgentMails, rate(`turnout_mail_wait_seconds_bucket{urgency="urgent",${bucket(objectives.urgentMailWithin)}}`)),
    leastCounted: 20,
    symptom: "emails with links and codes go out after more than a minute",
    action: "Look whether a worker runs, and how long the mail server takes to accept mail.",
  },
];

/** A burn rate says how many times faster than allowed the period's share is used up: 1 uses it up in exactly the period. */
export interface Burn {
  rate: number;
  /** Both have to be above it: the long one says that it matters, the short one that it still goes on. */
  long: string;
  short: string;
  severity: "page" | "ticket";
}

/** As in the SRE workbook: 2 % of the period's share in an hour, 5 % in six, 10 % in one day and in three. */
export const burns: Burn[] = [
  { rate: 14.4, long: "1h", short: "5m", severity: "page" },
  { rate: 6, long: "6h", short: "30m", severity: "page" },
  { rate: 3, long: "1d", short: "2h", severity: "ticket" },
  { rate: 1, long: "3d", short: "6h", severity: "ticket" },
];

/** The share above which a burn rate is exceeded, without the remainders of binary fractions. */
export const shareBeyond = (rate: number, allowed: number): number => Number((rate * allowed).toPrecision(6));

/** The share above which whoever is on call is woken at once. */
export const pagesBeyond = (allowed: number): number => shareBeyond(burns[0]!.rate, allowed);
