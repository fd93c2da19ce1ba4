import type { FastifyReply, FastifyRequest } from "fastify";
import { EventId } from "@turnout/contract/ids";
import type { Locale } from "@turnout/contract/locale";
import { coverPictureUrl } from "../events/cover-pictures.ts";
import type { Deps } from "../http/deps.ts";
import { html, type Html } from "../http/html.ts";
import type { PageContent, PageRenderer } from "../http/page.ts";
import { readerLocale } from "../http/reader-locale.ts";
import type { Parts } from "../http/send-parts.ts";
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
export function createAppPages(deps: Pick<Deps, "publicUrl" | "secret">, render: PageRenderer, send: SendPage): AppPages {
  /** The app's page differs only by language and status, so each is rendered once. */
  const appPageOf = new Map<string, Parts>();
  /** What the pages of the recovery's form begin with, by language. */
  const recoveryStarts = new Map<Locale, Buffer>();

  function whole(page: PageContent): Parts {
    const data = page.data === null ? null : "";
    return { start: Buffer.concat([render.start(page), render.end(page, { data, form: null })]), end: Buffer.alloc(0) };
  }

  function sendAppPage(request: FastifyRequest, reply: FastifyReply, status: AppStatus) {
    const locale = readerLocale(request.headers);
    const key = `${status} ${locale}`;
    const page = appPageOf.get(key) ?? whole(appPage(deps.publicUrl, locale, status === 404 ? notFound(locale) : {}));
    appPageOf.set(key, page);
    return send(request, reply, status, page);
  }

  return {
    sendAppPage,
    async sendNothing(request, reply) {
      await reply.countBadLink();
      const event = EventId.safeParse((request.params as { eventId?: string }).eventId);
      const locale = readerLocale(request.headers);
      const nothing = event.success ? noAccess(event.data, locale) : linkGone(locale);
      return send(request, reply, 404, whole(appPage(deps.publicUrl, locale, nothing)));
    },
    sendRecovery(request, reply, status, asked) {
      const page = recoveryPage(deps.publicUrl, asked.locale);
      const start = recoveryStarts.get(asked.locale) ?? render.start(page);
      recoveryStarts.set(asked.locale, start);
      const form = recoveryForm(asked, coverPictureUrl(deps, ENTRY_COVER));
      return send(request, reply, status, { start, end: render.end(page, { data: null, form }) });
    },
  };
}

function recoveryPage(publicUrl: string, locale: Locale): PageContent {
  return {
    ...appPage(publicUrl, locale),
    title: `${recoveryWords(locale).title} · Turnout`,
    hidden: true,
    body: html``,
    cover: ENTRY_COVER.cover_theme,
    app: "recover-page",
  };
}

/** What a page of status 404 says before any script has run. The app's page says the same. */
interface Nothing {
  says: Html;
  /** The page of the app that takes over. */
  app: string;
  /** The component of it that says so, where it has others. */
  part?: string;
  /** The app's initial data. */
  data?: string;
}

function appPage(publicUrl: string, locale: Locale, { says, app, part, data }: Partial<Nothing> = {}): PageContent {
  const { tagline, noScript } = pageWords(locale);
  return {
    title: "Turnout",
    description: tagline,
    url: publicUrl,
    image: { url: `${publicUrl}/icon-512.png`, type: "image/png", width: 512, height: 512, alt: "Turnout" },
    locale,
    hidden: says !== undefined,
    cover: null,
    body: says
      ? html`<main class="plain-page">${says}</main>`
      : html`<noscript><main class="plain-page"><h1>Turnout</h1><p>${tagline}</p><p>${noScript}</p></main></noscript>`,
    ...(app !== undefined && { app, part }),
    data: data ?? null,
  };
}

/** For an event that is not shown: a private one and one that is not there look the same. The way to one's link needs no script. */
function noAccess(eventId: string, locale: Locale): Nothing {
  const words = recoveryWords(locale);
  return {
    says: html`<h1>${words.noAccess}</h1><p>${words.noAccessMore}</p><p><a href="/e/${eventId}/recover">${words.emailLink}</a></p>`,
    app: "event-page",
    part: "events/event-gone",
    data: '{"gone":true}',
  };
}

function linkGone(locale: Locale): Nothing {
  const words = pageWords(locale);
  return { says: html`<h1>${words.linkGone}</h1><p>${words.linkGoneMore}</p>`, app: "event-page", part: "events/event-gone" };
}

function notFound(locale: Locale): Nothing {
  const words = pageWords(locale);
  return {
    says: html`<h1>${words.notFound}</h1><p>${words.notFoundMore}</p><p><a href="/">${words.frontPage}</a></p>`,
    app: "not-found",
  };
}
