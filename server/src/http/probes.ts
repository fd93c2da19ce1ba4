import type { FastifyInstance } from "fastify";

interface ProbeDeps {
  isEnding(): boolean;
  /** Throws when the database cannot be had, or is not ours. */
  requireDatabase(): Promise<unknown>;
}

/** What a supervisor asks: whether the process lives, and whether it should be sent anybody. */
export function probeRoutes(server: FastifyInstance, { isEnding, requireDatabase }: ProbeDeps): void {
  const config = { authz: "anyone", limit: "read" } as const;
  server.get("/livez", { config }, async () => ({ status: "alive" }));
  server.get("/readyz", { config }, async (_request, reply) => {
    if (isEnding()) return reply.code(503).send({ status: "stopping" });
    await requireDatabase();
    return { status: "ready" };
  });
}
