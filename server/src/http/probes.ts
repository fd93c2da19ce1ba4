import type { FastifyInstance } from "fastify";
import { tlsFault } from "../tls/tls-fault.ts";

interface ProbeDeps {
  isEnding(): boolean;
  /** Throws when the database is down or not this server's. */
  databaseState(): Promise<"writable" | "read_only" | "standby">;
  /** The state of Redis, and why it is so where that is known; null if none is configured. */
  redisState(): { redis: string; fault?: string } | null;
}

/** Whether the process is ready for traffic, and the reply of the probe. */
export interface Readiness {
  isReady: boolean;
  answer: { status: string; reason?: string; redis?: string; fault?: string };
}

/**
 * The readiness probe. Without Redis everything works with a delay, so its state is reported and does not make the process unready.
 * Throws when the database is down.
 */
export function createReadiness({ isEnding, databaseState, redisState }: ProbeDeps): () => Promise<Readiness> {
  return async () => {
    if (isEnding()) return { isReady: false, answer: { status: "stopping" } };
    const state = await databaseState().catch(asUntrusted);
    if (typeof state === "object") return { isReady: false, answer: { status: "unready", reason: "database_untrusted", ...state } };
    if (state !== "writable") return { isReady: false, answer: { status: "unready", reason: `database_${state}` } };
    return { isReady: true, answer: { status: "ready", ...redisState() } };
  };
}

function asUntrusted(error: unknown): { fault: string } {
  const fault = tlsFault(error);
  if (fault === null) throw error;
  return { fault };
}

/** The probes of an HTTP process; every process has them on the operator's port too. */
export function probeRoutes(server: FastifyInstance, readiness: () => Promise<Readiness>): void {
  const config = { authz: "anyone", limit: "read" } as const;
  server.get("/livez", { config }, async () => ({ status: "alive" }));
  server.get("/readyz", { config }, async (_request, reply) => {
    const { isReady, answer } = await readiness();
    return reply.code(isReady ? 200 : 503).send(answer);
  });
}
