import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { InlineHashes } from "./inline-hashes.ts";

/** Security headers of every reply (ASVS 3.4): only our own scripts and styles, no framing, no referrer to other sites. */
export function addSecurityHeaders(server: FastifyInstance, publicUrl: string, inline: InlineHashes) {
  const isHttps = publicUrl.startsWith("https:");
  const socket = publicUrl.replace(/^http/, "ws");
  const headers = {
    "content-security-policy": policy(socket, isHttps, inline),
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(self), geolocation=(), microphone=(), payment=()",
    "referrer-policy": "same-origin", // with `no-referrer`, browsers send `Origin: null` with forms (Fetch, 3.2)
    "x-content-type-options": "nosniff",
    ...(isHttps && { "strict-transport-security": "max-age=63072000" }),
  };
  const add = (request: FastifyRequest, reply: FastifyReply) => {
    reply.headers(headers);
    if (request.url.startsWith("/api/")) reply.header("cache-control", "no-store");
  };
  server.addHook("onRequest", async (request, reply) => add(request, reply));
  return add;
}

function policy(socket: string, isHttps: boolean, { scripts, styles }: InlineHashes): string {
  const rules = [
    "default-src 'none'",
    ["script-src 'self'", ...scripts].join(" "),
    ["style-src 'self'", ...styles].join(" "),
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src 'self' ${socket}`,
    "manifest-src 'self'",
    "worker-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-src 'self'",
    "frame-ancestors 'none'",
  ];
  return [...rules, ...(isHttps ? ["upgrade-insecure-requests"] : [])].join("; ");
}
