import { expect, test } from "vitest";
import { MAX_QUOTE_DEPTH, markupText, parseMarkup } from "./markup.ts";
import type { InlineNode, MarkupNode } from "./markup/nodes.ts";

/** Nodes in a short notation, for reading in tests only. */
function inline(nodes: InlineNode[]): string {
  return nodes
    .map((node) => {
      if (node.type === "text") return node.text;
      if (node.type === "break") return "⏎";
      if (node.type === "code") return `code(${node.text})`;
      return node.type === "link" ? `link(${inline(node.children)}→${node.href})` : `${node.type}(${inline(node.children)})`;
    })
    .join("");
}

function block(node: MarkupNode): string {
  if (node.type === "paragraph") return `p(${inline(node.children)})`;
  if (node.type === "heading") return `h${node.level}(${inline(node.children)})`;
  if (node.type === "quote") return `quote(${node.children.map(block).join("")})`;
  const items = node.items.map(({ number, children }) => `${number ?? "-"}:${inline(children)}`);
  return `${node.ordered ? "ol" : "ul"}(${items.join("|")})`;
}

const shown = (text: string, kind: "description" | "chat" = "description") => parseMarkup(text, { kind }).map(block).join("");

test.each([
  ["one\ntwo\n\n\nthree", "p(one⏎two)p(three)"],
  ["**bold** and *italic* and `code`", "p(bold(bold) and italic(italic) and code(code))"],
  ["***both***", "p(bold(italic(both)))"],
  ["***a** b*", "p(italic(bold(a) b))"],
  ["***a* b**", "p(bold(italic(a) b))"],
  ["**a *b* c**", "p(bold(a italic(b) c))"],
  ["*a **b** c*", "p(italic(a bold(b) c))"],
  ["(**hi**), „*hi*“", "p((bold(hi)), „italic(hi)“)"],
  ["これは**重要**です", "p(これはbold(重要)です)"],
  ["*over\ntwo lines*", "p(italic(over⏎two lines))"],
])("%j means %s", (text, expected) => {
  expect(shown(text)).toBe(expected);
});

test.each([
  "2*3*4 = 24",
  "2 * 3 * 4",
  "**not closed",
  "*a **b* c**".slice(0, 6),
  "a ** b ** c",
  "****four****",
  "snake_case_name",
  "`not closed",
  "``",
  "` `",
  "[no link]",
  "[no link](nowhere)",
  "[]( )",
  "#hashtag",
  "-dash",
  "1.5 l",
  "2027. Great!",
  "007. Bond",
  "---",
  "-",
  "http://",
  "https://.",
  "ahttps://example.org",
])("%j is text", (text) => {
  expect(shown(text)).toBe(`p(${text})`);
});

test.each([
  ["- cake\n- tea", "ul(-:cake|-:tea)"],
  ["* cake\n• tea", "ul(-:cake|-:tea)"],
  ["1. first\n2) second", "ol(1:first|2:second)"],
  ["Bring:\n- cake\n- tea\nThanks", "p(Bring:)ul(-:cake|-:tea)p(Thanks)"],
  ["Steps:\n1. come", "p(Steps:)ol(1:come)"],
  ["We meet on\n19. June", "p(We meet on⏎19. June)"],
  ["19. June", "ol(19:June)"],
  ["- cake\n  with cream\n- tea", "ul(-:cake⏎with cream|-:tea)"],
  ["- cake\n  - small", "ul(-:cake|-:small)"],
  ["- *a*\n- **b", "ul(-:italic(a)|-:**b)"],
  ["> said\n> so\nno", "quote(p(said⏎so))p(no)"],
  ["> - a\n> - b", "quote(ul(-:a|-:b))"],
  ["> > twice", "quote(quote(p(twice)))"],
])("lists and quotes: %j means %s", (text, expected) => {
  expect(shown(text)).toBe(expected);
});

test("headings are for descriptions; in a chat they are text", () => {
  expect(shown("# One\n## Two\n### Three *x*\ntext")).toBe("h2(One)h2(Two)h3(Three italic(x))p(text)");
  expect(shown("## Two", "chat")).toBe("p(## Two)");
  expect(shown("#### Four")).toBe("p(#### Four)");
});

test.each([
  ["see https://example.org/a?b=c#d.", "p(see link(https://example.org/a?b=c#d→https://example.org/a?b=c#d).)"],
  ["(https://example.org/)", "p((link(https://example.org/→https://example.org/)))"],
  ["https://example.org/a_(b)!", "p(link(https://example.org/a_(b)→https://example.org/a_(b))!)"],
  ["**https://example.org/**", "p(bold(link(https://example.org/→https://example.org/)))"],
  ["[the *place*](https://example.org/a)", "p(link(the italic(place)→https://example.org/a))"],
  ["[write](mailto:Ada@example.org)", "p(link(write→mailto:ada@example.org))"],
  ["[wiki](https://example.org/a_(b))", "p(link(wiki→https://example.org/a_(b)))"],
  ["[a [b](https://example.org/)", "p([a link(b→https://example.org/))"],
  ["*[a](https://example.org/)*", "p(italic(link(a→https://example.org/)))"],
  ["https://müller.example", "p(link(https://müller.example→https://xn--mller-kva.example/))"],
])("links: %j means %s", (text, expected) => {
  expect(shown(text)).toBe(expected);
});

test("a link whose text names another site shows both", () => {
  expect(shown("[https://bank.example](https://evil.example)")).toBe(
    "p([link(https://bank.example→https://bank.example/)](link(https://evil.example→https://evil.example/)))",
  );
  expect(shown("[www.bank.example/login](https://evil.example/)")).not.toContain("link(www");
  expect(shown("[bank.example](https://www.bank.example/x)")).toContain("link(bank.example→");
});

test("quotes nest three deep and no deeper", () => {
  const depth = (nodes: MarkupNode[]): number =>
    Math.max(0, ...nodes.map((node) => (node.type === "quote" ? 1 + depth(node.children) : 0)));
  expect(depth(parseMarkup(`${"> ".repeat(50)}deep`, { kind: "chat" }))).toBe(MAX_QUOTE_DEPTH);
});

test("as plain text it keeps its shape and shows where links lead", () => {
  const text =
    "## Menu\n\n- **cake**\n- tea\n\n1. come\n2. eat\n\n> `so`\n> it is\n\n[Map](https://example.org/map), https://example.org/b";
  expect(markupText(parseMarkup(text, { kind: "description" }))).toBe(
    "Menu\n\n- cake\n- tea\n\n1. come\n2. eat\n\n> so\n> it is\n\nMap (https://example.org/map), https://example.org/b",
  );
  expect(markupText([])).toBe("");
});

test("characters that only disturb the text around them are dropped", () => {
  expect(shown("a\u0000b\u202ec\u2066d")).toBe("p(abcd)");
});
