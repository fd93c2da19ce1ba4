import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { Refusal } from "@turnout/contract/refusals";
import type { Limit } from "./authz.ts";
import { clientAddress, clientNetworks, type ClientNetwork } from "./client-network.ts";
import { openMemoryCounter, TooMany, type Counter, type OpenCounter } from "./rate-counters.ts";

/**
 * Requests (`points`) allowed per client network in a window (`seconds`). A venue with 500 phones is one network, in which
 * everybody opens the page at once, with its files and reads.
 */
export const limits: Record<Limit, { points: number; seconds: number }> = {
  file: { points: 20_000, seconds: 60 },
  page: { points: 1_500, seconds: 60 },
  read: { points: 3_000, seconds: 60 },
  command: { points: 240, seconds: 60 },
  // Fifty scans a second by all doors of a venue, each of which is checked and then recorded.
  door: { points: 6_000, seconds: 60 },
  answer: { points: 300, seconds: 60 },
  chat: { points: 240, seconds: 60 },
  invite: { points: 120, seconds: 60 },
  mail: { points: 10, seconds: 600 },
  signIn: { points: 40, seconds: 600 },
  link: { points: 60, seconds: 60 },
  upload: { points: 30, seconds: 600 },
  // The guests of a venue share what they took; each of them is limited besides.
  photo: { points: 600, seconds: 600 },
  inboundMail: { points: 3_000, seconds: 60 },
};

declare module "fastify" {
  interface FastifyReply {
    /** Counts a request with an invalid link; above the limit it refuses, against guessing. */
    countBadLink(): Promise<void>;
  }
}

interface LimitOptions {
  /** Number of trusted proxies in front. */
  trustedHops: number;
  /** Multiplies all limits, for benchmarks and tests. */
  factor?: number;
  /** Opens counters. Absent: in this process's memory. */
  openCounter?: OpenCounter;
}

/** Refuses requests above their route's limit, before any query. */
export function limitRates(server: FastifyInstance, { trustedHops, factor = 1, openCounter = openMemoryCounter }: LimitOptions) {
  const counters = new Map<Limit | undefined, (network: ClientNetwork) => Promise<unknown>>(
    Object.entries(limits).map(([name, allowance]) => {
      const counterOf = openSharesOf(openCounter, { name, ...allowance, points: allowance.points * factor });
      return [name as Limit, (network: ClientNetwork) => counterOf(network.share).consume(network.key)];
    }),
  );

  async function count(limit: Limit | undefined, request: FastifyRequest, reply: FastifyReply) {
    const consume = counters.get(limit);
    if (!consume) return;
    try {
      const networks = clientNetworks(clientAddress(request.raw, trustedHops));
      await (networks.length === 1 ? consume(networks[0]!) : Promise.all(networks.map(consume)));
    } catch (exceeded) {
      if (!(exceeded instanceof TooMany)) throw exceeded;
      const seconds = Math.ceil(exceeded.msBeforeNext / 1_000);
      reply.header("retry-after", seconds);
      throw new Refusal("too_many_requests", { seconds });
    }
  }

  let hasWarned = false;
  server.addHook("onRequest", async (request, reply) => {
    if (trustedHops === 0 && !hasWarned && request.headers["x-forwarded-for"] !== undefined) {
      hasWarned = true;
      request.log.warn(NO_HOPS);
    }
    await count(request.routeOptions.config.limit ?? (request.is404 ? "page" : undefined), request, reply);
  });
  server.decorateReply("countBadLink", function countBadLink(this: FastifyReply) {
    return count("link", this.request, this);
  });
  return count;
}

const NO_HOPS =
  "a request carries X-Forwarded-For, but TRUSTED_HOPS is 0: all who come through that proxy are counted as one client and are turned away together; set TRUSTED_HOPS to the number of proxies in front";

/** One counter per factor of a limit, opened on first use. */
function openSharesOf(openCounter: OpenCounter, { name, points, seconds }: { name: string; points: number; seconds: number }) {
  const counters = new Map<number, Counter>();
  return (share: number) => {
    const counter = counters.get(share) ?? openCounter({ name, points: points * share, seconds });
    counters.set(share, counter);
    return counter;
  };
}
