import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import type { Deps } from "../http/deps.ts";
import { html, type Html } from "../http/html.ts";
import { readerLocale } from "../http/reader-locale.ts";
import { pageWordsFor, type PageWords } from "./page-words.ts";
import { brand, plainPage } from "./plain-page.ts";
import { ALL_INVITATIONS, readUnsubscribeToken, routineOf, suppress, unsuppress } from "./suppression.ts";

const schema = { params: z.object({ token: z.string().max(400) }) };
/** Bytes of the form that mail programs send. */
const MAX_FORM = 1_024;

/** What our own page asks for beside the end of all mails, which is all that mail programs ask for. */
type Wish = "all" | "routine" | "none";

function wishIn(body: unknown): Wish {
  const wish = typeof body === "string" ? new URLSearchParams(body).get("wish") : null;
  return wish === "routine" || wish === "none" ? wish : "all";
}

/** RFC 8058: a mail program's POST unsubscribes at once, without a cookie; a GET, which scanners send too, never does. */
export function unsubscribeRoutes(server: FastifyInstance, { db, secret }: Pick<Deps, "db" | "secret">) {
  void server.register(async (scope) => {
    // Whose mails they are, the token says; the form only how many are still wanted.
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
        const claim = readUnsubscribeToken(secret, request.params.token);
        if (!claim) return send(request, reply, null);
        const wish = wishIn(request.body);
        await follow(db, claim, wish);
        return send(request, reply, (words) => done(words, claim.scope === ALL_INVITATIONS, wish));
      },
    );
  });
}

async function follow(db: Deps["db"], { hash, scope }: { hash: Buffer; scope: string }, wish: Wish) {
  const isAll = scope === ALL_INVITATIONS;
  await db.transaction().execute(async (tx) => {
    await unsuppress(tx, hash, isAll ? [scope] : [scope, routineOf(scope)]);
    if (wish === "routine" && !isAll) await suppress(tx, { hash, scope: routineOf(scope) });
    else if (wish !== "none") await suppress(tx, { hash, scope });
  });
}

const button = (wish: Wish, label: string, look = "button"): Html =>
  html`<form method="post"><input type="hidden" name="wish" value="${wish}"><button class="${look}">${label}</button></form>`;

function ask(words: PageWords, isAll: boolean): Html {
  return html`<h1>${isAll ? words.askAll : words.askEvent}</h1><p>${isAll ? words.askAllMore : words.askEventMore}</p>
${isAll ? null : button("routine", words.onlyVital)}
${button("all", isAll ? words.stopAll : words.stop, isAll ? "button" : "button quiet")}`;
}

function done(words: PageWords, isAll: boolean, wish: Wish): Html {
  const now =
    wish === "none"
      ? isAll
        ? words.backAll
        : words.backEvent
      : wish === "routine" && !isAll
        ? words.doneRoutine
        : isAll
          ? words.doneAll
          : words.doneEvent;
  return html`<h1>${wish === "none" ? words.undone : words.done}</h1><p>${now}</p>
${wish === "none" ? null : button("none", words.undo, "button quiet")}`;
}

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
