import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { html } from "./html.ts";
import { createPageRenderer, type PageContent, type PageEnd } from "./page.ts";
import { MAX_UNCOMPRESSED } from "./send-parts.ts";

const folder = mkdtempSync(join(tmpdir(), "turnout-page-"));
afterAll(() => rmSync(folder, { recursive: true }));
writeFileSync(
  join(folder, "index.html"),
  '<!doctype html><html lang="en"><head><title>App</title><style></style><!--head--></head><body><div id="root"><!--page--></div><!--data--></body></html>',
);

const FORM_STYLES = `.answer-card{display:grid}${".answer{display:grid}".repeat(300)}`;

/** A build whose event page has a form, and styles for it. */
const built = mkdtempSync(join(tmpdir(), "turnout-page-built-"));
afterAll(() => rmSync(built, { recursive: true }));
for (const name of [".vite", "assets"]) mkdirSync(join(built, name));
writeFileSync(
  join(built, "index.html"),
  '<!doctype html><html lang="en"><head><!--head--></head><body><div id="root"><!--page--></div><!--data--><link href="/kit.css"></body></html>',
);
writeFileSync(join(built, "assets/form-paint.css"), `${FORM_STYLES}\n`);
writeFileSync(
  join(built, ".vite/manifest.json"),
  JSON.stringify({
    "src/pages/event-page.tsx": { file: "assets/event.js", css: ["assets/event.css"] },
    "src/pages/recover-page.tsx": { file: "assets/recover.js", css: ["assets/recover.css"] },
    "src/guests/answer/form-paint.css": { file: "assets/form-paint.css" },
  }),
);

const content: PageContent = {
  title: "Tea & <!--page-->",
  description: "An evening",
  url: "http://turnout.test/e/1",
  image: { url: "http://turnout.test/1.jpg", type: "image/jpeg", width: 1200, height: 630, alt: "Cover" },
  locale: "de",
  cover: "sunrise",
  body: html`<h1>Grüße $& <!--data--></h1>`,
  data: String.raw`{"text":"\u003c/script>\u003c!--head--> $1 ☕"`,
  hidden: true,
};

const end = { data: "}", form: html`<form>$& <!--data--></form>` };

function wholePage(render: ReturnType<typeof createPageRenderer>, page = content, last: PageEnd = end): string {
  return Buffer.concat([render.start(page), render.end(page, last)]).toString();
}

test("a page is inserted once at the document's place for it, whatever its text contains", () => {
  const page = wholePage(createPageRenderer(folder));
  expect(page).toMatch(
    /^<!doctype html><html lang="de" data-cover="sunrise"><head><style><\/style><title>Tea &amp; &lt;!--page--&gt;<\/title>/,
  );
  expect(page.match(/<title>/g)).toHaveLength(1);
  expect(page).toContain('<meta name="robots" content="noindex" />');
  expect(page).toContain('<div id="root"><h1>Grüße $& <!--data--></h1></div><script type="application/json" id="page-data">');
  const [, data, form] = /id="page-data">(.*)<\/script>(.*)<\/body><\/html>$/.exec(page)!;
  expect(JSON.parse(data!)).toEqual({ text: "</script><!--head--> $1 ☕" });
  expect(form).toBe("<form>$& <!--data--></form>");
});

test("consecutive pages share no content", () => {
  const render = createPageRenderer(folder);
  const first = wholePage(render);
  const another = { ...content, title: "Another", cover: null, locale: "en", data: null, hidden: false };
  const plain = wholePage(render, another, { data: null, form: null });
  expect(plain).toContain('<html lang="en"><head>');
  for (const word of ["Tea", "data-cover", "page-data", "robots", "form"]) expect([word, plain.includes(word)]).toEqual([word, false]);
  expect(wholePage(render)).toBe(first);
});

/** The pieces of a page that the order of matters for, in that order. */
const orderIn = (page: string) =>
  page
    .replaceAll(/<link rel="preload"[^>]*>/g, "")
    .match(/<body>|<form>|<style>.*?<\/style>|<link [^>]*href="[^"]*css"[^>]*>|id="page-data"/g)
    ?.map((piece) => piece.replace(/<link .*href="([^"]*)".*/, "$1"));

test("the answer form is painted with the document: its styles stand before it, and all that waits for the app's behind it", () => {
  const render = createPageRenderer(built);
  const styled = [`<style>${FORM_STYLES}</style>`, "<body>"];
  const page = { ...content, app: "event-page" };
  const shared = Buffer.concat([render.start(page, end.form), render.end(page, { data: "}", form: null })]).toString();
  expect(orderIn(shared)).toEqual([...styled, "<form>", "/assets/event.css", 'id="page-data"', "/kit.css"]);
  expect(orderIn(wholePage(render, page))).toEqual([...styled, 'id="page-data"', "<form>", "/kit.css", "/assets/event.css"]);
});

test("the form's styles are among what readers share: each reader's own part would be too long to go uncompressed with them", () => {
  const render = createPageRenderer(built);
  const page = { ...content, app: "event-page" };
  expect(render.start(page).toString()).toContain(FORM_STYLES);
  expect(render.end(page, end).toString()).not.toContain(FORM_STYLES);
  expect(FORM_STYLES.length).toBeGreaterThan(MAX_UNCOMPRESSED);
});

test("a form without styles of its own waits for the app's", () => {
  const page = { ...content, app: "recover-page" };
  expect(orderIn(wholePage(createPageRenderer(built), page))).toEqual([
    "<body>",
    'id="page-data"',
    "/kit.css",
    "/assets/recover.css",
    "<form>",
  ]);
});
