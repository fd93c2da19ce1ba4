import { html, htmlText, type Html } from "../http/html.ts";

/** A page without scripts and without the web app. */
export function plainPage({ locale, title, head, body }: { locale: string; title: string; head?: Html; body: Html }): string {
  return htmlText(html`<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title} · Turnout</title>
<link rel="icon" href="/icon.svg" type="image/svg+xml"><link rel="stylesheet" href="/plain.css"><script src="/theme.js"></script>
${head}
</head>
${body}
</html>`);
}

/** The logo, as in the web app's bar. */
export function brand(): Html {
  return html`<a href="/" class="brand"><svg width="32" height="32" viewBox="0 0 32 32" aria-hidden="true" focusable="false"><path class="brand-one" d="M1 28a8.5 8.5 0 0 1 17 0zM9.5 10.500a4 4 0 1 0 0 8 4 4 0 0 0 0-8"/><path class="brand-two" d="M14 28a8.5 8.5 0 0 1 17 0zM22.5 10.500a4 4 0 1 0 0 8 4 4 0 0 0 0-8"/><path class="brand-three" d="M7 28a9 9 0 0 1 18 0zM16 3.500a5 5 0 1 0 0 10 5 5 0 0 0 0-10"/></svg><span>Turnout</span></a>`;
}
