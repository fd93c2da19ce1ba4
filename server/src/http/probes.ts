import type { FastifyInstance } from "fastify";

interface ProbeDeps {
  isEnding(): boolean;
  /** Throws when the database is down or not this server's. */
  databaseState(): Promise<"writable" | "read_only" | "standby">;
  /** The state of Redis; null if none is configured. */
  redisState(): string | null;
}

/** Whether the process is ready for traffic, and the reply of the probe. */
export interface Readiness {
  isReady: boolean;
  answer: { status: string; reason?: string; redis?: string };
}

/**
 * The readiness probe. Without Redis everything works with a delay, so its state is reported and does not make the process unready.
 * Throws when the database is down.
 */
export function createReadiness({ isEnding, databaseState, redisState }: ProbeDeps): () => Promise<Readiness> {
  return async () => {
    if (isEnding()) return { isReady: false, answer: { status: "stopping" } };
    const state = await databaseState();
    if (state !== "writable") return { isReady: false, answer: { status: "unready", reason: `database_${state}` } };
    const redis = redisState();
    return { isReady: true, answer: { status: "ready", ...(redis && { redis }) } };
  };
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
