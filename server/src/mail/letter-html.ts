import { assertNever } from "@turnout/contract/assert-never";
import { html, htmlText, type Html } from "../http/html.ts";
import { band } from "./band.ts";
import { dyes, type Dye } from "./dyes.ts";
import type { Block, Button, Fact, Letter } from "./letter.ts";

const text = "font-family:Figtree,'Avenir Next','Segoe UI',Helvetica,Arial,sans-serif";
const display = "font-family:'Bricolage Grotesque','Avenir Next','Segoe UI',Helvetica,Arial,sans-serif;letter-spacing:-0.02em";
/** Keeps the first words of the letter itself out of the preview. */
const filler = "\u00a0\u200c".repeat(60);

/** Width of a letter, and height of the picture on top of it (px), of the same shape as `COVER_PICTURE`. */
const WIDTH = 600;
const COVER_HEIGHT = 300;

/**
 * Tables and inline styles: what Outlook and Gmail draw alike. The one thing loaded is the event's cover, which has the
 * same address for all its guests, so that nobody is watched reading.
 */
export function letterHtml(letter: Letter): string {
  const { locale, subject, preview, eyebrow, title, mood, blocks, footer } = letter;
  const { light, dark } = dyes[mood];
  return htmlText(html`<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${subject}</title>
<style>${styles(dark)}</style>
</head>
<body class="page" style="margin:0;padding:0;background:${light.page}">
<div style="display:none;max-height:0;overflow:hidden">${preview} ${filler}</div>
<table role="presentation" class="page" width="100%" cellpadding="0" cellspacing="0" style="background:${light.page}"><tr><td class="around" align="center" style="padding:28px 12px">
<table role="presentation" class="sheet line" width="${WIDTH}" cellpadding="0" cellspacing="0" style="width:100%;max-width:${WIDTH}px;background:${light.sheet};color:${light.ink};border:1px solid ${light.line};border-radius:22px;overflow:hidden;${text};font-size:17px;line-height:1.55">
<tr><td class="top" style="padding:0;border-radius:21px 21px 0 0;overflow:hidden">${top(letter)}</td></tr>
<tr><td class="side" style="padding:34px 40px 6px">
${eyebrow ? html`<p class="accent" style="margin:0 0 8px;color:${light.accentText};font-weight:700">${eyebrow}</p>` : null}
<h1 class="title" dir="auto" style="margin:0;${display};font-size:36px;line-height:1.08;font-weight:800;overflow-wrap:anywhere">${title}</h1>
</td></tr>
${blocks.map((block) => html`<tr><td class="side" style="padding:10px 40px">${blockHtml(block, light)}</td></tr>`)}
<tr><td class="side" style="padding:26px 40px 34px"><div class="line soft" style="border-top:1px solid ${light.line};padding-top:18px;color:${light.muted};font-size:14px;line-height:1.5">${footer.map((line) => footerHtml(line, light))}</div></td></tr>
</table>
</td></tr></table>
</body>
</html>`);
}

/** While the picture is not loaded, its place has the cover's colour and its words. */
function top({ cover, mood }: Letter): Html {
  if (!cover) return band();
  const { accent, onAccent } = dyes[mood].light;
  return html`<img src="${cover.src}" alt="${cover.alt}" width="${WIDTH}" height="${COVER_HEIGHT}" style="display:block;width:100%;height:auto;border:0;background:${accent};color:${onAccent};font-size:15px;line-height:1.4">`;
}

/** What inline styles cannot say: the night, and narrow screens. */
function styles(dark: Dye): Html {
  return html`
@media (prefers-color-scheme: dark) {
  .page { background: ${dark.page} !important; }
  .sheet { background: ${dark.sheet} !important; color: ${dark.ink} !important; }
  .soft { color: ${dark.muted} !important; }
  .line { border-color: ${dark.line} !important; }
  .accent { color: ${dark.accentText} !important; }
  .panel { background: ${dark.soft} !important; color: ${dark.ink} !important; }
  .main { background: ${dark.accent} !important; border-color: ${dark.accent} !important; color: ${dark.onAccent} !important; }
  .other { border-color: ${dark.accentText} !important; color: ${dark.accentText} !important; }
}
@media (max-width: 480px) {
  .around { padding: 0 !important; }
  .sheet { border: 0 !important; border-radius: 0 !important; }
  .top { border-radius: 0 !important; }
  .side { padding-left: 22px !important; padding-right: 22px !important; }
  .title { font-size: 31px !important; }
  .button { display: block !important; margin: 0 0 14px !important; text-align: center !important; }
}
`;
}

function footerHtml({ text: words, href }: Letter["footer"][number], { muted }: Dye): Html {
  if (!href) return html`<p style="margin:0 0 8px">${words}</p>`;
  return html`<p style="margin:0 0 8px"><a class="soft" href="${href}" style="color:${muted};text-decoration:underline">${words}</a></p>`;
}

function blockHtml(block: Block, dye: Dye): Html {
  switch (block.type) {
    case "text":
      return block.quiet
        ? html`<p class="soft" style="margin:0;color:${dye.muted};font-size:15px">${block.text}</p>`
        : html`${block.text.split("\n").map((line) => html`<p style="margin:0 0 4px">${line}</p>`)}`;
    case "question":
      return html`<h2 style="margin:8px 0 0;${display};font-size:24px;line-height:1.2;font-weight:700">${block.text}</h2>`;
    case "quote":
      return html`<div class="panel" style="padding:18px 22px;border-radius:22px 22px 22px 4px;background:${dye.soft}"><div dir="auto" style="white-space:pre-line;overflow-wrap:anywhere">${block.text}</div><div dir="auto" style="margin-top:6px;font-weight:700">${block.by}</div></div>`;
    case "facts":
      return html`<table role="presentation" width="100%" cellpadding="0" cellspacing="0">${block.facts.map((fact) => factHtml(fact, dye))}</table>`;
    case "buttons":
      return html`${block.buttons.map((button) => buttonHtml(button, true, dye))}`;
    case "choice":
      return html`${block.buttons.map((button) => buttonHtml(button, false, dye))}`;
    case "code":
      return html`<p class="panel" style="margin:4px 0;padding:18px 12px;border-radius:14px;background:${dye.soft};text-align:center;font-size:34px;line-height:1.2;font-weight:700;letter-spacing:6px">${block.code}</p>`;
    default:
      return assertNever(block);
  }
}

function factHtml({ name, lines: [first, ...more], was }: Fact, { line, muted }: Dye): Html {
  return html`<tr><td class="soft line" width="76" style="padding:12px 14px 12px 0;border-top:1px solid ${line};color:${muted};font-size:15px;vertical-align:top">${name}</td><td class="line" style="padding:11px 0 12px;border-top:1px solid ${line};vertical-align:top;overflow-wrap:anywhere"><strong dir="auto" style="font-weight:700">${first}</strong>${more.map((one) => html`<br><span dir="auto">${one}</span>`)}${was && html`<br><span class="soft" style="color:${muted}">${was}</span>`}</td></tr>`;
}

function buttonHtml({ label, href }: Button, isMain: boolean, dye: Dye): Html {
  const look = isMain
    ? html`border:2px solid ${dye.accent};background:${dye.accent};color:${dye.onAccent}`
    : html`border:2px solid ${dye.accentText};color:${dye.accentText}`;
  return html`<a class="button ${isMain ? "main" : "other"}" href="${href}" style="display:inline-block;margin:6px 12px 6px 0;padding:13px 24px;border-radius:999px;font-weight:700;line-height:1.2;text-decoration:none;${look}">${label}</a>`;
}
