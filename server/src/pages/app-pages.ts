import type { FastifyReply, FastifyRequest } from "fastify";
import { EventId } from "@turnout/contract/ids";
import type { Locale } from "@turnout/contract/locale";
import { coverPictureUrl } from "../events/cover-pictures.ts";
import type { Deps } from "../http/deps.ts";
import { html, type Html } from "../http/html.ts";
import type { PageContent, RenderPage } from "../http/page.ts";
import { readerLocale } from "../http/reader-locale.ts";
import { ENTRY_COVER, recoveryForm } from "./recovery-form.ts";
import type { RecoveryPages } from "./recovery-form-routes.ts";
import { recoveryWords } from "./recovery-words.ts";
import type { SendPage } from "./send-page.ts";
import { pageWords } from "./words.ts";

type AppStatus = 200 | 404;

export interface AppPages extends RecoveryPages {
  /** A page that the app renders by itself. */
  sendAppPage(request: FastifyRequest, reply: FastifyReply, status: AppStatus): Promise<FastifyReply>;
}

/** The pages that contain no event. */
export function createAppPages(deps: Pick<Deps, "publicUrl" | "secret">, render: RenderPage, send: SendPage): AppPages {
  /** The app's page differs only by language and status, so each is rendered once. */
  const appPageOf = new Map<string, Buffer>();

  function sendAppPage(request: FastifyRequest, reply: FastifyReply, status: AppStatus) {
    const locale = readerLocale(request.headers);
    const key = `${status} ${locale}`;
    const page = appPageOf.get(key) ?? render(appPage(deps.publicUrl, locale, { status }));
    appPageOf.set(key, page);
    return send(request, reply, status, page);
  }

  return {
    sendAppPage,
    async sendNothing(request, reply) {
      await reply.countBadLink();
      const event = EventId.safeParse((request.params as { eventId?: string }).eventId);
      if (!event.success) return sendAppPage(request, reply, 404);
      const locale = readerLocale(request.headers);
      return send(request, reply, 404, render(appPage(deps.publicUrl, locale, { status: 404, unscripted: noAccess(event.data, locale) })));
    },
    sendRecovery(request, reply, status, asked) {
      const { title } = recoveryWords(asked.locale);
      const page = {
        ...appPage(deps.publicUrl, asked.locale),
        title: `${title} · Turnout`,
        hidden: true,
        body: html``,
        cover: ENTRY_COVER.cover_theme,
      };
      const form = recoveryForm(asked, coverPictureUrl(deps, ENTRY_COVER));
      return send(request, reply, status, render({ ...page, app: "recover-page", form }));
    },
  };
}

interface AppPage {
  status?: AppStatus;
  /** What it says in a browser that runs no scripts. */
  unscripted?: Html;
}

function appPage(publicUrl: string, locale: Locale, { status = 200, unscripted }: AppPage = {}): PageContent {
  const { tagline, noScript } = pageWords(locale);
  return {
    title: "Turnout",
    description: tagline,
    url: publicUrl,
    image: { url: `${publicUrl}/icon-512.png`, type: "image/png", width: 512, height: 512, alt: "Turnout" },
    locale,
    hidden: status !== 200,
    cover: null,
    body: html`<noscript><main class="plain-page">${unscripted ?? html`<h1>Turnout</h1><p>${tagline}</p><p>${noScript}</p>`}</main></noscript>`,
    data: null,
  };
}

/** For an event that is not shown: a private one and one that is not there look the same. The way to one's link needs no script. */
function noAccess(eventId: string, locale: Locale): Html {
  const words = recoveryWords(locale);
  return html`<h1>${words.noAccess}</h1><p>${words.noAccessMore}</p><p><a href="/e/${eventId}/recover">${words.emailLink}</a></p>`;
}
