import type { FastifyInstance } from "fastify";
import { z } from "zod";

/**
 * Who may call a route. Declared at the route, published in the OpenAPI document as `x-authz`, and tested by the
 * authorization matrix; the rule itself is enforced in the slice.
 */
export const Authz = z.enum([
  /** Anybody, signed in or not. */
  "anyone",
  /** Anybody who is signed in. */
  "account",
  /** The same, but an operator who has a passkey only if they have used it of late in this session. */
  "accountHolder",
  /** Anybody who may open this event's page: hosts, guests, visitors by link, and everyone for public events. */
  "viewer",
  /** A viewer who may answer: a guest, or a visitor who thereby becomes one. */
  "answerer",
  /** Somebody on the guest list. */
  "guest",
  /** A guest who is signed in, to connect the two. */
  "guestWithAccount",
  /** Hosts, and guests on the list. */
  "admitted",
  "host",
  /** The author of the message. */
  "author",
  "authorOrHost",
  /** The operator, from localhost. */
  "operator",
  /** An operator by OPERATORS, who has used a passkey of late in this session. */
  "operatorWithPasskey",
  /** A mail provider, which signs with the secret that the operator gave it. */
  "provider",
]);
export type Authz = z.infer<typeof Authz>;

export type Limit =
  | "file"
  | "page"
  | "read"
  | "command"
  | "door"
  | "answer"
  | "chat"
  | "invite"
  | "mail"
  | "signIn"
  | "link"
  | "upload"
  | "photo"
  | "inboundMail";

declare module "fastify" {
  interface FastifyContextConfig {
    authz?: Authz;
    limit?: Limit;
    /** Requests from other sites are allowed: one-click unsubscribing, which needs no cookie. */
    crossOrigin?: boolean;
  }
}

/** A library's pages that show the API document, which anybody may read. */
export const DOCUMENT_PAGES = "/api/docs";

/** Makes the server refuse to start with a route that declares no `authz`, `limit` or unique operationId. */
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
