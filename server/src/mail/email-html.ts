import { assertNever } from "@turnout/contract/assert-never";
import { html, htmlText, type Html } from "../http/html.ts";
import { headerArt } from "./header-art.ts";
import { themes, type ThemeColours } from "./theme-colours.ts";
import type { Block, Button, Fact, EmailContent } from "./email-content.ts";

const text = "font-family:Figtree,'Avenir Next','Segoe UI',Helvetica,Arial,sans-serif";
const display = "font-family:'Bricolage Grotesque','Avenir Next','Segoe UI',Helvetica,Arial,sans-serif;letter-spacing:-0.02em";
/** Breaks a long word, so that it does not widen the email beyond a phone. */
const wrap = "overflow-wrap:anywhere";
/** Keeps the first words of the body out of the preview. */
const filler = "\u00a0\u200c".repeat(60);

/** Width of an email and height of the picture on top of it (px), in the proportions of `COVER_PICTURE`. */
const WIDTH = 600;
const COVER_HEIGHT = 300;

/**
 * Tables and inline styles, which Outlook and Gmail render alike. Only the event's cover is loaded, from one address
 * for all guests, so that opening an email cannot be tracked; and, where the operator wants just that, an image of the email's own.
 */
export function emailHtml(content: EmailContent): string {
  const { locale, subject, preview, eyebrow, title, theme, openImage, blocks, footer } = content;
  const { light, dark } = themes[theme];
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
<tr><td class="top" style="padding:0;border-radius:21px 21px 0 0;overflow:hidden">${top(content)}</td></tr>
<tr><td class="side" style="padding:34px 40px 6px">
${eyebrow ? html`<p class="accent" style="margin:0 0 8px;color:${light.accentText};font-weight:700;${wrap}">${eyebrow}</p>` : null}
<h1 class="title" dir="auto" style="margin:0;${display};font-size:36px;line-height:1.08;font-weight:800;${wrap}">${title}</h1>
</td></tr>
${blocks.map((block) => html`<tr><td class="side" style="padding:10px 40px">${blockHtml(block, light)}</td></tr>`)}
<tr><td class="side" style="padding:26px 40px 34px"><div class="line soft" style="border-top:1px solid ${light.line};padding-top:18px;color:${light.muted};font-size:14px;line-height:1.5;${wrap}">${footer.map((line) => footerHtml(line, light))}</div></td></tr>
</table>
</td></tr></table>${
    openImage === undefined
      ? null
      : html`
<img src="${openImage}" alt="" width="1" height="1" style="display:block;border:0">`
  }
</body>
</html>`);
}

/** Until the picture is loaded, its box shows the cover's colour and the alternative text. */
function top({ cover, theme }: EmailContent): Html {
  if (!cover) return headerArt();
  const { accent, onAccent } = themes[theme].light;
  return html`<img src="${cover.src}" alt="${cover.alt}" width="${WIDTH}" height="${COVER_HEIGHT}" style="display:block;width:100%;height:auto;border:0;background:${accent};color:${onAccent};font-size:15px;line-height:1.4">`;
}

/** What inline styles cannot express: dark mode and narrow screens. */
function styles(dark: ThemeColours): Html {
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

function footerHtml({ text: words, href }: EmailContent["footer"][number], { muted }: ThemeColours): Html {
  if (!href) return html`<p style="margin:0 0 8px">${words}</p>`;
  return html`<p style="margin:0 0 8px"><a class="soft" href="${href}" style="color:${muted};text-decoration:underline">${words}</a></p>`;
}

function blockHtml(block: Block, colours: ThemeColours): Html {
  switch (block.type) {
    case "text":
      return block.quiet
        ? html`<p class="soft" style="margin:0;color:${colours.muted};font-size:15px;${wrap}">${block.text}</p>`
        : html`${block.text.split("\n").map((line) => html`<p style="margin:0 0 4px;${wrap}">${line}</p>`)}`;
    case "question":
      return html`<h2 style="margin:8px 0 0;${display};font-size:24px;line-height:1.2;font-weight:700;${wrap}">${block.text}</h2>`;
    case "quote":
      return html`<div class="panel" style="padding:18px 22px;border-radius:22px 22px 22px 4px;background:${colours.soft};${wrap}"><div dir="auto" style="white-space:pre-line">${block.text}</div><div dir="auto" style="margin-top:6px;font-weight:700">${block.by}</div></div>`;
    case "facts":
      return html`<table role="presentation" width="100%" cellpadding="0" cellspacing="0">${block.facts.map((fact) => factHtml(fact, colours))}</table>`;
    case "buttons":
      return html`${block.buttons.map((button) => buttonHtml(button, true, colours))}`;
    case "choice":
      return html`${block.buttons.map((button) => buttonHtml(button, false, colours))}`;
    case "code":
      return html`<p class="panel" style="margin:4px 0;padding:18px 12px;border-radius:14px;background:${colours.soft};text-align:center;font-size:34px;line-height:1.2;font-weight:700;letter-spacing:6px">${block.code}</p>`;
    default:
      return assertNever(block);
  }
}

function factHtml({ name, lines: [first, ...more], was }: Fact, { line, muted }: ThemeColours): Html {
  return html`<tr><td class="soft line" width="76" style="padding:12px 14px 12px 0;border-top:1px solid ${line};color:${muted};font-size:15px;vertical-align:top">${name}</td><td class="line" style="padding:11px 0 12px;border-top:1px solid ${line};vertical-align:top;${wrap}"><strong dir="auto" style="font-weight:700">${first}</strong>${more.map((one) => html`<br><span dir="auto">${one}</span>`)}${was && html`<br><span class="soft" style="color:${muted}">${was}</span>`}</td></tr>`;
}

function buttonHtml({ label, href }: Button, isMain: boolean, colours: ThemeColours): Html {
  const look = isMain
    ? html`border:2px solid ${colours.accent};background:${colours.accent};color:${colours.onAccent}`
    : html`border:2px solid ${colours.accentText};color:${colours.accentText}`;
  return html`<a class="button ${isMain ? "main" : "other"}" href="${href}" style="display:inline-block;margin:6px 12px 6px 0;padding:13px 24px;border-radius:999px;font-weight:700;line-height:1.2;text-decoration:none;${look}">${label}</a>`;
}
