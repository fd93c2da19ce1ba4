import type { FastifyInstance } from "fastify";

interface ProbeDeps {
  isEnding(): boolean;
  /** Throws when the database cannot be had, or is not ours. */
  databaseState(): Promise<"writable" | "read_only" | "standby">;
  /** How Redis is; null where there is none, and none is needed. */
  redisState(): string | null;
}

/**
 * What a supervisor asks: whether the process lives, and whether it should be sent anybody. Without Redis everything
 * works, only later than it should: that is told, and keeps nobody away.
 */
export function probeRoutes(server: FastifyInstance, { isEnding, databaseState, redisState }: ProbeDeps): void {
  const config = { authz: "anyone", limit: "read" } as const;
  server.get("/livez", { config }, async () => ({ status: "alive" }));
  server.get("/readyz", { config }, async (_request, reply) => {
    if (isEnding()) return reply.code(503).send({ status: "stopping" });
    const state = await databaseState();
    if (state !== "writable") return reply.code(503).send({ status: "unready", reason: `database_${state}` });
    const redis = redisState();
    return { status: "ready", ...(redis && { redis }) };
  });
}
