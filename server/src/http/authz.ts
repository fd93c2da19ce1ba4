import type { FastifyInstance } from "fastify";
import { z } from "zod";

/**
 * Who may do what a route does. Written at the route, told in the OpenAPI document as `x-authz`, and held by the
 * authorization matrix; the rule itself is in the slice that decides.
 */
export const Authz = z.enum([
  /** Everybody, signed in or not. */
  "anyone",
  /** Whoever is signed in. */
  "account",
  /** Whoever may open this event's page: hosts, guests, link visitors, and everyone for public events. */
  "viewer",
  /** A viewer who may answer: a guest, or a visitor who thereby becomes one. */
  "answerer",
  /** A guest who is signed in, to tie the two together. */
  "guestWithAccount",
  /** Hosts, and guests on the list. */
  "admitted",
  "host",
  /** Whoever wrote the message. */
  "author",
  "authorOrHost",
  /** Whoever runs the server, on its own machine. */
  "operator",
]);
export type Authz = z.infer<typeof Authz>;

export type Limit = "file" | "page" | "read" | "command" | "answer" | "chat" | "invite" | "mail" | "signIn" | "link" | "upload";

declare module "fastify" {
  interface FastifyContextConfig {
    authz?: Authz;
    limit?: Limit;
    /** Other sites may send here too: one-click unsubscribing, which needs no cookie. */
    crossOrigin?: boolean;
  }
}

/** Pages of a library that only show the API's document, which anyone may read. */
export const DOCUMENT_PAGES = "/api/docs";

/** Makes the server refuse to start with a route that nobody has decided about. */
export function requireDeclarations(server: FastifyInstance): void {
  const operations = new Set<string>();
  server.addHook("onRoute", (route) => {
    if (route.method === "HEAD" || route.method === "OPTIONS" || route.url.startsWith(DOCUMENT_PAGES)) return;
    const name = `${String(route.method)} ${route.url}`;
    const { authz, limit } = route.config ?? {};
    if (!Authz.safeParse(authz).success) throw new Error(`${name} does not say who may call it`);
    if (!limit) throw new Error(`${name} does not say how often it may be called`);
    if (!route.url.startsWith("/api/")) return;
    const operation = route.schema?.operationId;
    if (!operation) throw new Error(`${name} has no operationId`);
    if (operations.has(operation)) throw new Error(`${name} reuses the operationId ${operation}`);
    operations.add(operation);
  });
}
