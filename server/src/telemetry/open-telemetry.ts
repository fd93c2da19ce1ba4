import { AsyncLocalStorage } from "node:async_hooks";
import { hostname } from "node:os";
import {
  ROOT_CONTEXT,
  SpanKind as Kind,
  SpanStatusCode,
  trace,
  type Context,
  type Span as Recorded,
  type SpanContext,
} from "@opentelemetry/api";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import {
  defaultResource,
  detectResources,
  resourceAttributesEnvDetector,
  resourceFromAttributes,
  serviceNameEnvDetector,
} from "@opentelemetry/resources";
import {
  AlwaysOnSampler,
  BatchSpanProcessor,
  SamplingDecision,
  TraceIdRatioBasedSampler,
  TracerProvider,
  type SpanExporter,
} from "@opentelemetry/sdk-trace";
import product from "../../package.json" with { type: "json" };
import { readTraceparent, type TraceOrigin } from "./trace-id.ts";
import { headersIn, type Beginning, type Span, type SpanKind, type Tracing, type TracingSettings } from "./tracing.ts";

/** Spans that wait to be exported; further ones are lost, so that a collector that is away costs no memory. */
export const MAX_QUEUED_SPANS = 4_096;
/** Spans of one export. */
const BATCH = 512;
/** Longest time until a span is exported, where settings say nothing else (ms). */
const EXPORT_AFTER = 5_000;
/** How long one export may take (ms). */
const EXPORT_WITHIN = 10_000;
/** How often a failed export is reported at most (ms). */
export const REPORT_EVERY = 60_000;
/** Links of one span: the commands that one transaction commits are many. */
export const MAX_LINKS = 128;

const kinds: Record<SpanKind, Kind> = { internal: Kind.INTERNAL, server: Kind.SERVER, client: Kind.CLIENT, producer: Kind.PRODUCER };

/** Records spans by OpenTelemetry's SDK, and exports them by OTLP over HTTP. */
export function traceByOpenTelemetry(settings: TracingSettings, onError: (error: unknown) => void): Tracing {
  const provider = new TracerProvider({
    // What is not sampled never comes as far.
    sampler: new AlwaysOnSampler(),
    resource: resource(),
    spanLimits: { linkCountLimit: MAX_LINKS },
    spanProcessors: [
      new BatchSpanProcessor({
        exporter: reporting(exporterTo(settings), onError),
        maxQueueSize: MAX_QUEUED_SPANS,
        maxExportBatchSize: BATCH,
        scheduledDelayMillis: settings.exportAfter ?? EXPORT_AFTER,
        exportTimeoutMillis: EXPORT_WITHIN,
      }),
    ],
  });
  const tracer = provider.getTracer("turnout", product.version);
  const running = new AsyncLocalStorage<Span | null>();

  const isSampled = samplerOf(settings);

  function start({ name, kind, attributes = {} }: Beginning, context: Context): RecordedSpan {
    return new RecordedSpan(tracer.startSpan(name, { kind: kinds[kind], attributes, startTime: performance.now() }, context));
  }

  return {
    begin(traceparent, describe) {
      const from = traceparent === null ? null : readTraceparent(traceparent);
      if (!isSampled(from)) return null;
      return start(describe(), from ? trace.setSpanContext(ROOT_CONTEXT, { ...from, isRemote: true }) : ROOT_CONTEXT);
    },
    resume(traceparent, describe) {
      const from = readTraceparent(traceparent);
      return from && from.traceFlags % 2 === 1 ? start(describe(), trace.setSpanContext(ROOT_CONTEXT, { ...from, isRemote: true })) : null;
    },
    inside: (parent, beginning) => start(beginning, (parent as RecordedSpan).context),
    current: () => running.getStore() ?? null,
    within: (span, work) => running.run(span, work),
    close: () => provider.shutdown().catch(() => {}), // reported
  };
}

class RecordedSpan implements Span {
  readonly #recorded: Recorded;
  readonly #at: SpanContext;
  #context: Context | undefined;

  constructor(recorded: Recorded) {
    this.#recorded = recorded;
    this.#at = recorded.spanContext();
  }

  /** What spans inside of it begin with. */
  get context(): Context {
    return (this.#context ??= trace.setSpan(ROOT_CONTEXT, this.#recorded));
  }

  get traceId(): string {
    return this.#at.traceId;
  }

  get traceparent(): string {
    return `00-${this.#at.traceId}-${this.#at.spanId}-01`;
  }

  rename(name: string): void {
    this.#recorded.updateName(name);
  }

  set(attributes: Record<string, string | number>): void {
    this.#recorded.setAttributes(attributes);
  }

  fail(type: string): void {
    this.#recorded.setAttribute("error.type", type).setStatus({ code: SpanStatusCode.ERROR });
  }

  link(other: Span): void {
    this.#recorded.addLink({ context: (other as RecordedSpan).#at });
  }

  end(): void {
    this.#recorded.end(performance.now());
  }
}

/** Whether a trace that begins here, or began elsewhere, is recorded: the SDK's own samplers are asked only after a span's ids and attributes are made. */
function samplerOf({ sampler, ratio }: TracingSettings): (from: TraceOrigin | null) => boolean {
  const byId = new TraceIdRatioBasedSampler(ratio);
  const isTaken = (traceId: string) => byId.shouldSample(ROOT_CONTEXT, traceId).decision === SamplingDecision.RECORD_AND_SAMPLED;
  const roots: Record<string, (from: TraceOrigin | null) => boolean> = {
    always_on: () => true,
    always_off: () => false,
    traceidratio: (from) => (from ? isTaken(from.traceId) : Math.random() < ratio),
  };
  const root = roots[sampler.replace("parentbased_", "")]!;
  if (!sampler.startsWith("parentbased_")) return root;
  return (from) => (from ? from.traceFlags % 2 === 1 : root(null));
}

/** The names that log lines have, and what OTEL_RESOURCE_ATTRIBUTES and OTEL_SERVICE_NAME add to them or say instead. */
function resource() {
  const own = resourceFromAttributes({
    "service.name": "turnout",
    "service.version": product.version,
    "service.instance.id": hostname(),
  });
  return defaultResource()
    .merge(own)
    .merge(detectResources({ detectors: [resourceAttributesEnvDetector, serviceNameEnvDetector] }));
}

const exporterTo = ({ endpoint, headers }: TracingSettings): SpanExporter =>
  new OTLPTraceExporter({
    url: `${endpoint.replace(/\/$/, "")}/v1/traces`,
    headers: headersIn(headers ?? ""),
    timeoutMillis: EXPORT_WITHIN,
  });

/** Tells of failures, which the SDK keeps to itself. */
function reporting(exporter: SpanExporter, onError: (error: unknown) => void): SpanExporter {
  let reportedAt = -Infinity;
  return {
    export(spans, done) {
      exporter.export(spans, (result) => {
        if (result.error && performance.now() - reportedAt > REPORT_EVERY) {
          reportedAt = performance.now();
          onError(result.error);
        }
        done(result);
      });
    },
    shutdown: () => exporter.shutdown(),
    forceFlush: async () => exporter.forceFlush?.(),
  };
}
