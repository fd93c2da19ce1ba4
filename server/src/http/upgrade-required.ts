import type { FastifyInstance } from "fastify";

/** A plain request to a path that only accepts WebSockets (RFC 9110, 15.5.22). */
export class UpgradeRequired extends Error {
  readonly code = "upgrade_required";
  readonly statusCode = 426;
}

/**
 * Answers plain requests to the WebSocket's path. The usual cause is a proxy that drops the upgrade headers; the page
 * retries for ever, so the operator is warned once.
 */
export function requireUpgrade(server: FastifyInstance, path: string): void {
  let isTold = false;
  server.get(path, { config: { authz: "anyone", limit: "read" } }, async (request, reply) => {
    if (!isTold)
      request.log.warn(
        `${path} was asked for without an upgrade: a proxy in front drops the headers Upgrade and Connection, and pages behind it are not live. docs/operating.md tells how to pass them on.`,
      );
    isTold = true;
    reply.headers({ upgrade: "websocket", connection: "upgrade" });
    throw new UpgradeRequired(
      `${path} is for WebSockets, and the request came without the headers "Connection: Upgrade" and "Upgrade: websocket" over HTTP/1.1: a proxy in front has to pass them on.`,
    );
  });
}
