import type { FastifyInstance } from "fastify";

/** That only a socket can be had here, and a plain request came (RFC 9110, 15.5.22). */
export class UpgradeRequired extends Error {
  readonly code = "upgrade_required";
  readonly statusCode = 426;
}

/**
 * Answers who asks for a socket's path without an upgrade. Mostly that is a page whose proxy drops the headers: it asks
 * again and again, so the operator is told once.
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
