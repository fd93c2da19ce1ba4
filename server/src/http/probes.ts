import type { FastifyInstance } from "fastify";

interface ProbeDeps {
  isEnding(): boolean;
  /** Throws when the database cannot be had, or is not ours. */
  databaseState(): Promise<"writable" | "read_only" | "standby">;
}

/** What a supervisor asks: whether the process lives, and whether it should be sent anybody. */
export function probeRoutes(server: FastifyInstance, { isEnding, databaseState }: ProbeDeps): void {
  const config = { authz: "anyone", limit: "read" } as const;
  server.get("/livez", { config }, async () => ({ status: "alive" }));
  server.get("/readyz", { config }, async (_request, reply) => {
    if (isEnding()) return reply.code(503).send({ status: "stopping" });
    const state = await databaseState();
    if (state !== "writable") return reply.code(503).send({ status: "unready", reason: `database_${state}` });
    return { status: "ready" };
  });
}
