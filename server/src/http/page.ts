import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createPageFiles, type FilesOf } from "./page-files.ts";
import { escapeHtml, html, htmlText, jsonForHtml, type Html } from "./html.ts";

export interface PageContent {
  title: string;
  description: string;
  /** Absolute URL of this page, for link previews. */
  url: string;
  /** What link previews show. */
  image: PreviewPicture;
  locale: string;
  /** The theme whose colours the page has from the first paint. */
  cover: string | null;
  /** Content that can be read before any script has run. */
  body: Html;
  /** A form that works before any script has run, placed after the app's styles. The app's page replaces it. */
  form?: Html | null;
  /** The page of the web app that takes over (`web/src/pages/<app>.tsx`), if known: its files are preloaded. */
  app?: string;
  /** The app's initial data, which saves it a request. */
  data: unknown;
  /** Keeps the page out of search engines. */
  hidden: boolean;
}

export interface PreviewPicture {
  /** Absolute URL of a JPEG or PNG, since not every chat app shows WebP or SVG. */
  url: string;
  type: "image/jpeg" | "image/png";
  /** Pixels. With them, chat apps show the first preview at once and large. */
  width: number;
  height: number;
  alt: string;
}

/** A complete page in UTF-8. */
export type RenderPage = (content: PageContent) => Buffer;

/** Where a page's content goes in the web app's document; in front of `</head>`, after the styles. */
const SLOTS = /<html lang="[^"]*"|<title>[^<]*<\/title>|<!--head-->|<\/head>|<!--page-->|<!--data-->|<\/body>/;

/**
 * Puts a page's content into the web app's document, built by `npm run build -w web`. The parts that all pages share,
 * most of the bytes, are encoded once.
 */
export function createPageRenderer(webFolder: string): RenderPage {
  let document: { shared: Buffer[]; slots: string[] } | undefined;
  const filesOf = createPageFiles(webFolder);
  return (content) => {
    const { shared, slots } = (document ??= cut(readFileSync(join(webFolder, "index.html"), "utf8")));
    const own = slots.map((slot) => Buffer.from(fillingOf(slot, content, filesOf)));
    return Buffer.concat(shared.flatMap((bytes, index) => (own[index] ? [bytes, own[index]] : [bytes])));
  };
}

function cut(template: string): { shared: Buffer[]; slots: string[] } {
  const slots = template.match(new RegExp(SLOTS, "g")) ?? [];
  return { shared: template.split(SLOTS).map((text) => Buffer.from(text)), slots };
}

function fillingOf(slot: string, content: PageContent, filesOf: FilesOf): string {
  const { app, body, cover, data, form, locale } = content;
  switch (slot) {
    case "<!--head-->":
      return htmlText(headOf(content));
    case "</head>":
      return `${app ? htmlText(filesOf(app, locale).announcements) : ""}</head>`;
    case "<!--page-->":
      return htmlText(body);
    case "<!--data-->":
      return data ? `<script type="application/json" id="page-data">${jsonForHtml(data)}</script>` : "";
    case "</body>": // outside of what the app draws into: its styles stay, and the form works until the app's own is there
      return `${form ? htmlText(html`${app && filesOf(app, locale).styles}${form}`) : ""}</body>`;
  }
  if (slot.startsWith("<title")) return ""; // the head has the page's own
  return `<html lang="${escapeHtml(locale)}"${cover ? ` data-cover="${escapeHtml(cover)}"` : ""}`;
}

function headOf({ title, description, url, image, hidden }: PageContent): Html {
  return html`<title>${title}</title>
    <meta name="description" content="${description}" />
    <meta property="og:type" content="website" />
    <meta property="og:site_name" content="Turnout" />
    <meta property="og:title" content="${title}" />
    <meta property="og:description" content="${description}" />
    <meta property="og:url" content="${url}" />
    <meta property="og:image" content="${image.url}" />
    <meta property="og:image:type" content="${image.type}" />
    <meta property="og:image:width" content="${image.width}" />
    <meta property="og:image:height" content="${image.height}" />
    <meta property="og:image:alt" content="${image.alt}" />
    <meta name="twitter:card" content="${image.width > image.height ? "summary_large_image" : "summary"}" />
    ${hidden && html`<meta name="robots" content="noindex" />`}`;
}
