import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import type { Deps } from "../http/deps.ts";
import { html, type Html } from "../http/html.ts";
import { readerLocale } from "../http/reader-locale.ts";
import { pageWordsFor, type PageWords } from "./page-words.ts";
import { brand, plainPage } from "./plain-page.ts";
import { ALL_INVITATIONS, readUnsubscribeToken, suppress } from "./suppression.ts";

const schema = { params: z.object({ token: z.string().max(400) }) };
/** Bytes of the form that mail programs send. */
const MAX_FORM = 1_024;

/** RFC 8058: a mail program's POST unsubscribes at once, without a cookie; a GET, which scanners send too, never does. */
export function unsubscribeRoutes(server: FastifyInstance, { db, secret }: Pick<Deps, "db" | "secret">) {
  void server.register(async (scope) => {
    // What the form says does not matter: the token says it all.
    scope.addContentTypeParser(
      ["multipart/form-data", "application/x-www-form-urlencoded"],
      { parseAs: "string", bodyLimit: MAX_FORM },
      (_request, body, done) => done(null, body),
    );
    const routes = scope.withTypeProvider<ZodTypeProvider>();

    routes.get("/unsubscribe/:token", { schema, config: { authz: "anyone", limit: "link" } }, async (request, reply) => {
      const wish = readUnsubscribeToken(secret, request.params.token);
      return send(request, reply, wish ? (words) => ask(words, wish.scope === ALL_INVITATIONS) : null);
    });

    routes.post(
      "/unsubscribe/:token",
      { schema, config: { authz: "anyone", limit: "link", crossOrigin: true } },
      async (request, reply) => {
        const wish = readUnsubscribeToken(secret, request.params.token);
        if (wish) await suppress(db, wish);
        return send(request, reply, wish ? (words) => done(words, wish.scope === ALL_INVITATIONS) : null);
      },
    );
  });
}

function ask(words: PageWords, isAll: boolean): Html {
  return html`<h1>${isAll ? words.askAll : words.askEvent}</h1><p>${isAll ? words.askAllMore : words.askEventMore}</p>
<form method="post"><button>${words.stop}</button></form>`;
}

const done = (words: PageWords, isAll: boolean): Html => html`<h1>${words.done}</h1><p>${isAll ? words.doneAll : words.doneEvent}</p>`;

const broken = (words: PageWords): Html => html`<h1>${words.broken}</h1><p>${words.brokenMore}</p>`;

function send(request: FastifyRequest, reply: FastifyReply, content: ((words: PageWords) => Html) | null) {
  const locale = readerLocale(request.headers);
  const words = pageWordsFor(locale);
  const body = html`<body class="card-page"><header>${brand()}</header><main>${(content ?? broken)(words)}</main></body>`;
  return reply
    .code(content ? 200 : 404)
    .headers({ "content-type": "text/html; charset=utf-8", "cache-control": "no-store", vary: "accept-language" })
    .send(plainPage({ locale, title: words.mails, body }));
}
