import type { Tracing, TracingSettings } from "./tracing.ts";

/** Records spans and exports them. Its libraries are loaded here, and nowhere else. */
export async function openTracing(settings: TracingSettings, onError: (error: unknown) => void): Promise<Tracing> {
  const { traceByOpenTelemetry } = await import("./open-telemetry.ts");
  return traceByOpenTelemetry(settings, onError);
}
