import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import { refuse } from "@turnout/contract/refusals";
import type { Deps } from "../http/deps.ts";
import { IMAGE_TYPES, imageBytes, MAX_IMAGE_BYTES, storeImage } from "./images.ts";

/** Covers: uploaded by people with an account, read by whoever was given the address. */
export function imageRoutes(server: FastifyInstance, deps: Deps) {
  const routes = server.withTypeProvider<ZodTypeProvider>();
  server.addContentTypeParser(IMAGE_TYPES, { parseAs: "buffer", bodyLimit: MAX_IMAGE_BYTES }, (_request, body, done) => done(null, body));

  routes.post(
    "/api/images",
    {
      bodyLimit: MAX_IMAGE_BYTES,
      schema: {
        operationId: "uploadImage",
        summary: "A picture as the request's body; it is decoded and written anew",
        tags: ["events"],
        consumes: IMAGE_TYPES,
        response: { 200: z.object({ imageId: z.uuid(), width: z.int(), height: z.int() }) },
      },
      config: { authz: "account", limit: "upload" },
    },
    async (request) => {
      const { user } = await deps.identityOf(request);
      const { id } = user ?? refuse("sign_in_required");
      return storeImage(deps.db, id, Buffer.isBuffer(request.body) ? request.body : refuse("image_unreadable"));
    },
  );

  routes.get(
    "/images/:imageId",
    {
      schema: { operationId: "getImage", tags: ["events"], params: z.object({ imageId: z.uuid() }) },
      config: { authz: "anyone", limit: "read" },
    },
    async (request, reply) =>
      reply
        .type("image/webp")
        .header("cache-control", "public, max-age=31536000, immutable")
        .header("content-security-policy", "sandbox; default-src 'none'")
        .send(await imageBytes(deps.db, request.params.imageId)),
  );
}
