import { readFileSync } from "node:fs";
import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { refuse } from "@turnout/contract/refusals";
import { sql, type Kysely } from "kysely";
import { z } from "zod";
import type { Database } from "../db/database.ts";
import { html, htmlText, type Html } from "../http/html.ts";

/** Mails the page lists; older ones stay in the table. */
export const MAILBOX_SHOWN = 100;

interface Mail {
  id: string;
  recipient: string;
  subject: string;
  html: string;
  body: string;
  headers: Record<string, string>;
  calendar: string | null;
  received_at: Date;
}

const One = z.object({ id: z.uuid() });
const config = { authz: "operator", limit: "read" } as const;
const asset = (name: string) => readFileSync(new URL(`assets/${name}`, import.meta.url), "utf8");

/**
 * Outgoing mail to look at when there is no mail server. Shows every mail, links that sign people in included, to
 * whoever opens it: these routes exist only without SMTP_URL, and are for trying things out.
 */
export function mailboxRoutes(server: FastifyInstance, db: Kysely<Database>) {
  const routes = server.withTypeProvider<ZodTypeProvider>();

  routes.get("/mailbox", { config }, async (_request, reply) => reply.type("text/html; charset=utf-8").send(htmlText(page(await listMails(db), null))));

  routes.get("/mailbox/latest", { config }, async () => ({ id: (await listMails(db))[0]?.id ?? null }));

  routes.get("/mailbox/:id", { schema: { params: One }, config }, async (request, reply) => {
    const mails = await listMails(db);
    const mail = await findMail(db, request.params.id);
    return reply.type("text/html; charset=utf-8").send(htmlText(page(mails, mail)));
  });

  routes.get("/mailbox/:id/body", { schema: { params: One }, config }, async (request, reply) => {
    const mail = await findMail(db, request.params.id);
    // Somebody else's markup: no scripts, no origin, nothing loaded; its links open in the whole window.
    reply.header("content-security-policy", "sandbox allow-top-navigation-by-user-activation allow-popups; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'");
    return reply.type("text/html; charset=utf-8").send(mail.html.replace("<head>", '<head><base target="_top">'));
  });

  routes.get("/mailbox/:id/calendar.ics", { schema: { params: One }, config }, async (request, reply) => {
    const { calendar } = await findMail(db, request.params.id);
    return reply.type("text/calendar; charset=utf-8").header("content-disposition", 'attachment; filename="event.ics"').send(calendar ?? refuse("event_not_found"));
  });

  routes.get("/mailbox.js", { config }, async (_request, reply) => reply.type("text/javascript; charset=utf-8").send(asset("mailbox.js")));
}

/** The style of the few pages that are not part of the web app. */
export function mailStyleRoute(server: FastifyInstance) {
  server.get("/mailbox.css", { config: { authz: "anyone", limit: "read" } }, async (_request, reply) => reply.type("text/css; charset=utf-8").send(asset("mailbox.css")));
}

async function listMails(db: Kysely<Database>): Promise<Mail[]> {
  const found = await sql<Mail>`
    select id, recipient, subject, '' as html, '' as body, headers, calendar, received_at from mailbox
    order by received_at desc, id desc limit ${MAILBOX_SHOWN}`.execute(db);
  return found.rows;
}

async function findMail(db: Kysely<Database>, id: string): Promise<Mail> {
  const found = await sql<Mail>`select * from mailbox where id = ${id}`.execute(db);
  return found.rows[0] ?? refuse("event_not_found");
}

function page(mails: Mail[], open: Mail | null): Html {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${open ? open.subject : "Mailbox"} · Turnout</title>
<link rel="icon" href="/icon.svg" type="image/svg+xml"><link rel="stylesheet" href="/mailbox.css"><script src="/mailbox.js" defer></script>
</head>
<body class="${open ? "reading" : "listing"}" data-latest="${mails[0]?.id ?? ""}">
<header><a href="/" class="brand">Turnout</a><h1><a href="/mailbox">Mailbox</a></h1><p>No mail server is set, so mail ends up here instead of at its readers.</p></header>
<nav aria-label="Mails">${mails.length === 0 ? empty() : html`<ol>${mails.map((mail) => line(mail, open))}</ol>`}</nav>
<main>${open ? reading(open) : html`<p class="hint">Choose a mail to read it.</p>`}</main>
</body>
</html>`;
}

const empty = () => html`<p class="hint">Nothing yet. Invite somebody to an event, or ask for a sign-in link, and the mail shows up here by itself.</p>`;

function line(mail: Mail, open: Mail | null): Html {
  return html`<li><a href="/mailbox/${mail.id}" ${mail.id === open?.id ? html`aria-current="true"` : null}><strong>${mail.subject}</strong><span>${mail.recipient}</span><time datetime="${mail.received_at.toISOString()}">${clock(mail.received_at)}</time></a></li>`;
}

const clock = (at: Date) => at.toISOString().slice(11, 16);

function reading(mail: Mail): Html {
  return html`<article>
<h2>${mail.subject}</h2>
<dl><dt>To</dt><dd>${mail.recipient}</dd>${Object.entries(mail.headers).map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>
${mail.calendar && html`<p><a class="button" href="/mailbox/${mail.id}/calendar.ics">Calendar file</a></p>`}
<iframe title="The mail as its reader sees it" src="/mailbox/${mail.id}/body" sandbox="allow-top-navigation-by-user-activation allow-popups"></iframe>
<details><summary>Plain text</summary><pre>${mail.body}</pre></details>
</article>`;
}
