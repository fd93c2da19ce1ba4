const TRACEPARENT = /^(?!ff)[\da-f]{2}-(?!0{32})([\da-f]{32})-(?!0{16})([\da-f]{16})-([\da-f]{2})(?:-|$)/;

/** Where a W3C `traceparent` says that work began. */
export interface TraceOrigin {
  traceId: string;
  spanId: string;
  /** The lowest bit: whether it is sampled there. */
  traceFlags: number;
}

/** What a W3C `traceparent` header says. Null: there is none, or it is not one. */
export function readTraceparent(header: string | string[] | undefined): TraceOrigin | null {
  const [, traceId, spanId, flags] = (typeof header === "string" && TRACEPARENT.exec(header)) || [];
  return traceId && spanId && flags ? { traceId, spanId, traceFlags: Number.parseInt(flags, 16) } : null;
}

/** The trace id of a W3C `traceparent` header. Null: there is none, or it is not one. */
export const traceIdOf = (header: string | string[] | undefined): string | null => readTraceparent(header)?.traceId ?? null;
