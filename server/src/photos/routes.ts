import { Readable } from "node:stream";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import { personIdOf, type Viewer } from "@turnout/contract/audience";
import { EventId, PhotoId } from "@turnout/contract/ids";
import { Committed } from "@turnout/contract/log";
import { PhotoList } from "@turnout/contract/photo-entries";
import { AboutPhoto, AddPhoto, MAX_PHOTOS_OF_PERSON, PhotoFormat } from "@turnout/contract/photos";
import { Refusal, refuse } from "@turnout/contract/refusals";
import { eventRow } from "../events/queries.ts";
import { attachmentOf } from "../http/attachment.ts";
import type { Deps } from "../http/deps.ts";
import { requireAllowance, type OpenCounter } from "../http/rate-counters.ts";
import { zipPieces } from "../http/zip.ts";
import { MAX_IMAGE_BYTES } from "../pictures/limits.ts";
import type { PictureDecoder } from "../pictures/picture-decoder.ts";
import { addPhoto, removePhoto, restorePhoto } from "./commands.ts";
import { dropPhotoFiles, photoBytes, storePhotoFiles } from "./photo-files.ts";
import { photoList, photosAsFiles, seesPhotos } from "./queries.ts";

/** Uploads of one person to one event, over all networks, in a window (s). */
export const MAX_PHOTO_UPLOADS = 2 * MAX_PHOTOS_OF_PERSON;
const UPLOAD_WINDOW = 600;
/** How long a browser may show a photo that it has without asking again (s). */
const SHOWN_FOR = 3_600;

export interface PhotoDeps {
  /** Decodes uploads. */
  pictures: PictureDecoder;
  openCounter: OpenCounter;
  limitFactor?: number | undefined;
}

const EventParams = z.object({ eventId: EventId });
const PhotoParams = EventParams.extend({ photoId: PhotoId });

/** Routes of an event's photos. */
export function photoRoutes(server: FastifyInstance, deps: Deps, photos: PhotoDeps) {
  server.register(async (scope) => uploadRoute(scope, deps, photos)); // a scope, because only this route accepts such bodies
  readRoutes(server, deps);
  changeRoutes(server, deps);
}

/** The sender as somebody who may see the photos; refuses everybody else. */
async function readerAt({ access, db }: Deps, request: FastifyRequest, eventId: string): Promise<Viewer> {
  const viewer = await access.viewerAt(request, eventId);
  return (await seesPhotos(db, eventId, viewer)) ? viewer : refuse("not_allowed");
}

function readRoutes(server: FastifyInstance, deps: Deps) {
  const routes = server.withTypeProvider<ZodTypeProvider>();

  routes.get(
    "/api/events/:eventId/photos",
    {
      schema: { operationId: "listPhotos", tags: ["photos"], params: EventParams, response: { 200: PhotoList } },
      config: { authz: "admitted", limit: "read" },
    },
    async (request) => {
      const { eventId } = request.params;
      const viewer = await deps.access.viewerAt(request, eventId);
      return (await photoList(deps.db, eventId, viewer)) ?? refuse("not_allowed");
    },
  );

  routes.get(
    "/api/events/:eventId/photos/:photoId",
    {
      schema: {
        operationId: "getPhoto",
        summary: "The photo itself, as WebP",
        tags: ["photos"],
        params: PhotoParams,
        querystring: z.object({ format: PhotoFormat.default("whole") }),
      },
      config: { authz: "admitted", limit: "file" },
    },
    async (request, reply) => {
      await readerAt(deps, request, request.params.eventId);
      const bytes = await photoBytes(deps.db, request.params, request.query.format);
      return reply
        .type("image/webp")
        .header("cache-control", `private, max-age=${SHOWN_FOR}`)
        .header("content-security-policy", "sandbox; default-src 'none'")
        .send(bytes);
    },
  );

  routes.get(
    "/api/events/:eventId/photos.zip",
    {
      schema: { operationId: "downloadPhotos", summary: "All photos in one archive", tags: ["photos"], params: EventParams },
      config: { authz: "admitted", limit: "upload" },
    },
    async (request, reply) => {
      const { eventId } = request.params;
      const viewer = await deps.access.viewerAt(request, eventId);
      const { photos } = (await photoList(deps.db, eventId, viewer)) ?? refuse("not_allowed");
      return reply
        .type("application/zip")
        .header("content-disposition", attachmentOf((await eventRow(deps.db, eventId))?.title ?? "", "photos.zip"))
        .header("cache-control", "no-store")
        .send(Readable.from(zipPieces(photosAsFiles(deps.db, eventId, photos)), { objectMode: false }));
    },
  );
}

function changeRoutes(server: FastifyInstance, deps: Deps) {
  const routes = server.withTypeProvider<ZodTypeProvider>();

  routes.delete(
    "/api/events/:eventId/photos/:photoId",
    {
      schema: {
        operationId: "removePhoto",
        tags: ["photos"],
        params: PhotoParams,
        querystring: AboutPhoto,
        response: { 200: Committed },
      },
      config: { authz: "authorOrHost", limit: "chat" },
    },
    (request) => {
      const { eventId, photoId } = request.params;
      return deps.perform(request, eventId, removePhoto, { ...request.query, photoId });
    },
  );

  routes.post(
    "/api/events/:eventId/photos/:photoId/restoration",
    {
      schema: { operationId: "restorePhoto", tags: ["photos"], params: PhotoParams, body: AboutPhoto, response: { 200: Committed } },
      config: { authz: "authorOrHost", limit: "chat" },
    },
    (request) => {
      const { eventId, photoId } = request.params;
      return deps.perform(request, eventId, restorePhoto, { ...request.body, photoId });
    },
  );
}

function uploadRoute(scope: FastifyInstance, deps: Deps, { pictures, openCounter, limitFactor = 1 }: PhotoDeps) {
  const uploads = openCounter({ name: "photoUploads", points: MAX_PHOTO_UPLOADS * limitFactor, seconds: UPLOAD_WINDOW });
  const readers = new WeakMap<FastifyRequest, Viewer>();
  /** People with a photo in the decoder's queue: one each, so that nobody fills the queue alone. */
  const atWork = new Set<string>();

  scope.removeAllContentTypeParsers();
  // The content type is often wrong; the kind is detected from the bytes.
  scope.addContentTypeParser("*", { parseAs: "buffer", bodyLimit: MAX_IMAGE_BYTES }, (_request, body, done) => done(null, body));

  async function encoded(upload: Buffer, personId: string) {
    if (atWork.has(personId)) refuse("too_many_requests", { seconds: 1 });
    atWork.add(personId);
    try {
      const { webp: whole, width, height } = await pictures.reencode(upload);
      const { webp: small } = await pictures.thumbnail(whole);
      return { files: { whole, small }, size: { width, height } };
    } finally {
      atWork.delete(personId);
    }
  }

  scope.withTypeProvider<ZodTypeProvider>().post(
    "/api/events/:eventId/photos",
    {
      bodyLimit: MAX_IMAGE_BYTES,
      schema: {
        operationId: "addPhoto",
        summary: "A photo as the request's body: JPEG, PNG, WebP, AVIF or GIF; it is decoded and written anew, without its metadata",
        tags: ["photos"],
        params: EventParams,
        querystring: AddPhoto,
        response: { 200: Committed },
      },
      config: { authz: "admitted", limit: "photo" },
      /** Checked before the body is read. */
      async onRequest(request) {
        const { success, data: eventId } = EventId.safeParse((request.params as { eventId: string }).eventId);
        if (!success) return refuse("event_not_found");
        const viewer = await readerAt(deps, request, eventId);
        await requireAllowance(uploads, `${eventId}:${personIdOf(viewer)}`);
        readers.set(request, viewer);
      },
    },
    async (request) => {
      const { eventId } = request.params;
      const { commandId } = request.query;
      const viewer = readers.get(request) ?? refuse("event_not_found");
      if (!Buffer.isBuffer(request.body)) return refuse("image_unreadable");
      const { files, size } = await encoded(request.body, personIdOf(viewer)!);
      const photo = { eventId, photoId: commandId };
      const isNew = await storePhotoFiles(deps.db, photo, { ...files, ownerId: viewer.userId });
      try {
        return await deps.perform(request, eventId, addPhoto, { commandId, ...size });
      } catch (error) {
        // After an outage it may have been added; what was not is deleted by `forgetRemovedPhotos`.
        if (isNew && error instanceof Refusal) await dropPhotoFiles(deps.db, photo);
        throw error;
      }
    },
  );
}
