import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { accountPages } from "@turnout/contract/accounts";
import { DOOR_CODE_PATH, readDoorCode } from "@turnout/contract/door-codes";
import { DOOR_LINK_PATH } from "@turnout/contract/door-links";
import { EventId } from "@turnout/contract/ids";
import { z } from "zod";
import { eventOfShareLink } from "../guests/share-link.ts";
import { grantGuest, grantShare } from "../guests/visits.ts";
import type { GuestRecovery } from "../guests/recover-guest.ts";
import type { Deps } from "../http/deps.ts";
import { opensPage } from "../http/opens-page.ts";
import type { PageRenderer } from "../http/page.ts";
import { readerPreferences } from "../http/reader-locale.ts";
import { createPartsSender } from "../http/send-parts.ts";
import { guestOfLink } from "../invitations/personal-links.ts";
import { answerRoutes } from "./answer-routes.ts";
import { createAppPages, type AppPages } from "./app-pages.ts";
import { createEventPages, type EventPages } from "./event-pages.ts";
import { recoveryFormRoutes } from "./recovery-form-routes.ts";
import { createPageSender } from "./send-page.ts";

const Token = z.object({ token: z.string().max(100) });
const config = { authz: "anyone", limit: "page" } as const;
/** Paths that the app renders by itself. */
const appPages = [
  "/",
  "/sign-in",
  "/sign-up",
  ...Object.values(accountPages),
  "/account",
  "/notifications",
  "/operator",
  "/events",
  "/events/new",
  "/host/:token",
  DOOR_LINK_PATH,
  `${DOOR_LINK_PATH}/board`,
  "/e/:eventId/edit",
  "/e/:eventId/guests",
  "/e/:eventId/door",
  "/e/:eventId/board",
  "/e/:eventId/code",
  "/e/:eventId/invite",
  "/e/:eventId/settings",
  "/e/:eventId/emails",
  "/e/:eventId/questions",
  "/e/:eventId/insight",
  "/e/:eventId/published",
  "/e/:eventId/keep",
];

/** Pages, personal links and share links. No GET changes an answer: mail scanners and link previews follow links too. */
export function pageRoutes(server: FastifyInstance, deps: Deps & { recovery: GuestRecovery }, render: PageRenderer) {
  const send = createPageSender(createPartsSender());
  const app = createAppPages(deps, render, send);
  const events = createEventPages(deps, { render, send, sendNothing: app.sendNothing });
  linkRoutes(server, deps, events);
  doorCodeRoute(server, events);
  eventPageRoute(server, events);
  answerRoutes(server, deps, events);
  recoveryFormRoutes(server, deps, app);
  appPageRoutes(server, app);
}

/** Sends the page without a redirect, so that link previews, which keep no cookies, see it too. */
function linkRoutes(server: FastifyInstance, deps: Deps, { sendEvent, sendNothing }: EventPages) {
  const routes = server.withTypeProvider<ZodTypeProvider>();

  /** A personal link: this browser is that guest from now on. */
  routes.get("/i/:token", { schema: { params: Token }, config }, async (request, reply) => {
    const guest = await guestOfLink(deps.db, request.params.token);
    if (!guest) return sendNothing(request, reply);
    await grantGuest(deps.db, deps.openVisit(request, reply), { ...guest, ...readerPreferences(request.headers) });
    return sendEvent(request, reply, guest.eventId);
  });

  routes.get("/j/:token", { schema: { params: Token }, config }, async (request, reply) => {
    const share = await eventOfShareLink(deps, request.params.token);
    if (!share) return sendNothing(request, reply);
    await grantShare(deps.db, deps.openVisit(request, reply), share);
    return sendEvent(request, reply, share.eventId);
  });
}

/** What an ordinary camera reads at a door code: it leads to the event's page, which knows its guest by their link or account, and admits nobody. */
function doorCodeRoute(server: FastifyInstance, { sendNothing }: EventPages) {
  server
    .withTypeProvider<ZodTypeProvider>()
    .get(`${DOOR_CODE_PATH}:code`, { schema: { params: z.object({ code: z.string() }) }, config }, async (request, reply) => {
      const says = readDoorCode(request.params.code);
      return says ? reply.redirect(`/e/${says.eventId}`) : sendNothing(request, reply);
    });
}

function eventPageRoute(server: FastifyInstance, { sendEvent, sendNothing }: EventPages) {
  const routes = server.withTypeProvider<ZodTypeProvider>();

  routes.get("/e/:eventId", { schema: { params: z.object({ eventId: z.string().max(100) }) }, config }, async (request, reply) => {
    const eventId = EventId.safeParse(request.params.eventId);
    if (!eventId.success) return sendNothing(request, reply);
    return sendEvent(request, reply, eventId.data);
  });
}

function appPageRoutes(server: FastifyInstance, { sendAppPage }: AppPages) {
  for (const path of appPages) server.get(path, { config }, (request, reply) => sendAppPage(request, reply, 200));
  server.setNotFoundHandler({ preHandler: [] }, (request, reply) => {
    if (opensPage(request)) return sendAppPage(request, reply, 404);
    return reply
      .code(404)
      .header("cache-control", "no-store")
      .type("application/problem+json")
      .send({ type: "urn:turnout:problem:not_found", title: "not found", status: 404, code: "not_found", requestId: request.id });
  });
}
