export const about = "Sends the traces of a server through the OpenTelemetry Collector, and fails unless each request comes out of it";

/** Loaded when it runs: the list of commands loads no server. */
export const run = async (): Promise<void> => (await import("../logging/pass-traces.ts")).passTraces();
