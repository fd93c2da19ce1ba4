import type { FastifyInstance, FastifyRequest } from "fastify";
import { refuse } from "@turnout/contract/refusals";

const SAFE = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Unsafe methods prove that one of our own pages sends them (ASVS 3.5.1–3.5.3): the exact origin, or, where a
 * browser sends none, its word that the request is same-origin. A request without cookies has no authority that
 * another site could borrow, so programs may send it.
 */
export function requireSameOrigin(server: FastifyInstance, origin: string): void {
  server.addHook("onRequest", async (request) => {
    if (SAFE.has(request.method) || request.routeOptions.config.crossOrigin) return;
    if (!isOurs(request, origin)) refuse("not_allowed");
  });
}

function isOurs({ headers }: FastifyRequest, origin: string): boolean {
  if (headers.origin !== undefined) return headers.origin === origin;
  const site = headers["sec-fetch-site"];
  if (site !== undefined) return site === "same-origin";
  return headers.cookie === undefined;
}
