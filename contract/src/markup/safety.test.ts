import fc from "fast-check";
import { expect, test } from "vitest";
import { expectLinear } from "../linear-time.test-support.ts";
import { MAX_QUOTE_DEPTH, markupText, parseMarkup } from "../markup.ts";
import type { InlineNode, MarkupNode } from "./nodes.ts";
import { safeHref } from "./links.ts";

type Node = InlineNode | MarkupNode;

/** Every node with its depth. */
function* walk(nodes: readonly Node[], depth = 1): Generator<{ node: Node; depth: number }> {
  for (const node of nodes) {
    yield { node, depth };
    if ("children" in node) yield* walk(node.children, depth + 1);
    if (node.type === "list") for (const item of node.items) yield* walk(item.children, depth + 1);
  }
}

function hrefs(text: string): string[] {
  const nodes = [...walk(parseMarkup(text, { kind: "description" }))];
  return nodes.flatMap(({ node }) => (node.type === "link" ? [node.href] : []));
}

const piece = fc.constantFrom(
  "*",
  "**",
  "***",
  "`",
  "[",
  "]",
  "(",
  ")",
  "](",
  "](https://example.org/a)",
  "](javascript:alert(1))",
  "https://example.org/b",
  "http://",
  "> ",
  "- ",
  "1. ",
  "19. ",
  "## ",
  "\n",
  "\n\n",
  "\r\n",
  "  ",
  " ",
  "a",
  "b2",
  "h",
  "ü",
  "重",
  "😀",
  "<b>",
  "&amp;",
  ".",
  "_",
  "\t",
);
const written = fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join(""));
const anything = fc.oneof({ weight: 3, arbitrary: written }, fc.string({ unit: "binary" }));
const kind = fc.constantFrom("description" as const, "chat" as const);

test("no word is lost, whatever is written", () => {
  const words = (text: string) => text.replace(/[^\p{L}\p{N}\p{Emoji_Presentation}<>&_]/gu, "").replaceAll(">", "");
  fc.assert(
    fc.property(written, kind, (text, as) => {
      expect(words(markupText(parseMarkup(text, { kind: as })))).toBe(words(text));
    }),
    { numRuns: 5_000 },
  );
});

test("it never fails, nests no deeper than promised, and links lead to http, https and mailto only", () => {
  const deepest = MAX_QUOTE_DEPTH + 1 + 3 + 1;
  fc.assert(
    fc.property(anything, kind, (text, as) => {
      for (const { node, depth } of walk(parseMarkup(text, { kind: as }))) {
        expect(depth).toBeLessThanOrEqual(deepest);
        if (node.type === "link") expect(node.href).toMatch(/^(?:https?:\/\/[^/\s]+|mailto:[^\s]+@)/);
        if (node.type === "link") expect([...walk(node.children)].some((inner) => inner.node.type === "link")).toBe(false);
      }
    }),
    { numRuns: 3_000 },
  );
});

const HOSTILE = [
  "javascript:alert(1)",
  "JaVaScRiPt:alert(1)",
  " javascript:alert(1)",
  "java\tscript:alert(1)",
  "java\nscript:alert(1)",
  "\u0001javascript:alert(1)",
  "javascript&colon;alert(1)",
  "javascript://example.org/%0aalert(1)",
  "data:text/html,<script>alert(1)</script>",
  "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
  "vbscript:msgbox(1)",
  "file:///etc/passwd",
  "blob:https://example.org/1",
  "view-source:https://example.org",
  "ftp://example.org",
  "//evil.example",
  "/relative",
  "\\\\evil.example",
  "https:evil.example",
  "https:/evil.example",
  "https:\\\\evil.example",
  "https://bank.example@evil.example",
  "https://bank.example:x@evil.example/",
  "https://bank.example\\@evil.example",
  "https://",
  "https://exa mple.org",
  "https://example.org:99999",
  "mailto:ada@example.org?bcc=all@example.org",
  "mailto:ada@example.org%0aBcc:all@example.org",
  "mailto:",
  "mailto:<script>",
  `https://example.org/${"a".repeat(2_000)}`,
];

test.each(HOSTILE)("%j is no address to follow, in a link or by itself", (address) => {
  expect(safeHref(address)).toBeNull();
  const nodes = [...walk(parseMarkup(`[click](${address})`, { kind: "chat" }))].map(({ node }) => node);
  const links = nodes.filter((node) => node.type === "link");
  expect(
    links.filter(({ href, children }) => href.includes("evil") || href !== safeHref(markupText([{ type: "paragraph", children }]))),
  ).toEqual([]);
});

test("an address cannot leave the attribute it is put in", () => {
  for (const href of hrefs(`https://example.org/"onclick="alert(1) [a](https://example.org/'onclick='x) https://example.org/<b>`)) {
    expect(href).not.toMatch(/["<>\s]/);
  }
});

test.each([
  "<script>alert(1)</script>",
  "<img src=x onerror=alert(1)>",
  '"><svg/onload=alert(1)>',
  "</title><script>alert(1)</script>",
  "{{constructor.constructor('alert(1)')()}}",
  "&lt;script&gt;",
])("%j stays text, character for character", (text) => {
  const nodes = parseMarkup(text, { kind: "chat" });
  expect([...walk(nodes)].every(({ node }) => node.type === "paragraph" || node.type === "text")).toBe(true);
  expect(markupText(nodes)).toBe(text);
});

test.each([
  "*",
  "**",
  "***",
  "*a ",
  "a*",
  "**a",
  "*a**",
  "*a *",
  "*a **b ",
  "`",
  "`a\n",
  "[",
  "]",
  "[a",
  "[*a",
  "*[",
  "](",
  "](a",
  "[a](",
  "[a](b",
  "[a](https://x.y",
  "[a](https://x.y) ",
  "[[a](https://x.y)",
  "http://",
  "http://.",
  "http://a ",
  "https://a.b(",
  "h",
  "hhttp",
  "> ",
  ">",
  "- ",
  "- a\n",
  "1. a\n",
  "> - a\n",
  "# a\n",
  "#",
  "\n",
  " ",
  " a",
  "a\n",
])("time grows with the length of the text: %j", (unit) => {
  expectLinear(unit, (text) => parseMarkup(text, { kind: "description" }));
});
