const TRACEPARENT = /^(?!ff)[\da-f]{2}-(?!0{32})([\da-f]{32})-(?!0{16})[\da-f]{16}-[\da-f]{2}(?:-|$)/;

/** The trace id of a W3C `traceparent` header. Null: there is none, or it is not one. */
export const traceIdOf = (header: string | string[] | undefined): string | null =>
  typeof header === "string" ? (TRACEPARENT.exec(header)?.[1] ?? null) : null;
