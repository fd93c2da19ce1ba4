import type { Registry } from "prom-client";

/** The media type of OpenMetrics, which unlike Prometheus' own format has exemplars. */
export const OPEN_METRICS = "application/openmetrics-text";

interface Sample {
  metricName?: string;
  labels: Record<string, string | number>;
  value: number;
  exemplar?: { labelSet: Record<string, string>; value: number; timestamp: number } | null;
}

interface Family {
  name: string;
  help: string;
  type: string;
  values: Sample[];
}

/**
 * All metrics in OpenMetrics 1.0, with exemplars. The library writes it as well, but takes `_total` off its counters' names for
 * good: whoever asks for Prometheus' own format afterwards gets other names than before.
 */
export async function openMetricsOf(registry: Registry): Promise<string> {
  const families = (await registry.getMetricsAsJSON()) as unknown as Family[];
  return `${families.map(written).join("")}# EOF\n`;
}

function written({ name, help, type, values }: Family): string {
  const family = type === "counter" ? name.replace(/_total$/, "") : name;
  const lines = values.map(({ metricName = name, labels, value, exemplar }) => {
    const sample = type === "counter" ? `${family}_total` : metricName;
    return `${sample}${labelsOf(labels)} ${numberOf(value)}${exemplar ? exemplarOf(exemplar) : ""}\n`;
  });
  return `# TYPE ${family} ${type}\n# HELP ${family} ${escaped(help)}\n${lines.join("")}`;
}

function labelsOf(labels: Sample["labels"]): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${name === "le" ? boundOf(value) : escaped(String(value))}"`);
  return pairs.length > 0 ? `{${pairs.join(",")}}` : "";
}

const exemplarOf = ({ labelSet, value, timestamp }: NonNullable<Sample["exemplar"]>) =>
  ` # ${labelsOf(labelSet) || "{}"} ${numberOf(value)} ${timestamp}`;

/** Bounds of buckets are written as floats. */
const boundOf = (bound: string | number) => (Number.isInteger(Number(bound)) ? `${bound}.0` : String(bound));

function numberOf(value: number): string {
  if (Number.isFinite(value) || Number.isNaN(value)) return String(value);
  return value > 0 ? "+Inf" : "-Inf";
}

const escaped = (text: string) => text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
