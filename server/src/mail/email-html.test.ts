import { expect, test } from "vitest";
import { emailHtml } from "./email-html.ts";

const WORD = "W".repeat(120);

/** How many times the word is shown where it may break, and where it may not. */
function breaksOf(markup: string): { breaking: number; widening: number } {
  const breaks: boolean[] = [];
  const found = { breaking: 0, widening: 0 };
  const body = markup.slice(markup.indexOf("<table")).replaceAll(/<(?:img|br)\b[^>]*>/g, "");
  for (const [tag, shown] of body.matchAll(/<[^>]+>|([^<]+)/g)) {
    if (shown) found[breaks.at(-1) ? "breaking" : "widening"] += shown.split(WORD).length - 1;
    else if (tag.startsWith("</")) breaks.pop();
    else breaks.push(breaks.at(-1) === true || tag.includes("overflow-wrap:anywhere"));
  }
  return found;
}

test("a long word breaks wherever an email shows people's words", () => {
  const markup = emailHtml({
    subject: "News",
    locale: "en",
    preview: "",
    eyebrow: WORD,
    title: WORD,
    theme: "confetti",
    blocks: [
      { type: "text", text: WORD },
      { type: "text", text: WORD, quiet: true },
      { type: "question", text: WORD },
      { type: "quote", text: WORD, by: WORD },
      { type: "facts", facts: [{ name: "Where", lines: [WORD, WORD], was: WORD }] },
    ],
    footer: [{ text: WORD }, { text: WORD, href: "https://party.example" }],
  });
  expect(breaksOf(markup)).toEqual({ breaking: 12, widening: 0 });
});
