import type { FastifyInstance } from "fastify";
import type { AccountsContext } from "./context.ts";
import { ownAccountRoutes } from "./own-account-routes.ts";
import { ownSessionRoutes } from "./own-session-routes.ts";
import { passkeyRoutes } from "./passkey-routes.ts";
import { providerRoutes } from "./provider-routes.ts";
import { signInRoutes } from "./sign-in-routes.ts";

/** All that is served under /api/auth, and the address that a provider sends browsers back to. */
export function accountRoutes(server: FastifyInstance, context: AccountsContext) {
  signInRoutes(server, context);
  ownAccountRoutes(server, context);
  ownSessionRoutes(server, context);
  passkeyRoutes(server, context);
  providerRoutes(server, context);
}
