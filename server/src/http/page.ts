import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createPageFiles, type FilesOf } from "./page-files.ts";
import { escapeHtml, html, htmlText, type Html } from "./html.ts";

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
  /** The page of the web app that takes over (`web/src/pages/<app>.tsx`), if known: its files are preloaded. */
  app?: string;
  /** A component that this page of the app shows at once and otherwise on demand (`web/src/<part>.tsx`): its files are preloaded too. */
  part?: string | undefined;
  /** The beginning of the app's initial data, which saves it a request: JSON that the page's end completes. Null: there is none. */
  data: string | null;
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

/** What differs between the readers of a page. It comes last, so that all before it is made and compressed once for all of them. */
export interface PageEnd {
  /** What completes the JSON of the app's initial data. Null: there is none. */
  data: string | null;
  /** A form that works before any script has run. It waits for the app's styles, but on pages with `formStyles`. The app's page replaces it. */
  form: Html | null;
}

type AppOf = Pick<PageContent, "app" | "locale">;

/** The two parts of a page, in UTF-8; one after the other they are the whole document. */
export interface PageRenderer {
  /** `form`: one that its readers have in common. It stands where the end's would, but for the data, which is behind it. */
  start(content: PageContent, form?: Html | null): Buffer;
  end(content: AppOf, end: PageEnd): Buffer;
}

/** Where a page's content goes in the web app's document; in front of `</head>`, after the styles. */
const SLOTS = /<html lang="[^"]*"|<title>[^<]*<\/title>|<!--head-->|<\/head>|<!--page-->|<!--data-->|<\/body>/;

/** Puts a page's content into the web app's document, built by `npm run build -w web`. */
export function createPageRenderer(webFolder: string): PageRenderer {
  let document: { texts: string[]; slots: string[] } | undefined;
  const filesOf = createPageFiles(webFolder);

  function filled(isEnd: boolean, filling: (slot: string) => string): Buffer {
    const { texts, slots } = (document ??= cut(readFileSync(join(webFolder, "index.html"), "utf8")));
    const dataAt = slots.indexOf("<!--data-->");
    const [from, to] = isEnd ? [dataAt, slots.length] : [0, dataAt];
    const parts = slots.slice(from, to).map((slot, index) => filling(slot) + texts[from + index + 1]!);
    return Buffer.from((isEnd ? "" : texts[0]!) + parts.join(""));
  }

  /**
   * A form outside of what the app draws into, so that it works until the app's own is there: `early`, where the document has its
   * styles, and `late`, behind the app's styles, all that waits for those.
   */
  function formParts({ app, locale }: AppOf, form: Html | null): { early: string; late: string } {
    if (!form) return { early: "", late: "" };
    const files = app ? filesOf(app, locale) : null;
    const styles = files ? htmlText(files.styles) : "";
    return files?.formStyles ? { early: htmlText(form), late: styles } : { early: "", late: `${styles}${htmlText(form)}` };
  }

  return {
    start(content, form = null) {
      const { early, late } = formParts(content, form);
      const parts = [filled(false, (slot) => fillingOf(slot, content, filesOf)), early, late, dataStart(content.data)];
      return Buffer.concat(parts.map((part) => (typeof part === "string" ? Buffer.from(part) : part)));
    },
    end(page, { data, form }) {
      const { early, late } = formParts(page, form);
      return filled(true, (slot) => (slot === "<!--data-->" ? `${data === null ? "" : `${data}</script>`}${early}` : `${late}</body>`));
    },
  };
}

const dataStart = (data: string | null) => (data === null ? "" : `<script type="application/json" id="page-data">${data}`);

function cut(template: string): { texts: string[]; slots: string[] } {
  const slots = template.match(new RegExp(SLOTS, "g")) ?? [];
  return { texts: template.split(SLOTS), slots };
}

function fillingOf(slot: string, content: PageContent, filesOf: FilesOf): string {
  const { app, part, body, cover, locale } = content;
  switch (slot) {
    case "<!--head-->":
      return htmlText(headOf(content));
    case "</head>":
      return `${app ? headEndOf(filesOf(app, locale, part)) : ""}</head>`;
    case "<!--page-->":
      return htmlText(body);
  }
  if (slot.startsWith("<title")) return ""; // the head has the page's own
  return `<html lang="${escapeHtml(locale)}"${cover ? ` data-cover="${escapeHtml(cover)}"` : ""}`;
}

/** In the head the form's styles are among what all readers share, and in front of the app's, wherever those are added. */
const headEndOf = ({ announcements, formStyles }: ReturnType<FilesOf>) =>
  `${htmlText(announcements)}${formStyles ? `<style>${formStyles}</style>` : ""}`;

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
