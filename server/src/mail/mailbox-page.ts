import { html, type Html } from "../http/html.ts";
import type { ListedMail, StoredMail } from "./mailbox.ts";
import type { PageWords } from "./page-words.ts";
import { brand, plainPage } from "./plain-page.ts";

/** Links in an email open in the top window; scripts and forms in it do nothing. */
export const MAIL_SANDBOX = "allow-same-origin allow-top-navigation-by-user-activation allow-popups";

/** A small email program: the list, and beside it, or on a phone instead of it, the open email. */
export function mailboxPage({
  locale,
  words,
  mails,
  open,
  find,
  latest,
}: {
  locale: string;
  words: PageWords;
  mails: ListedMail[];
  open: StoredMail | null;
  /** The search; empty lists all. */
  find: string;
  /** The newest email of all. */
  latest: string;
}): string {
  const state = open ? "reading" : latest ? "listing" : "empty";
  const search = find && `?${new URLSearchParams({ find }).toString()}`;
  return plainPage({
    locale,
    title: open ? open.subject : words.mailbox,
    head: html`<link rel="stylesheet" href="/mailbox.css"><script src="/mailbox.js" defer></script>`,
    body: html`<body class="mailbox ${state}" data-latest="${latest}">
<header>${brand()}<h1><a href="/mailbox">${words.mailbox}</a></h1><p>${words.note}</p></header>
<main>
<div class="list">
${searching(find, words)}
<nav aria-label="${words.mails}">${mails.length > 0 ? html`<ol>${mails.map((mail) => line(mail, search, mail.id === open?.id))}</ol>` : find ? html`<p class="none">${words.noneFound}. <a href="/mailbox">${words.findAll}</a></p>` : null}</nav>
</div>
<div class="pane">${open ? reading(open, search, words) : latest ? choosing(words) : empty(words)}</div>
</main>
</body>`,
  });
}

function searching(find: string, words: PageWords): Html {
  return html`<form role="search" action="/mailbox"><input type="search" name="find" value="${find}" maxlength="200" aria-label="${words.find}" placeholder="${words.find}"></form>`;
}

function line({ id, recipient, subject, received_at }: ListedMail, search: string, isOpen: boolean): Html {
  return html`<li><a href="/mailbox/${id}${search}" ${isOpen ? html`aria-current="true"` : null}>${avatar(recipient)}<span class="to">${recipient}</span>${moment(received_at)}<strong>${subject}</strong></a></li>`;
}

/** The same colour for the same recipient. */
function avatar(recipient: string): Html {
  const tone = [...recipient].reduce((sum, character) => sum + character.codePointAt(0)!, 0) % 6;
  return html`<span class="avatar tone-${tone}" aria-hidden="true">${[...recipient.toUpperCase()][0] ?? ""}</span>`;
}

/** In UTC until the script writes it as the reader's own clock shows it. */
function moment(at: Date): Html {
  return html`<time datetime="${at.toISOString()}">${at.toISOString().slice(11, 16)}</time>`;
}

function reading(mail: StoredMail, search: string, words: PageWords): Html {
  const { id, subject, recipient, headers, calendar, body, received_at } = mail;
  return html`<article>
<a class="back" href="/mailbox${search}">${words.back}</a>
<h2>${subject}</h2>
<div class="meta">${avatar(recipient)}<p><span class="label">${words.to}</span> ${recipient}</p>${moment(received_at)}${calendar && html`<a class="button quiet" href="/mailbox/${id}/calendar.ics">${words.calendar}</a>`}</div>
<iframe title="${words.emailFrame}" src="/mailbox/${id}/body" sandbox="${MAIL_SANDBOX}"></iframe>
<details><summary>${words.plainText}</summary><pre dir="auto">${body}</pre></details>
<details><summary>${words.headers}</summary><dl>${Object.entries(headers).map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl></details>
</article>`;
}

const choosing = (words: PageWords): Html =>
  html`<div class="nothing">${envelope()}<p class="big">${words.choose}</p><p>${words.chooseMore}</p></div>`;

const empty = (words: PageWords): Html =>
  html`<div class="nothing">${envelope()}<h2>${words.empty}</h2><p>${words.emptyMore}</p><p><a class="button" href="/">${words.begin}</a></p></div>`;

const envelope = (): Html =>
  html`<svg class="envelope" width="180" height="132" viewBox="0 0 180 132" aria-hidden="true" focusable="false"><path class="brand-two" d="M34 66a54 54 0 0 1 108 0z"/><path class="brand-three" d="M58 22h64a6 6 0 0 1 6 6v56H52V28a6 6 0 0 1 6-6z"/><path class="ink" d="M66 38h34v7H66zM66 53h48v7H66z"/><path class="brand-one" d="M22 58l68 40 68-40v62a8 8 0 0 1-8 8H30a8 8 0 0 1-8-8z"/><path class="fold" d="M22 122l50-34 18 10 18-10 50 34a8 8 0 0 1-8 6H30a8 8 0 0 1-8-6z"/></svg>`;
