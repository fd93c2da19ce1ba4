import swagger from "@fastify/swagger";
import swaggerUi from "@fastify/swagger-ui";
import type { FastifyInstance } from "fastify";
import { DOCUMENT_PAGES } from "./authz.ts";
import { jsonSchemaTransform } from "fastify-type-provider-zod";

/** The API's document, made from the routes' own schemas, and a page to read it. */
export async function describeApi(server: FastifyInstance, publicUrl: string): Promise<void> {
  await server.register(swagger, {
    openapi: {
      openapi: "3.1.0",
      info: { title: "Turnout", version: "0.1.0", description: "Everything the web app does, it does through this API." },
      servers: [{ url: publicUrl }],
    },
    transform(route) {
      const { schema, url } = jsonSchemaTransform(route as never);
      const { authz } = route.route.config ?? {};
      return { url, schema: { ...schema, ...(authz && { "x-authz": authz }) } };
    },
    hideUntagged: true,
  });
  await server.register(swaggerUi, {
    routePrefix: DOCUMENT_PAGES,
    staticCSP: false,
    uiHooks: {
      // The viewer writes its own style elements; only its pages get a rule that lets them.
      onRequest(_request, reply, next) {
        reply.header(
          "content-security-policy",
          "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'",
        );
        next();
      },
    },
  });
  server.get(
    "/api/openapi.json",
    { schema: { operationId: "getOpenApi", tags: ["api"] }, config: { authz: "anyone", limit: "read" } },
    async () => server.swagger(),
  );
}
