import type { FastifyInstance } from "fastify";
import { Refusal } from "@turnout/contract/refusals";
import { RateLimiterMemory, type RateLimiterRes } from "rate-limiter-flexible";
import type { Limit } from "./authz.ts";
import { clientNetwork } from "./client-network.ts";

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
}

/** Turns away who asks too often, before anything is read. */
export function limitRates(server: FastifyInstance, { factor = 1 }: LimitOptions): void {
  const counters = new Map(
    Object.entries(limits).map(([name, { points, seconds }]) => [
      name,
      new RateLimiterMemory({ points: points * factor, duration: seconds }),
    ]),
  );
  server.addHook("onRequest", async (request, reply) => {
    const counter = counters.get(request.routeOptions.config.limit ?? "");
    if (!counter) return;
    try {
      await counter.consume(clientNetwork(request.ip));
    } catch (turnedAway) {
      const { msBeforeNext } = turnedAway as RateLimiterRes;
      reply.header("retry-after", Math.ceil(msBeforeNext / 1_000));
      throw new Refusal("too_many_requests", { seconds: Math.ceil(msBeforeNext / 1_000) });
    }
  });
}
