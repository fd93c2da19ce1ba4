import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createPageFiles, type FilesOf } from "./page-files.ts";
import { escapeHtml, html, htmlText, jsonForHtml, type Html } from "./html.ts";

export interface PageContent {
  title: string;
  description: string;
  /** Absolute address of this page, for previews in chats. */
  url: string;
  /** What chats show of it. */
  image: PreviewPicture;
  locale: string;
  /** The theme whose colours the page takes on from the first paint. */
  cover: string | null;
  /** What can be read before any script has run. */
  body: Html;
  /** A form that works before any script has run, behind the app's styles. The page of the app puts its own in its place. */
  form?: Html | null;
  /** The page of the web app that takes over (`web/src/pages/<app>.tsx`), if it is known: its files are announced. */
  app?: string;
  /** What the app starts with, so that it need not ask. */
  data: unknown;
  /** Pages that nobody should find by searching. */
  hidden: boolean;
}

export interface PreviewPicture {
  /** Absolute: a JPEG or PNG, since not every chat draws WebP or SVG. */
  url: string;
  type: "image/jpeg" | "image/png";
  /** Pixels. Told, so that the first chat a link is sent to draws it at once and large. */
  width: number;
  height: number;
  alt: string;
}

/** A whole page in UTF-8. */
export type RenderPage = (content: PageContent) => Buffer;

/** Where a page's own content goes in the web app's document; of `</head>`, in front of it: behind the styles. */
const SLOTS = /<html lang="[^"]*"|<title>[^<]*<\/title>|<!--head-->|<\/head>|<!--page-->|<!--data-->|<\/body>/;

/**
 * Puts a page's content into the web app's document, built by `npm run build -w web`. What all pages share is encoded
 * once: most of a page's bytes are that.
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
