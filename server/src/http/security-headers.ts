import { randomBytes } from "node:crypto";
import type { FastifyInstance } from "fastify";

declare module "fastify" {
  interface FastifyReply {
    /** Lets one inline element of this page through the content security policy. */
    nonce: string;
  }
}

/** What browsers may do with our pages (ASVS 3.4): scripts from here only, framed by nobody, no address told to others. */
export function addSecurityHeaders(server: FastifyInstance, publicUrl: string): void {
  const isHttps = publicUrl.startsWith("https:");
  const socket = publicUrl.replace(/^http/, "ws");
  server.decorateReply("nonce", "");
  server.addHook("onRequest", async (request, reply) => {
    reply.nonce = randomBytes(16).toString("base64");
    reply.headers({
      "content-security-policy": policy(reply.nonce, socket, isHttps),
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-resource-policy": "same-origin",
      "permissions-policy": "camera=(self), geolocation=(), microphone=(), payment=()",
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
      ...(isHttps && { "strict-transport-security": "max-age=63072000; includeSubDomains" }),
      ...(request.url.startsWith("/api/") && { "cache-control": "no-store" }),
    });
  });
}

function policy(nonce: string, socket: string, isHttps: boolean): string {
  const rules = [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}'`,
    `style-src 'self' 'nonce-${nonce}'`,
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
