import type { FastifyInstance, FastifyRequest } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { Done, SignedIn } from "@turnout/contract/accounts";
import { AddPasskey, PasskeyOptions, Passkeys, SignInWithPasskey } from "@turnout/contract/passkeys";
import { z } from "zod";
import { presentAccount } from "./accounts.ts";
import type { AccountsContext } from "./context.ts";
import { addPasskey, askForPasskey, offerPasskey, passkeysOf, removePasskey, signInWithPasskey } from "./passkeys.ts";
import { requireUser } from "./policy.ts";

const done = { done: true } as const;
const tags = ["accounts"];
const toHolders = { authz: "accountHolder", limit: "command" } as const;
const redeeming = { authz: "anyone", limit: "signIn" } as const;

/** Routes that add, use and remove passkeys (WebAuthn Level 3). */
export function passkeyRoutes(server: FastifyInstance, context: AccountsContext) {
  const routes = server.withTypeProvider<ZodTypeProvider>();
  const userOf = async (request: FastifyRequest) => requireUser(await context.sessions.userOf(request));

  routes.get(
    "/api/auth/passkeys",
    { schema: { operationId: "listPasskeys", tags, response: { 200: Passkeys } }, config: { authz: "account", limit: "read" } },
    async (request) => ({ passkeys: await passkeysOf(context, await userOf(request)) }),
  );

  routes.post(
    "/api/auth/passkey-offers",
    { schema: { operationId: "offerPasskey", tags, response: { 200: PasskeyOptions } }, config: toHolders },
    async (request) => ({ ...(await offerPasskey(context, await userOf(request))) }),
  );

  routes.post(
    "/api/auth/passkeys",
    { schema: { operationId: "addPasskey", tags, body: AddPasskey, response: { 200: Done } }, config: toHolders },
    async (request) => {
      await addPasskey(context, await userOf(request), request.body);
      return done;
    },
  );

  routes.delete(
    "/api/auth/passkeys/:passkeyId",
    {
      schema: { operationId: "removePasskey", tags, params: z.object({ passkeyId: z.uuid() }), response: { 200: Done } },
      config: toHolders,
    },
    async (request) => {
      await removePasskey(context, await userOf(request), request.params.passkeyId);
      return done;
    },
  );

  routes.post(
    "/api/auth/passkey-questions",
    // Each opened sign-in form asks, whoever then signs in otherwise; what is limited as signing in is the answer.
    {
      schema: { operationId: "askForPasskey", tags, response: { 200: PasskeyOptions } },
      config: { authz: "anyone", limit: "command" },
    },
    async () => ({ ...(await askForPasskey(context)) }),
  );

  routes.post(
    "/api/auth/passkey-sign-in",
    { schema: { operationId: "signInWithPasskey", tags, body: SignInWithPasskey, response: { 200: SignedIn } }, config: redeeming },
    async (request, reply) => {
      const user = await signInWithPasskey(context, request.body.assertion, reply);
      return { account: await presentAccount(context, user), isNew: false };
    },
  );
}
