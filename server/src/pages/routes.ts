import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { accountPages } from "@turnout/contract/accounts";
import { EventId } from "@turnout/contract/ids";
import { z } from "zod";
import type { Locale } from "@turnout/contract/locale";
import { eventRow } from "../events/queries.ts";
import { eventOfShareToken, isShareToken } from "../guests/share-link.ts";
import { grantGuest, grantShare } from "../guests/visits.ts";
import type { Deps } from "../http/deps.ts";
import { html } from "../http/html.ts";
import type { PageContent, RenderPage } from "../http/page.ts";
import { readerLocale, readerRegion } from "../http/reader-locale.ts";
import { guestOfLink } from "../invitations/personal-links.ts";
import { answerRoutes } from "./answer-routes.ts";
import { createEventPages } from "./event-pages.ts";
import { createPageSender } from "./send-page.ts";
import { pageWords } from "./words.ts";

const Token = z.object({ token: z.string().max(100) });
const config = { authz: "anyone", limit: "page" } as const;
/** Addresses that the app knows how to draw by itself. */
const appPages = [
  "/",
  "/sign-in",
  "/sign-up",
  ...Object.values(accountPages),
  "/account",
  "/events",
  "/events/new",
  "/host/:token",
  "/e/:eventId/edit",
  "/e/:eventId/guests",
  "/e/:eventId/invite",
  "/e/:eventId/settings",
  "/e/:eventId/published",
  "/e/:eventId/keep",
  "/e/:eventId/recover",
];

/** What a browser opens: pages, and the links that let people in. None of them changes an answer; the form of the event's page does. */
export function pageRoutes(server: FastifyInstance, deps: Deps, render: RenderPage) {
  const routes = server.withTypeProvider<ZodTypeProvider>();
  const send = createPageSender();
  const pages = createEventPages(deps, { render, send, sendNothing });
  const { sendEvent } = pages;

  /** A personal link: from now on this browser is that guest. The page itself, so that chats' previews, which keep no cookies, see it too. */
  routes.get("/i/:token", { schema: { params: Token }, config }, async (request, reply) => {
    const guest = await guestOfLink(deps.db, request.params.token);
    if (!guest) return sendNothing(request, reply);
    await grantGuest(deps.db, deps.openVisit(request, reply), { ...guest, region: readerRegion(request.headers) });
    return sendEvent(request, reply, guest.eventId);
  });

  /** The share link. */
  routes.get("/j/:token", { schema: { params: Token }, config }, async (request, reply) => {
    const { token } = request.params;
    const eventId = eventOfShareToken(token);
    const event = eventId ? await eventRow(deps.db, eventId) : undefined;
    if (!event || !isShareToken(deps.secret, event.id, event.share_version, token)) return sendNothing(request, reply);
    await grantShare(deps.db, deps.openVisit(request, reply), { eventId: event.id, shareVersion: event.share_version });
    return sendEvent(request, reply, event.id);
  });

  routes.get("/e/:eventId", { schema: { params: z.object({ eventId: z.string().max(100) }) }, config }, async (request, reply) => {
    const eventId = EventId.safeParse(request.params.eventId);
    if (!eventId.success) return sendNothing(request, reply);
    return sendEvent(request, reply, eventId.data);
  });

  answerRoutes(server, deps, pages);
  for (const path of appPages) routes.get(path, { config }, (request, reply) => sendAppPage(request, reply, 200));
  server.setNotFoundHandler({ preHandler: [] }, (request, reply) => {
    const wantsPage = request.method === "GET" && (request.headers.accept ?? "").includes("text/html") && !request.url.startsWith("/api/");
    if (wantsPage) return sendAppPage(request, reply, 404);
    return reply
      .code(404)
      .header("cache-control", "no-store")
      .type("application/problem+json")
      .send({ type: "urn:turnout:problem:not_found", title: "not found", status: 404, code: "not_found", requestId: request.id });
  });

  /** A link or an address that opens nothing for whoever asks. */
  async function sendNothing(request: FastifyRequest, reply: FastifyReply) {
    await reply.countBadLink();
    return sendAppPage(request, reply, 404);
  }

  /** The app alone is the same page for everybody who reads a language: made once, found or not. */
  const appPageOf = new Map<string, Buffer>();

  function sendAppPage(request: FastifyRequest, reply: FastifyReply, status: 200 | 404) {
    const locale = readerLocale(request.headers);
    const key = `${status} ${locale}`;
    const page = appPageOf.get(key) ?? render(appPage(deps.publicUrl, locale, status));
    appPageOf.set(key, page);
    return send(request, reply, status, page);
  }
}

function appPage(publicUrl: string, locale: Locale, status: 200 | 404): PageContent {
  const { tagline, noScript } = pageWords(locale);
  return {
    title: "Turnout",
    description: tagline,
    url: publicUrl,
    image: { url: `${publicUrl}/icon-512.png`, type: "image/png", width: 512, height: 512, alt: "Turnout" },
    locale,
    hidden: status !== 200,
    cover: null,
    body: html`<noscript><main class="plain-page"><h1>Turnout</h1><p>${tagline}</p><p>${noScript}</p></main></noscript>`,
    data: null,
  };
}
