import type { FastifyReply, FastifyRequest } from "fastify";
import { settleError } from "../http/answer-error.ts";
import { html } from "../http/html.ts";
import { readerLocale } from "../http/reader-locale.ts";
import { brand, plainPage } from "../mail/plain-page.ts";

const en = {
  title: "That didn't work",
  not_allowed: "Your browser didn't say that this form comes from our page. Open the page again and try once more.",
  too_large: "That was too much text.",
  too_many_requests: "That was a lot at once.",
  unavailable: "The server is busy for a moment. Please try again.",
  other: "Something went wrong. Please try again.",
  wait: (minutes: number) => (minutes > 1 ? `Please try again in ${minutes} minutes.` : "Please wait a moment and try again."),
  kept: "Your browser's back button takes you to what you typed.",
  again: "Open the page",
};

const de: typeof en = {
  title: "Das hat nicht geklappt",
  not_allowed:
    "Dein Browser hat nicht gesagt, dass dieses Formular von unserer Seite kommt. Öffne die Seite neu und versuch es noch einmal.",
  too_large: "Das war zu viel Text.",
  too_many_requests: "Das war viel auf einmal.",
  unavailable: "Der Server ist gerade beschäftigt. Bitte versuch es noch einmal.",
  other: "Etwas ist schiefgegangen. Bitte versuch es noch einmal.",
  wait: (minutes) =>
    minutes > 1 ? `Bitte versuch es in ${minutes} Minuten noch einmal.` : "Bitte warte einen Moment und versuch es noch einmal.",
  kept: "Mit „Zurück“ kommst du in deinem Browser zu dem, was du eingegeben hast.",
  again: "Seite öffnen",
};

const explained = ["not_allowed", "too_large", "too_many_requests", "unavailable"] as const;

/** Replies with a page instead of a JSON problem when a form is rejected before it is read: too large, too often, cross-origin, or during an outage. */
export function answerFormFailure(error: Error, request: FastifyRequest, reply: FastifyReply) {
  const problem = settleError(error, request, reply);
  const locale = readerLocale(request.headers);
  const words = locale === "de" ? de : en;
  const code = explained.find((one) => one === problem.code) ?? "other";
  const wait = code === "too_many_requests" ? ` ${words.wait(Math.ceil(Number(problem.facts?.["seconds"] ?? 0) / 60))}` : "";
  const [page = "/"] = /^\/e\/[^/?]+(\/recover)?/.exec(request.url) ?? [];
  const body = html`<body class="card-page"><header>${brand()}</header><main><h1>${words.title}</h1><p>${words[code]}${wait}</p><p>${words.kept}</p><a class="button" href="${page}">${words.again}</a></main></body>`;
  return reply
    .type("text/html; charset=utf-8")
    .header("vary", "accept-language")
    .send(plainPage({ locale, title: words.title, body }));
}
