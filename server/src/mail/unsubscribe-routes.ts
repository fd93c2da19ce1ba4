import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { refuse } from "@turnout/contract/refusals";
import { z } from "zod";
import type { Deps } from "../http/deps.ts";
import { html, htmlText, type Html } from "../http/html.ts";
import { readUnsubscribeToken, suppress } from "./suppression.ts";

const Token = z.object({ token: z.string().max(400) });

/** RFC 8058: a mail program's POST unsubscribes at once, without a cookie; a GET, which scanners send too, never does. */
export function unsubscribeRoutes(server: FastifyInstance, { db, secret }: Pick<Deps, "db" | "secret">) {
  void server.register(async (scope) => {
    scope.addContentTypeParser("application/x-www-form-urlencoded", { parseAs: "string", bodyLimit: 1_024 }, (_request, body, done) => done(null, body));
    const routes = scope.withTypeProvider<ZodTypeProvider>();

    routes.get("/unsubscribe/:token", { schema: { params: Token }, config: { authz: "anyone", limit: "link" } }, async (request, reply) => {
      const wish = readUnsubscribeToken(secret, request.params.token);
      return reply.code(wish ? 200 : 404).type("text/html; charset=utf-8").send(page(wish ? ask(wish.scope) : html`<h1>This link does not work</h1>`));
    });

    routes.post("/unsubscribe/:token", { schema: { params: Token }, config: { authz: "anyone", limit: "link", crossOrigin: true } }, async (request, reply) => {
      const wish = readUnsubscribeToken(secret, request.params.token) ?? refuse("link_invalid");
      await suppress(db, wish);
      return reply.type("text/html; charset=utf-8").send(page(html`<h1>Done</h1><p>You get no more of these mails. Erledigt: Du bekommst keine dieser Mails mehr.</p>`));
    });
  });
}

function ask(scope: string): Html {
  const what = scope === "invitations" ? "Never get an invitation from here again? · Nie wieder Einladungen von hier?" : "No more mails about this event? · Keine Mails mehr zu dieser Veranstaltung?";
  return html`<h1>${what}</h1><form method="post"><button>Yes, stop them · Ja, bitte keine mehr</button></form>`;
}

function page(body: Html): string {
  return htmlText(html`<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Turnout</title><link rel="stylesheet" href="/mailbox.css"></head><body class="plain"><main>${body}</main></body></html>`);
}
