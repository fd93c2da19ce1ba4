import { readFileSync } from "node:fs";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { refuse } from "@turnout/contract/refusals";
import type { Kysely } from "kysely";
import { z } from "zod";
import type { Database } from "../db/database.ts";
import { readerLocale } from "../http/reader-locale.ts";
import { isFromOwnMachine } from "./own-machine.ts";
import { MAIL_SANDBOX, mailboxPage } from "./mailbox-page.ts";
import { newestMails, storedMail, type StoredMail } from "./mailbox.ts";
import { pageWordsFor } from "./page-words.ts";

const params = z.object({ id: z.uuid() });
const schema = { params };
const Search = z.object({ find: z.string().max(200).default("").catch("") });
const config = { authz: "operator", limit: "read" } as const;
const asset = (name: string) => readFileSync(new URL(`assets/${name}`, import.meta.url), "utf8");

/** Untrusted markup: no scripts, nothing loaded, no framing by other sites. */
const BODY_POLICY = `sandbox ${MAIL_SANDBOX}; default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'self'`;

/**
 * Shows outgoing emails when there is no mail server. Shows every email, sign-in links included, to whoever opens it, so
 * the routes exist only without a mail server and, by default, only for requests from this machine.
 */
export function mailboxRoutes(server: FastifyInstance, options: MailboxOptions) {
  server.register(async (scope) => addRoutes(scope, options));
}

interface MailboxOptions {
  db: Kysely<Database>;
  publicUrl: string;
  /** Absent: only for requests from this machine. */
  isForAnybody?: boolean;
}

function addRoutes(server: FastifyInstance, { db, publicUrl, isForAnybody = false }: MailboxOptions) {
  const routes = server.withTypeProvider<ZodTypeProvider>();
  server.addHook("onRequest", async ({ raw, log }) => {
    if (isForAnybody || isFromOwnMachine(raw, publicUrl)) return;
    log.warn("the mailbox page was asked for through a proxy or from another machine, and stays closed: MAILBOX=on opens it to everybody");
    refuse("link_invalid");
  });

  async function sendPage({ headers, query }: FastifyRequest, reply: FastifyReply, open: StoredMail | null) {
    const locale = readerLocale(headers);
    const { find } = Search.parse(query);
    const mails = await newestMails(db, find);
    const latest = find === "" ? mails[0] : (await newestMails(db))[0];
    const page = mailboxPage({ locale, words: pageWordsFor(locale), mails, open, find, latest: latest?.id ?? "" });
    return reply.type("text/html; charset=utf-8").header("cache-control", "no-store").send(page);
  }
  const found = async (id: string) => (await storedMail(db, id)) ?? refuse("link_invalid");

  routes.get("/mailbox", { schema: { querystring: Search }, config }, (request, reply) => sendPage(request, reply, null));

  routes.get("/mailbox/latest", { config }, async () => ({ id: (await newestMails(db))[0]?.id ?? null }));

  routes.get("/mailbox/:id", { schema: { params, querystring: Search }, config }, async (request, reply) =>
    sendPage(request, reply, await found(request.params.id)),
  );

  routes.get("/mailbox/:id/body", { schema, config }, async (request, reply) => {
    const { html } = await found(request.params.id);
    reply.headers({ "content-security-policy": BODY_POLICY, "cache-control": "no-store" });
    return reply.type("text/html; charset=utf-8").send(html.replace("<head>", '<head><base target="_top">'));
  });

  routes.get("/mailbox/:id/calendar.ics", { schema, config }, async (request, reply) => {
    const { calendar } = await found(request.params.id);
    return reply
      .type("text/calendar; charset=utf-8")
      .header("content-disposition", 'attachment; filename="event.ics"')
      .send(calendar ?? refuse("link_invalid"));
  });

  const [style, script] = [asset("mailbox.css"), asset("mailbox.js")];
  routes.get("/mailbox.css", { config }, async (_request, reply) => reply.type("text/css; charset=utf-8").send(style));
  routes.get("/mailbox.js", { config }, async (_request, reply) => reply.type("text/javascript; charset=utf-8").send(script));
}
