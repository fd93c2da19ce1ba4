import type { FastifyInstance } from "fastify";
import type { MailAttempt } from "../mail/watched-transport.ts";
import { Counter, Gauge, Histogram, Registry } from "prom-client";
import { watchProcess } from "./event-loop.ts";
import { OPEN_METRICS, openMetricsOf } from "./open-metrics.ts";
import type {} from "./trace-requests.ts";

const LATENCIES = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** An email waits for seconds; one that is held back, or whose server is down, for hours. */
const WAITS = [1, 5, 15, 60, 300, 1_800, 7_200, 86_400];

/** How long reading one gauge may take (ms): Prometheus gives up on all of them after ten seconds. */
const READ_WITHIN = 2_000;

/** Most series of one process: a test holds it for all that the labels can say. Each costs memory here and in Prometheus. */
export const MAX_SERIES = 25_000;

/** Node reads some thirty methods, most of which nobody uses but scanners. */
const METHODS = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

/** One series of a gauge with labels. */
export interface Sample {
  labels: Record<string, string>;
  value: number;
}

interface MetricsOptions {
  /** Whether histograms keep, for each bucket, the trace of its last observation. Absent: no. */
  exemplars?: boolean;
}

export type Metrics = ReturnType<typeof createMetrics>;

/**
 * Prometheus metrics. Labels are route patterns and names that the program knows, never personal data, and never what somebody sends.
 * Where OpenTelemetry has a name for what is measured, newer ones have it.
 */
export function createMetrics({ exemplars = false }: MetricsOptions = {}) {
  const registry = new Registry();
  // The library refuses to keep exemplars for a registry that does not write them; `openMetricsOf` does.
  if (exemplars) registry.setContentType(Registry.OPENMETRICS_CONTENT_TYPE as never);
  watchProcess(registry);
  const registers = [registry];
  const requests = new Histogram({
    name: "turnout_http_request_seconds",
    help: "Requests by route, method and class of status.",
    labelNames: ["route", "method", "status"],
    buckets: LATENCIES,
    enableExemplars: exemplars,
    registers,
  });
  const commands = new Histogram({
    name: "turnout_command_seconds",
    help: "Commands from arrival to answer, by name and outcome.",
    labelNames: ["command", "outcome"],
    buckets: LATENCIES,
    enableExemplars: exemplars,
    registers,
  });
  const lag = new Histogram({
    name: "turnout_commit_to_send_seconds",
    help: "Seconds from an entry's time to the last send of its frame.",
    buckets: LATENCIES,
    enableExemplars: exemplars,
    registers,
  });
  const canaries = new Histogram({
    name: "turnout_delivery_canary_seconds",
    help: "Seconds from before a commit that changes nothing until a message of it comes back to this process; once a minute while somebody is connected. One that is lost counts as 10.",
    buckets: LATENCIES,
    registers,
  });
  registry.setContentType(Registry.PROMETHEUS_CONTENT_TYPE);
  const resets = new Counter({
    name: "turnout_resets_total",
    help: "Subscribers that had to load a fresh snapshot, by reason.",
    labelNames: ["reason"],
    registers,
  });
  const slowReaders = new Counter({ name: "turnout_slow_readers_total", help: "Sockets closed because they did not keep up.", registers });
  const refusedConnections = new Counter({
    name: "turnout_refused_connections_total",
    help: "Sockets refused by admission control.",
    registers,
  });
  const limited = new Counter({
    name: "turnout_limit_refusals_total",
    help: "Requests that a limit refused, by the limit.",
    labelNames: ["limit"],
    registers,
  });
  const dropped = new Counter({
    name: "turnout_bus_dropped_total",
    help: "Messages to other processes that were dropped.",
    registers,
  });

  const mails = new Counter({
    name: "turnout_mails_total",
    help: "Attempts to send an email: sent, refused (for good, by the recipient's side), or server-failed (tried again).",
    labelNames: ["outcome"],
    registers,
  });
  const mailWaits = new Histogram({
    name: "turnout_mail_wait_seconds",
    help: "From the moment an email stood in the outbox until the mail server took it, by whether somebody waits for it.",
    labelNames: ["urgency"],
    buckets: WAITS,
    registers,
  });

  const backupMade = new Gauge({
    name: "turnout_backup_made_timestamp_seconds",
    help: "When the newest backup was made that was restored and compared; 0: none was. Only where backups are made.",
    registers,
  });
  backupMade.remove();

  const replies = new Counter({
    name: "turnout_calendar_replies_total",
    help: "Emails that arrived at the addresses of guests, by what became of them.",
    labelNames: ["outcome"],
    registers,
  });

  const reports = new Counter({
    name: "turnout_delivery_reports_total",
    help: "What mail providers report of emails, by what became of it.",
    labelNames: ["outcome"],
    registers,
  });

  const pushes = new Counter({
    name: "turnout_pushes_total",
    help: "Attempts to notify a browser by its push service, by what became of them.",
    labelNames: ["outcome"],
    registers,
  });

  return {
    registry,
    /** What Prometheus gets that takes this, an `Accept` header. */
    scrape: async (accept: string) =>
      exemplars && accept.includes(OPEN_METRICS)
        ? { contentType: Registry.OPENMETRICS_CONTENT_TYPE, text: await openMetricsOf(registry) }
        : { contentType: registry.contentType, text: await registry.metrics() },
    measureCommand: (command: string, seconds: number, outcome: string, traceId?: string) =>
      observe(commands, { labels: { command, outcome }, seconds, traceId }),
    measureLag: (seconds: number, traceId?: string) => observe(lag, { labels: {}, seconds, traceId }),
    measureCanary: (seconds: number) => canaries.observe(seconds),
    countReset: (reason: string) => resets.inc({ reason }),
    countSlowReader: () => slowReaders.inc(),
    countRefusedConnection: () => refusedConnections.inc(),
    countMail({ outcome, urgency, waited }: MailAttempt) {
      mails.inc({ outcome });
      if (waited !== undefined) mailWaits.observe({ urgency }, waited);
    },
    /** Null: there is none that counts, which is as old as can be. */
    tellBackup: (madeAt: Date | null) => backupMade.set((madeAt?.getTime() ?? 0) / 1_000),
    countReply: (outcome: string) => replies.inc({ outcome }),
    countReport: (outcome: string) => reports.inc({ outcome }),
    countPush: (outcome: string) => pushes.inc({ outcome }),
    countDropped: () => dropped.inc(),
    countLimited: (limit: string) => limited.inc({ limit }),
    /** How often each limit has refused a request so far. */
    async limited(): Promise<Record<string, number>> {
      const { values } = await limited.get();
      return Object.fromEntries(values.map(({ labels, value }) => [String(labels.limit), value]));
    },
    /** Adds a gauge that is read when metrics are collected. What cannot be read in time has no value, and the others are there all the same. */
    watch: (name: string, help: string, read: () => number | Promise<number>) =>
      new Gauge({
        name,
        help,
        registers,
        async collect() {
          const value = await readInTime(read);
          if (value === null) this.remove();
          else this.set(value);
        },
      }),
    /** The same with labels: what cannot be read in time has no series. */
    watchEach: (name: string, help: string, labelNames: string[], read: () => Sample[] | Promise<Sample[]>) =>
      new Gauge({
        name,
        help,
        labelNames,
        registers,
        async collect() {
          const samples = (await readInTime(read)) ?? [];
          this.reset();
          for (const { labels, value } of samples) this.set(labels, value);
        },
      }),
    /** Adds a gauge that is 1 while something is so, and 0 while it is not, or while nobody can tell. */
    watchWhether: (name: string, help: string, read: () => Promise<boolean>) =>
      new Gauge({
        name,
        help,
        registers,
        async collect() {
          this.set(Number((await readInTime(read)) ?? false));
        },
      }),
    /** Adds a gauge with a label, of the last values set: one for each of what it can say. Before the first, and after null, it has none: nobody takes that for 0. */
    keepEach(name: string, help: string, label: string): (values: Record<string, number> | null) => void {
      const gauge = new Gauge({ name, help, labelNames: [label], registers });
      return (values) => {
        gauge.reset();
        for (const [one, value] of Object.entries(values ?? {})) gauge.set({ [label]: one }, value);
      };
    },
    measureRequests(server: FastifyInstance) {
      server.addHook("onResponse", async (request, reply) => {
        const route = request.routeOptions.url ?? "none";
        const method = METHODS.has(request.method) ? request.method : "_OTHER";
        const labels = { route, method, status: `${Math.floor(reply.statusCode / 100)}xx` };
        observe(requests, { labels, seconds: reply.elapsedTime / 1000, traceId: request.span?.traceId });
        const seen = {
          "http.request.method": request.method,
          "url.path": route,
          "http.response.status_code": reply.statusCode,
          "event.duration": Math.round(reply.elapsedTime * 1e6), // ECS: nanoseconds
        };
        request.log.info(seen, "request");
      });
    },
  };
}

/** How prom-client observes with an exemplar, where a histogram keeps them; its types have it under another name. */
interface WithExemplars {
  enableExemplars: boolean;
  observeWithExemplar(observed: { labels: object; value: number; exemplarLabels: object }): void;
  observeWithoutExemplar(labels: object, value: number): void;
}

interface Observed {
  labels: Record<string, string>;
  seconds: number;
  traceId: string | undefined;
}

/** Of most requests there is no trace to keep, and nothing is made for one. */
function observe(histogram: Histogram, { labels, seconds, traceId }: Observed): void {
  const kept = histogram as unknown as WithExemplars;
  if (traceId === undefined || !kept.enableExemplars) kept.observeWithoutExemplar(labels, seconds);
  else kept.observeWithExemplar({ labels, value: seconds, exemplarLabels: { trace_id: traceId } });
}

/** Null: it failed, or took too long. */
async function readInTime<Value>(read: () => Value | Promise<Value>): Promise<Value | null> {
  let late: NodeJS.Timeout | undefined;
  const tooLate = new Promise<null>((resolve) => (late = setTimeout(resolve, READ_WITHIN, null)));
  const value = Promise.resolve()
    .then(read)
    .catch(() => null);
  try {
    return await Promise.race([value, tooLate]);
  } finally {
    clearTimeout(late);
  }
}
