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
import { defaultResource, detectResources, envDetector, resourceFromAttributes } from "@opentelemetry/resources";
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
  type Sampler,
  type SpanExporter,
} from "@opentelemetry/sdk-trace";
import product from "../../package.json" with { type: "json" };
import { readTraceparent } from "./trace-id.ts";
import { headersIn, type Beginning, type Span, type SpanKind, type Tracing, type TracingSettings } from "./tracing.ts";

/** Spans that wait to be exported; further ones are lost, so that a collector that is away costs no memory. */
export const MAX_QUEUED_SPANS = 4_096;
/** Spans of one export. */
const BATCH = 512;
/** Longest time until a span is exported (ms). */
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
    sampler: samplerOf(settings),
    resource: resource(),
    spanLimits: { linkCountLimit: MAX_LINKS },
    spanProcessors: [
      new BatchSpanProcessor({
        exporter: reporting(exporterTo(settings), onError),
        maxQueueSize: MAX_QUEUED_SPANS,
        maxExportBatchSize: BATCH,
        scheduledDelayMillis: EXPORT_AFTER,
        exportTimeoutMillis: EXPORT_WITHIN,
      }),
    ],
  });
  const tracer = provider.getTracer("turnout", product.version);
  const running = new AsyncLocalStorage<Span | null>();

  function start(name: string, { kind, attributes, since }: Beginning, context: Context): Recorded {
    return tracer.startSpan(name, { kind: kinds[kind], attributes: attributes ?? {}, startTime: since ?? performance.now() }, context);
  }

  return {
    begin(name, traceparent, beginning) {
      const from = traceparent === null ? null : readTraceparent(traceparent);
      const context = from ? trace.setSpanContext(ROOT_CONTEXT, { ...from, isRemote: true }) : ROOT_CONTEXT;
      const recorded = start(name, beginning, context);
      return recorded.isRecording() ? new RecordedSpan(recorded) : null;
    },
    inside: (parent, name, beginning) => new RecordedSpan(start(name, beginning, (parent as RecordedSpan).context)),
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

function samplerOf({ sampler, ratio }: TracingSettings): Sampler {
  const roots = {
    always_on: () => new AlwaysOnSampler(),
    always_off: () => new AlwaysOffSampler(),
    traceidratio: () => new TraceIdRatioBasedSampler(ratio),
  };
  const root = roots[sampler.replace("parentbased_", "") as keyof typeof roots]();
  return sampler.startsWith("parentbased_") ? new ParentBasedSampler({ root }) : root;
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
    .merge(detectResources({ detectors: [envDetector] }));
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
