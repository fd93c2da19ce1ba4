import type { FastifyInstance } from "fastify";
import { Refusal } from "@turnout/contract/refusals";
import type { Limit } from "./authz.ts";
import { clientNetwork } from "./client-network.ts";
import { openMemoryCounter, TooMany, type OpenCounter } from "./rate-counters.ts";

/** How often one client may do things of each kind: so many within so many seconds. */
export const limits: Record<Limit, { points: number; seconds: number }> = {
  read: { points: 600, seconds: 60 },
  command: { points: 240, seconds: 60 },
  answer: { points: 60, seconds: 60 },
  chat: { points: 60, seconds: 60 },
  invite: { points: 120, seconds: 60 },
  mail: { points: 10, seconds: 600 },
  signIn: { points: 40, seconds: 600 },
  link: { points: 60, seconds: 60 },
  upload: { points: 30, seconds: 600 },
};

interface LimitOptions {
  /** Raises all limits, for load that the operator makes: benchmarks and test runs. */
  factor?: number;
  /** Where counts are kept. Absent: in this process. */
  openCounter?: OpenCounter;
}

/** Turns away who asks too often, before anything is read. */
export function limitRates(server: FastifyInstance, { factor = 1, openCounter = openMemoryCounter }: LimitOptions): void {
  const counters = new Map(
    Object.entries(limits).map(([name, { points, seconds }]) => [name, openCounter({ name, points: points * factor, seconds })]),
  );
  server.addHook("onRequest", async (request, reply) => {
    const counter = counters.get(request.routeOptions.config.limit ?? "");
    if (!counter) return;
    try {
      await counter.consume(clientNetwork(request.ip));
    } catch (turnedAway) {
      if (!(turnedAway instanceof TooMany)) throw turnedAway;
      const { msBeforeNext } = turnedAway;
      reply.header("retry-after", Math.ceil(msBeforeNext / 1_000));
      throw new Refusal("too_many_requests", { seconds: Math.ceil(msBeforeNext / 1_000) });
    }
  });
}
