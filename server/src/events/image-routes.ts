import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import { COVER_THEMES } from "@turnout/contract/events";
import { refuse } from "@turnout/contract/refusals";
import type { Deps } from "../http/deps.ts";
import { requireAllowance, type OpenCounter } from "../http/rate-counters.ts";
import { MAX_IMAGE_BYTES } from "../pictures/limits.ts";
import type { PictureDecoder } from "../pictures/picture-decoder.ts";
import { createCoverPictures, isCoverProof } from "./cover-pictures.ts";
import { imageBytes, storeImage } from "./images.ts";

/** Uploads of one account, from however many networks, in so many seconds. */
export const MAX_UPLOADS = 20;
const UPLOAD_WINDOW = 600;

interface ImageDeps {
  /** Decodes uploads. */
  pictures: PictureDecoder;
  /** Makes covers for mails and chats. One of its own: no upload holds them up. */
  covers: PictureDecoder;
  openCounter: OpenCounter;
  limitFactor?: number | undefined;
}

/** Covers: uploaded by people with an account, read by whoever was given the address. */
export function imageRoutes(server: FastifyInstance, deps: Deps, images: ImageDeps) {
  server.register(async (scope) => uploadRoute(scope, deps, images)); // only here are bodies what this route takes
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
        .header("cross-origin-resource-policy", "cross-origin") // chats show previews straight from here
        .send(await imageBytes(deps.db, request.params.imageId)),
  );

  coverRoutes(server, deps, images.covers);
}

const DrawnCover = z.object({ theme: z.enum(COVER_THEMES), seed: z.uuid(), proof: z.string().max(40) });

/** Covers as mails and chats show them. */
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
    "/covers/:theme/:seed/:proof.jpg",
    {
      schema: { operationId: "getDrawnCover", tags: ["pictures"], params: DrawnCover },
      config: { authz: "anyone", limit: "read" },
    },
    async (request, reply) => {
      const { theme, seed } = request.params;
      if (!isCoverProof(deps.secret, request.params)) refuse("event_not_found");
      return sendJpeg(reply, await covers.drawn(theme, seed));
    },
  );
}

function uploadRoute(scope: FastifyInstance, deps: Deps, { pictures, openCounter, limitFactor = 1 }: ImageDeps) {
  const uploads = openCounter({ name: "uploads", points: MAX_UPLOADS * limitFactor, seconds: UPLOAD_WINDOW });
  const owners = new WeakMap<FastifyRequest, string>();
  /** Accounts whose picture is being decoded or waits for it: one at a time, so that nobody fills the line alone. */
  const atWork = new Set<string>();

  scope.removeAllContentTypeParsers();
  // Labels are often wrong: what a picture is, its bytes say.
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
      /** Before the body is read. */
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
