import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { html } from "./html.ts";
import { createPageRenderer, type PageContent, type PageEnd } from "./page.ts";

const folder = mkdtempSync(join(tmpdir(), "turnout-page-"));
afterAll(() => rmSync(folder, { recursive: true }));
writeFileSync(
  join(folder, "index.html"),
  '<!doctype html><html lang="en"><head><title>App</title><style></style><!--head--></head><body><div id="root"><!--page--></div><!--data--></body></html>',
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
