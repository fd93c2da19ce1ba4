import { stringify } from "yaml";
import { alerts } from "./alerts.ts";
import { burns, PERIOD_DAYS, shareBeyond, slos, type Burn, type Slo } from "./slo.ts";

export interface Recording {
  record: string;
  expr: string;
  labels?: Record<string, string>;
}

export interface AlertRule {
  alert: string;
  expr: string;
  for?: string;
  labels: { severity: "page" | "ticket" };
  annotations: { summary: string; action: string; runbook: string };
}

const TOTAL = "slo:turnout_total:rate5m";
const BAD = "slo:turnout_bad:rate5m";
const ratio = (window: string) => `slo:turnout_bad:ratio_rate${window}`;

/** So that an alert on the cause comes first, which Alertmanager then sends instead. */
const CAUSE_FIRST = "30s";

const SECONDS: Record<string, number> = { m: 60, h: 3_600, d: 86_400 };
export const secondsOf = (window: string): number => Number.parseInt(window) * SECONDS[window.at(-1)!]!;

/** The rules for Prometheus: what is recorded of each objective, the alerts on how fast it is used up, and those on causes. */
export function ruleGroups(): { name: string; rules: (Recording | AlertRule)[] }[] {
  return [
    { name: "turnout-slo", rules: [...slos.flatMap(rates), ...windows.map(ratioOver), ...slos.flatMap(burnAlerts)] },
    { name: "turnout", rules: alerts.map(({ severity, summary, action, ...rule }) => ruleOf(rule, severity, { summary, action })) },
  ];
}

export const rulesFile = (): string =>
  `# Written by "npm run generate" from deploy/monitoring/slo.ts and alerts.ts.\n${stringify({ groups: ruleGroups() }, { lineWidth: 0 })}`;

const rates = ({ name, total, bad }: Slo): Recording[] => [
  { record: TOTAL, expr: total, labels: { slo: name } },
  { record: BAD, expr: bad, labels: { slo: name } },
];

const windows = [...new Set(burns.flatMap(({ long, short }) => [short, long]))].sort((a, b) => secondsOf(a) - secondsOf(b));

/** Longer windows average the recorded rates: to add up all series of three days anew every time would cost more than it tells. */
function ratioOver(window: string): Recording {
  const over = (series: string) => (window === "5m" ? series : `avg_over_time(${series}[${window}])`);
  return { record: ratio(window), expr: `${over(BAD)} / ${over(TOTAL)}` };
}

function burnAlerts(slo: Slo): AlertRule[] {
  return (["page", "ticket"] as const).map((severity) => {
    const expr = burns
      .filter((burn) => burn.severity === severity)
      .map((burn) => `(\n  ${burnsAt(slo, burn).join("\n  and ")}\n)`)
      .join(" or ");
    const summary = `{{ $value | humanizePercentage }} of ${slo.symptom}: ${percent(slo.allowed)} are allowed in ${PERIOD_DAYS} days`;
    const timing = severity === "page" ? { for: CAUSE_FIRST } : {};
    return ruleOf({ alert: slo.alert, expr, ...timing }, severity, { summary, action: slo.action });
  });
}

function burnsAt({ name, allowed, leastCounted }: Slo, { rate, long, short }: Burn): string[] {
  const of = `{slo="${name}"}`;
  const beyond = shareBeyond(rate, allowed);
  return [
    `${ratio(long)}${of} > ${beyond}`,
    `${ratio(short)}${of} > ${beyond}`,
    `avg_over_time(${TOTAL}${of}[${long}]) * ${secondsOf(long)} >= ${leastCounted}`,
  ];
}

function ruleOf(
  rule: Pick<AlertRule, "alert" | "expr" | "for">,
  severity: AlertRule["labels"]["severity"],
  said: { summary: string; action: string },
): AlertRule {
  return { ...rule, labels: { severity }, annotations: { ...said, runbook: runbookOf(rule.alert) } };
}

/** What to do about an alert, from the root of the source. */
export const runbookOf = (alert: string): string => `docs/runbooks/${alert}.md`;

const percent = (share: number) => `${Number((share * 100).toPrecision(3))} %`;
