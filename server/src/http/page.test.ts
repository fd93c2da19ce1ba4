import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { html } from "./html.ts";
import { createPageRenderer, type PageContent } from "./page.ts";

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
  data: { text: "</script><!--head--> $1 ☕" },
  hidden: true,
};

test("a page is inserted once at the document's place for it, whatever its text contains", () => {
  const page = createPageRenderer(folder)(content).toString();
  expect(page).toMatch(
    /^<!doctype html><html lang="de" data-cover="sunrise"><head><style><\/style><title>Tea &amp; &lt;!--page--&gt;<\/title>/,
  );
  expect(page.match(/<title>/g)).toHaveLength(1);
  expect(page).toContain('<meta name="robots" content="noindex" />');
  expect(page).toContain('<div id="root"><h1>Grüße $& <!--data--></h1></div><script type="application/json" id="page-data">');
  const data = /id="page-data">(.*)<\/script><\/body><\/html>$/.exec(page)![1]!;
  expect(JSON.parse(data)).toEqual(content.data);
});

test("consecutive pages share no content", () => {
  const render = createPageRenderer(folder);
  const first = render(content).toString();
  const plain = render({ ...content, title: "Another", cover: null, locale: "en", data: null, hidden: false }).toString();
  expect(plain).toContain('<html lang="en"><head>');
  for (const word of ["Tea", "data-cover", "page-data", "robots"]) expect([word, plain.includes(word)]).toEqual([word, false]);
  expect(render(content).toString()).toBe(first);
});
