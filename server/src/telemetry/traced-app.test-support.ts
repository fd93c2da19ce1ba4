import type { AppOptions } from "../app.ts";
import { connect } from "../db/connect.ts";
import { afterFile } from "../testing/after-file.ts";
import { testApp } from "../testing/test-app.ts";
import { traceStatements, type Recording } from "./trace-statements.ts";
import { openTracing } from "./open-tracing.ts";
import type { Tracing, TracingSettings } from "./tracing.ts";

interface Traced extends Partial<AppOptions> {
  url: string;
  settings: Pick<TracingSettings, "endpoint"> & Partial<TracingSettings>;
  onError?: (error: unknown) => void;
  /** What stands before connections. Absent: what the product has for that. */
  recording?: (tracing: Tracing) => Recording;
}

/** A server that records what it does for each request, behind a trusted proxy. */
export async function tracedApp({ url, settings, onError = () => {}, recording = traceStatements, ...options }: Traced) {
  const tracing = await openTracing({ headers: null, sampler: "parentbased_always_on", ratio: 1, ...settings }, onError);
  const db = connect(url, () => {}, recording(tracing));
  afterFile(() => db.destroy());
  const app = await testApp({
    database: { db, url, embedded: false, close: async () => {} },
    tracing,
    trustedHops: 1,
    ...options,
  });
  return { app, tracing };
}
