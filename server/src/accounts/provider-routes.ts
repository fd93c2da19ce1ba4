import type { FastifyInstance, FastifyRequest } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { Done } from "@turnout/contract/accounts";
import { BeginProviderSignIn, LinkedProviders, PROVIDER_CALLBACK, ProviderPage, SignInProvider } from "@turnout/contract/providers";
import { z } from "zod";
import type { AccountsContext } from "./context.ts";
import { linkedProviders, unlinkProvider } from "./linked-providers.ts";
import { requireUser } from "./policy.ts";
import { beginLinking, beginProviderSignIn, finishProviderSignIn } from "./provider-sign-in.ts";

const done = { done: true } as const;
const tags = ["accounts"];
const toUsers = { authz: "account", limit: "command" } as const;

/** Routes that sign in by another provider, and link it to an account (OpenID Connect). */
export function providerRoutes(server: FastifyInstance, context: AccountsContext) {
  const routes = server.withTypeProvider<ZodTypeProvider>();
  const userOf = async (request: FastifyRequest) => requireUser(await context.sessions.userOf(request));

  routes.get(
    "/api/auth/provider",
    { schema: { operationId: "getProvider", tags, response: { 200: SignInProvider } }, config: { authz: "anyone", limit: "read" } },
    async () => ({ provider: context.provider ? { label: context.provider.label } : null }),
  );

  routes.post(
    "/api/auth/provider-sign-ins",
    {
      schema: { operationId: "beginProviderSignIn", tags, body: BeginProviderSignIn, response: { 200: ProviderPage } },
      config: { authz: "anyone", limit: "signIn" },
    },
    async (request, reply) => ({ url: await beginProviderSignIn(context, request.body, reply) }),
  );

  routes.get(
    "/api/auth/linked-providers",
    {
      schema: { operationId: "listLinkedProviders", tags, response: { 200: LinkedProviders } },
      config: { authz: "account", limit: "read" },
    },
    async (request) => ({ providers: await linkedProviders(context, await userOf(request)) }),
  );

  routes.post(
    "/api/auth/linked-providers",
    { schema: { operationId: "linkProvider", tags, response: { 200: ProviderPage } }, config: toUsers },
    async (request, reply) => ({ url: await beginLinking(context, await userOf(request), reply) }),
  );

  routes.delete(
    "/api/auth/linked-providers/:linkedId",
    { schema: { operationId: "unlinkProvider", tags, params: z.object({ linkedId: z.uuid() }), response: { 200: Done } }, config: toUsers },
    async (request) => {
      await unlinkProvider(context, await userOf(request), request.params.linkedId);
      return done;
    },
  );

  // Not of the API: the provider sends browsers here. There is nothing to guess: what it redeems is random, and of the browser that began.
  server.get(PROVIDER_CALLBACK, { config: { authz: "anyone", limit: "page" } }, async (request, reply) => {
    const path = await finishProviderSignIn(context, request, reply);
    return reply.header("cache-control", "no-store").redirect(path, 303);
  });
}
