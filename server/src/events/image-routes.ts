import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import { COVER_THEMES } from "@turnout/contract/events";
import { refuse } from "@turnout/contract/refusals";
import type { Deps } from "../http/deps.ts";
import { requireAllowance, type OpenCounter } from "../http/rate-counters.ts";
import { MAX_IMAGE_BYTES } from "../pictures/limits.ts";
import type { PictureDecoder } from "../pictures/picture-decoder.ts";
import { createCoverPictures, isCoverSignature } from "./cover-pictures.ts";
import { imageBytes, storeImage } from "./images.ts";

/** Uploads allowed per account, over all networks, in a window. */
export const MAX_UPLOADS = 20;
const UPLOAD_WINDOW = 600;

export interface ImageDeps {
  /** Decodes uploads. */
  pictures: PictureDecoder;
  /** Makes covers for emails and link previews; a separate decoder, so that uploads do not delay them. */
  covers: PictureDecoder;
  openCounter: OpenCounter;
  limitFactor?: number | undefined;
}

/** Routes of uploaded covers: uploading needs an account, reading the unguessable URL. */
export function imageRoutes(server: FastifyInstance, deps: Deps, images: ImageDeps) {
  server.register(async (scope) => uploadRoute(scope, deps, images)); // a scope, because only this route accepts such bodies
  const routes = server.withTypeProvider<ZodTypeProvider>();

  routes.get(
    "/images/:imageId",
    {
      schema: { operationId: "getImage", tags: ["pictures"], params: z.object({ imageId: z.uuid() }) },
      config: { authz: "anyone", limit: "read" },
    },
    async (request, reply) =>
      reply
        .type("image/webp")
        .header("cache-control", "public, max-age=31536000, immutable")
        .header("content-security-policy", "sandbox; default-src 'none'")
        .header("cross-origin-resource-policy", "cross-origin") // other sites embed it in previews
        .send(await imageBytes(deps.db, request.params.imageId)),
  );

  coverRoutes(server, deps, images.covers);
}

const DrawnCover = z.object({ theme: z.enum(COVER_THEMES), seed: z.string().max(40), signature: z.string().max(40) });

/** Covers for emails and link previews. */
function coverRoutes(server: FastifyInstance, deps: Deps, decoder: PictureDecoder) {
  const routes = server.withTypeProvider<ZodTypeProvider>();
  const covers = createCoverPictures(deps.db, decoder);
  const sendJpeg = (reply: FastifyReply, jpeg: Uint8Array) =>
    reply
      .type("image/jpeg")
      .header("cache-control", "public, max-age=31536000, immutable")
      .header("content-security-policy", "sandbox; default-src 'none'")
      .header("cross-origin-resource-policy", "cross-origin")
      .send(Buffer.from(jpeg.buffer, jpeg.byteOffset, jpeg.byteLength));

  routes.get(
    "/images/:imageId/cover.jpg",
    {
      schema: { operationId: "getUploadedCover", tags: ["pictures"], params: z.object({ imageId: z.uuid() }) },
      config: { authz: "anyone", limit: "read" },
    },
    async (request, reply) => sendJpeg(reply, await covers.uploaded(request.params.imageId)),
  );

  routes.get(
    "/covers/:theme/:seed/:signature.jpg",
    {
      schema: { operationId: "getDrawnCover", tags: ["pictures"], params: DrawnCover },
      config: { authz: "anyone", limit: "read" },
    },
    async (request, reply) => {
      const { theme, seed } = request.params;
      if (!isCoverSignature(deps.secret, request.params)) refuse("event_not_found");
      return sendJpeg(reply, await covers.drawn(theme, seed));
    },
  );
}

function uploadRoute(scope: FastifyInstance, deps: Deps, { pictures, openCounter, limitFactor = 1 }: ImageDeps) {
  const uploads = openCounter({ name: "uploads", points: MAX_UPLOADS * limitFactor, seconds: UPLOAD_WINDOW });
  const owners = new WeakMap<FastifyRequest, string>();
  /** Accounts with a picture in the decoder's queue: one each, so that nobody fills the queue alone. */
  const atWork = new Set<string>();

  scope.removeAllContentTypeParsers();
  // The content type is often wrong; the kind is detected from the bytes.
  scope.addContentTypeParser("*", { parseAs: "buffer", bodyLimit: MAX_IMAGE_BYTES }, (_request, body, done) => done(null, body));

  scope.withTypeProvider<ZodTypeProvider>().post(
    "/api/images",
    {
      bodyLimit: MAX_IMAGE_BYTES,
      schema: {
        operationId: "uploadImage",
        summary: "A picture as the request's body: JPEG, PNG, WebP, AVIF or GIF; it is decoded and written anew",
        tags: ["pictures"],
        response: { 200: z.object({ imageId: z.uuid(), width: z.int(), height: z.int() }) },
      },
      config: { authz: "account", limit: "upload" },
      /** Checked before the body is read. */
      async onRequest(request) {
        const { user } = await deps.identityOf(request);
        const { id } = user ?? refuse("sign_in_required");
        await requireAllowance(uploads, id);
        owners.set(request, id);
      },
    },
    async (request) => {
      const ownerId = owners.get(request) ?? refuse("sign_in_required");
      if (!Buffer.isBuffer(request.body)) return refuse("image_unreadable");
      if (atWork.has(ownerId)) return refuse("too_many_requests", { seconds: 1 });
      atWork.add(ownerId);
      const picture = await pictures.reencode(request.body).finally(() => atWork.delete(ownerId));
      return storeImage(deps.db, ownerId, picture);
    },
  );
}
