import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import type { Deps } from "../http/deps.ts";
import { html, type Html } from "../http/html.ts";
import { readerLocale } from "../http/reader-locale.ts";
import { pageWordsFor, type PageWords } from "./page-words.ts";
import { brand, plainPage } from "./plain-page.ts";
import { ALL_DIGESTS, ALL_INVITATIONS, CALENDAR_ENTRIES, readUnsubscribeToken, routineOf, suppress, unsuppress } from "./suppression.ts";

const schema = { params: z.object({ token: z.string().max(400) }) };
/** Largest form that email programs send (bytes). */
const MAX_FORM = 1_024;

/** The choice on our own page; email programs always unsubscribe from everything. `noEntries` and `entries` are about all events. */
const choices = ["all", "routine", "none", "noEntries", "entries"] as const;
type Choice = (typeof choices)[number];

/** The form's field. The name is fixed: a page of one version may be answered by another. */
const FIELD = "wish";

function choiceIn(body: unknown): Choice {
  const choice = typeof body === "string" ? new URLSearchParams(body).get(FIELD) : null;
  return choices.find((one) => one === choice) ?? "all";
}

/** RFC 8058: an email program's POST unsubscribes at once, without a cookie; a GET, which scanners send too, never does. */
export function unsubscribeRoutes(server: FastifyInstance, { db, secret }: Pick<Deps, "db" | "secret">) {
  void server.register(async (scope) => {
    // The token identifies the address and scope; the form only chooses how much to unsubscribe from.
    scope.addContentTypeParser(
      ["multipart/form-data", "application/x-www-form-urlencoded"],
      { parseAs: "string", bodyLimit: MAX_FORM },
      (_request, body, done) => done(null, body),
    );
    const routes = scope.withTypeProvider<ZodTypeProvider>();

    routes.get("/unsubscribe/:token", { schema, config: { authz: "anyone", limit: "link" } }, async (request, reply) => {
      const claim = readUnsubscribeToken(secret, request.params.token);
      return send(request, reply, claim ? (words) => ask(words, aboutOf(claim.scope)) : null);
    });

    routes.post(
      "/unsubscribe/:token",
      { schema, config: { authz: "anyone", limit: "link", crossOrigin: true } },
      async (request, reply) => {
        const claim = readUnsubscribeToken(secret, request.params.token);
        if (!claim) return send(request, reply, null);
        const choice = choiceIn(request.body);
        await follow(db, claim, choice);
        return send(request, reply, (words) => done(words, aboutOf(claim.scope), choice));
      },
    );
  });
}

/** What the page asks about: an event's emails, all invitations, or an account's notifications. */
type Subject = "event" | "all" | "digests";

function aboutOf(scope: string): Subject {
  if (scope === ALL_DIGESTS) return "digests";
  return scope === ALL_INVITATIONS ? "all" : "event";
}

async function follow(db: Deps["db"], { hash, scope }: { hash: Buffer; scope: string }, choice: Choice) {
  if (choice === "entries") return unsuppress(db, hash, [CALENDAR_ENTRIES]);
  if (choice === "noEntries") return suppress(db, { hash, scope: CALENDAR_ENTRIES });
  const isAll = aboutOf(scope) !== "event";
  await db.transaction().execute(async (tx) => {
    await unsuppress(tx, hash, isAll ? [scope] : [scope, routineOf(scope)]);
    if (choice === "routine" && !isAll) await suppress(tx, { hash, scope: routineOf(scope) });
    else if (choice !== "none") await suppress(tx, { hash, scope });
  });
}

const button = (choice: Choice, label: string, look = "button"): Html =>
  html`<form method="post"><input type="hidden" name="${FIELD}" value="${choice}"><button class="${look}">${label}</button></form>`;

function ask(words: PageWords, about: Subject): Html {
  const { question, more, stop } = {
    event: { question: words.askEvent, more: words.askEventMore, stop: words.stop },
    all: { question: words.askAll, more: words.askAllMore, stop: words.stopAll },
    digests: { question: words.askDigests, more: words.askDigestsMore, stop: words.stopDigests },
  }[about];
  return html`<h1>${question}</h1><p>${more}</p>
${about === "event" ? button("routine", words.onlyVital) : null}
${button("all", stop, about === "event" ? "button quiet" : "button")}
${about === "digests" ? null : button("noEntries", words.noEntries, "button quiet")}`;
}

function done(words: PageWords, about: Subject, choice: Choice): Html {
  const undo = { all: "none", routine: "none", noEntries: "entries", none: null, entries: null } as const;
  const undoing = undo[choice];
  return html`<h1>${undoing === null ? words.undone : words.done}</h1><p>${saidOf(words, about)[choice]}</p>
${undoing === null ? null : button(undoing, words.undo, "button quiet")}`;
}

function saidOf(words: PageWords, about: Subject): Record<Choice, string> {
  const { all, routine, none } = {
    event: { all: words.doneEvent, routine: words.doneRoutine, none: words.backEvent },
    all: { all: words.doneAll, routine: words.doneAll, none: words.backAll },
    digests: { all: words.doneDigests, routine: words.doneDigests, none: words.backDigests },
  }[about];
  return { all, routine, none, noEntries: words.doneEntries, entries: words.backEntries };
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
