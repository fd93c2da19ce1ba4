import swagger from "@fastify/swagger";
import swaggerUi from "@fastify/swagger-ui";
import type { FastifyInstance } from "fastify";
import { DOCUMENT_PAGES } from "./authz.ts";
import { cookieName } from "./cookies.ts";
import { completeDocument, type ApiDocument } from "./complete-document.ts";
import { jsonSchemaTransform } from "fastify-type-provider-zod";

/** The logo, inline because the document is served without a built web app too. */
const ICON =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><rect width="64" height="64" rx="15" fill="#2b1833"/><g transform="translate(10 10.5) scale(1.375)"><path fill="#ff6a4d" d="M1 28a8.5 8.5 0 0 1 17 0zM9.5 10.500a4 4 0 1 0 0 8 4 4 0 0 0 0-8"/><path fill="#8d86ff" d="M14 28a8.5 8.5 0 0 1 17 0zM22.5 10.500a4 4 0 1 0 0 8 4 4 0 0 0 0-8"/><path fill="#ffc72e" d="M7 28a9 9 0 0 1 18 0zM16 3.500a5 5 0 1 0 0 10 5 5 0 0 0 0-10"/></g></svg>';

/** The groups of routes, in the order in which a newcomer needs them. */
const GROUPS = {
  accounts: "Signing up, in and out, by password, by passkey or by a link that comes by mail; and the account itself.",
  events: "Making, editing, publishing, copying and cancelling events, and the live snapshot that pages follow.",
  hosts: "Hosting together: who hosts an event, and invitations to do so.",
  notifications: "What the account is notified of, which of it was read, and browsers that show notifications by their push service.",
  pictures: "Pictures for covers: sending one, and what pages and mails show.",
  invitations: "Inviting people by mail or link, and what has become of it.",
  bulletins: "What hosts write to guests by email, now or later, and asking again whoever has not answered.",
  guests: "The guest list, and answers: a guest's own, and those that hosts give for somebody.",
  door: "What guests show at the door, and what reads it.",
  chat: "The conversation at an event.",
  photos: "Photos of the evening, by guests and hosts.",
  calendar: "Events for calendar programs.",
  operator:
    "What operators see of the instance with a passkey that they have used of late, and failed jobs, which they can have tried again.",
  document: "This document, as OpenAPI 3.1.",
};

/** The OpenAPI document, generated from the routes' schemas, and a page that shows it. */
export async function describeApi(server: FastifyInstance, publicUrl: string): Promise<void> {
  await server.register(swagger, {
    openapi: {
      openapi: "3.1.0",
      info: {
        title: "Turnout",
        version: "0.1.0",
        description:
          "Everything the web app does, it does through this API. A page of an event may say whose it is by the header `turnout-person`, the " +
          "`personId` of its snapshot's viewer: a command that the browser would give as somebody else by now is refused with `viewer_changed`.",
      },
      servers: [{ url: publicUrl }],
      tags: Object.entries(GROUPS).map(([name, description]) => ({ name, description })),
    },
    transform(route) {
      const { schema, url } = jsonSchemaTransform(route as never);
      const { authz } = route.route.config ?? {};
      return { url, schema: { ...schema, ...(authz && { "x-authz": authz }) } };
    },
    transformObject(made) {
      const { openapiObject } = made as { openapiObject: ApiDocument };
      return completeDocument(openapiObject, (name) => cookieName(publicUrl, name)) as object;
    },
    hideUntagged: true,
  });
  await server.register(swaggerUi, {
    routePrefix: DOCUMENT_PAGES,
    staticCSP: false,
    // The base layout has no top bar with the library's logo.
    uiConfig: { layout: "BaseLayout" },
    theme: { title: "Turnout API", favicon: [{ filename: "icon.svg", rel: "icon", type: "image/svg+xml", sizes: "any", content: ICON }] },
    uiHooks: {
      // The viewer adds inline styles; only its pages allow them.
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
    { schema: { operationId: "getOpenApi", tags: ["document"] }, config: { authz: "anyone", limit: "read" } },
    async () => server.swagger(),
  );
}
