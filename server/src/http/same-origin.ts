import type { FastifyInstance, FastifyRequest } from "fastify";
import { refuse } from "@turnout/contract/refusals";

const SAFE = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * CSRF protection (ASVS 3.5.1–3.5.3): requests with unsafe methods must have our exact Origin or, without one,
 * `Sec-Fetch-Site: same-origin`. A request without cookies carries no authority that another site could abuse, so
 * programs may send it.
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
