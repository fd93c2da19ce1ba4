/** What happens inside of a process, at its edge, or on the way to somebody else: OpenTelemetry's kinds. */
export type SpanKind = "internal" | "server" | "client" | "producer";

/** By OpenTelemetry's semantic conventions, or with `turnout.` before. Never what somebody writes or sends, and no value of a statement. */
export type SpanAttributes = Record<string, string | number>;

/** A piece of work that is recorded as part of a trace. */
export interface Span {
  readonly traceId: string;
  /** Makes work elsewhere a part of this trace (W3C Trace Context). */
  readonly traceparent: string;
  rename(name: string): void;
  set(attributes: SpanAttributes): void;
  /** Names what went wrong by a class or a code. Messages of errors quote values. */
  fail(type: string): void;
  /** Says that work in another trace, or elsewhere in this one, was part of this. */
  link(other: Span): void;
  end(): void;
}

export interface Beginning {
  name: string;
  kind: SpanKind;
  attributes?: SpanAttributes;
}

/** Records spans. Who gets none to work in records nothing, so that what is not sampled costs next to nothing. */
export interface Tracing {
  /** Begins a trace, or continues the one of a `traceparent`. Null: it is not sampled, as most are not, and nobody was asked what it would be. */
  begin(traceparent: string | null, describe: () => Beginning): Span | null;
  /** Continues a trace of our own, of this process or another: recorded where it has been, without asking the sampler again. */
  resume(traceparent: string, describe: () => Beginning): Span | null;
  /** Begins a span inside of another one. */
  inside(parent: Span, beginning: Beginning): Span;
  /** The span whose work the running code is. */
  current(): Span | null;
  /** Runs work as a part of a span, and what it waits for. Null: as a part of none. */
  within<Result>(span: Span | null, work: () => Result): Result;
  /** Sends what is recorded, and records nothing more. */
  close(): Promise<void>;
}

export const samplers = [
  "always_on",
  "always_off",
  "traceidratio",
  "parentbased_always_on",
  "parentbased_always_off",
  "parentbased_traceidratio",
] as const;

export interface TracingSettings {
  /** Where OTLP over HTTP is taken, without `/v1/traces`. */
  endpoint: string;
  /** Sent with what is exported: `name=value`, with commas between. */
  headers: string | null;
  sampler: (typeof samplers)[number];
  /** Share of traces that samplers by ratio take. */
  ratio: number;
  /** Longest time until a span is exported (ms). Absent: five seconds. */
  exportAfter?: number;
}

/** `name=value`, with commas between and values percent-encoded, as the setting's standard has it. */
export function headersIn(text: string): Record<string, string> {
  const pairs = text.split(",").filter((pair) => pair.includes("="));
  return Object.fromEntries(
    pairs.map((pair) => [pair.slice(0, pair.indexOf("=")).trim(), decodeURIComponent(pair.slice(pair.indexOf("=") + 1).trim())]),
  );
}

/** What is recorded of an error: its code or class. */
export function errorType(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const { code } = error as { code?: unknown };
  return typeof code === "string" ? code : error.name;
}
