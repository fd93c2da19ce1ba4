import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createFileAnnouncer } from "./page-files.ts";
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

export type RenderPage = (content: PageContent) => string;

/** Puts a page's content into the web app's document, built by `npm run build -w web`. */
export function createPageRenderer(webFolder: string): RenderPage {
  let template: string | undefined;
  const announce = createFileAnnouncer(webFolder);
  return (content) =>
    (template ??= readFileSync(join(webFolder, "index.html"), "utf8"))
      .replace(
        /<html lang="[^"]*"/,
        () => `<html lang="${escapeHtml(content.locale)}"${content.cover ? ` data-cover="${escapeHtml(content.cover)}"` : ""}`,
      )
      .replace(/<title>[^<]*<\/title>/, "")
      .replace("<!--head-->", () => htmlText(headOf(content)))
      // Behind the styles: what is read before any script has run comes first.
      .replace("</head>", () => `${content.app ? htmlText(announce(content.app, content.locale)) : ""}</head>`)
      .replace("<!--page-->", () => htmlText(content.body))
      .replace("<!--data-->", () =>
        content.data ? `<script type="application/json" id="page-data">${jsonForHtml(content.data)}</script>` : "",
      );
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
