import { html, htmlText, type Html } from "../http/html.ts";

/** What a mail says, before it is set as HTML and as text. */
export interface Letter {
  subject: string;
  locale: string;
  /** A line of the mail's own colour on top, and its title under it. */
  title: string;
  accent: string;
  blocks: Block[];
  footer: { text: string; href?: string | undefined }[];
}

export type Block =
  | { type: "text"; text: string }
  | { type: "quote"; text: string }
  | { type: "facts"; facts: [string, string][] }
  | { type: "buttons"; buttons: { label: string; href: string }[] }
  | { type: "code"; code: string };

/** Plain text, for readers and for those who distrust HTML. */
export function letterText({ title, blocks, footer }: Letter): string {
  const parts = [title, ...blocks.map(blockText), "-- ", ...footer.map(({ text, href }) => (href ? `${text}: ${href}` : text))];
  return `${parts.join("\n\n")}\n`;
}

function blockText(block: Block): string {
  switch (block.type) {
    case "text":
      return block.text;
    case "quote":
      return block.text.split("\n").map((line) => `> ${line}`).join("\n");
    case "facts":
      return block.facts.map(([name, value]) => `${name}: ${value}`).join("\n");
    case "buttons":
      return block.buttons.map(({ label, href }) => `${label}: ${href}`).join("\n");
    case "code":
      return block.code;
  }
}

const font = "font-family:Figtree,'Segoe UI',Helvetica,Arial,sans-serif";

/** Tables and inline styles: what Outlook and Gmail draw alike. No picture is loaded, so nobody is watched reading. */
export function letterHtml({ locale, subject, title, accent, blocks, footer }: Letter): string {
  const page = html`<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${subject}</title>
<style>
@media (prefers-color-scheme: dark) {
  .ground { background: #17121c !important; }
  .sheet { background: #221b29 !important; color: #f7f1f6 !important; }
  .soft { color: #b9adc0 !important; }
  .line { border-color: #3a3043 !important; }
  .link { color: #ffd467 !important; }
}
</style>
</head>
<body class="ground" style="margin:0;padding:0;background:#f8f5f6">
<table role="presentation" class="ground" width="100%" cellpadding="0" cellspacing="0" style="background:#f8f5f6"><tr><td align="center" style="padding:24px 12px">
<table role="presentation" class="sheet" width="600" cellpadding="0" cellspacing="0" style="width:100%;max-width:600px;background:#ffffff;color:#241629;border-radius:18px;${font};font-size:17px;line-height:1.55">
<tr><td style="height:10px;background:${accent};border-radius:18px 18px 0 0;font-size:0">&nbsp;</td></tr>
<tr><td style="padding:32px 36px 8px"><h1 style="margin:0;font-family:'Bricolage Grotesque','Segoe UI',Helvetica,Arial,sans-serif;font-size:30px;line-height:1.15">${title}</h1></td></tr>
${blocks.map((block) => html`<tr><td style="padding:10px 36px">${blockHtml(block)}</td></tr>`)}
<tr><td style="padding:24px 36px 32px"><div class="line soft" style="border-top:1px solid #e5dde3;padding-top:16px;color:#655a6c;font-size:14px">${footer.map(footerHtml)}</div></td></tr>
</table>
</td></tr></table>
</body>
</html>`;
  return htmlText(page);
}

function footerHtml({ text, href }: Letter["footer"][number]): Html {
  if (!href) return html`<p style="margin:0 0 8px">${text}</p>`;
  return html`<p style="margin:0 0 8px"><a class="soft" href="${href}" style="color:#655a6c">${text}</a></p>`;
}

function blockHtml(block: Block): Html {
  switch (block.type) {
    case "text":
      return html`${block.text.split("\n").map((line) => html`<p style="margin:0 0 4px">${line}</p>`)}`;
    case "quote":
      return html`<div class="line" style="border-left:4px solid #ffc72e;padding:2px 0 2px 16px;white-space:pre-line">${block.text}</div>`;
    case "facts":
      return html`<table role="presentation" cellpadding="0" cellspacing="0">${block.facts.map(
        ([name, value]) => html`<tr><td class="soft" style="padding:4px 18px 4px 0;color:#655a6c;vertical-align:top">${name}</td><td style="padding:4px 0;font-weight:600">${value}</td></tr>`,
      )}</table>`;
    case "buttons":
      return html`${block.buttons.map(
        ({ label, href }, index) =>
          html`<a href="${href}" style="display:inline-block;margin:4px 8px 4px 0;padding:13px 22px;border-radius:999px;border:2px solid #ffc72e;background:${index === 0 ? "#ffc72e" : "#fff8e2"};color:#241629;font-weight:700;text-decoration:none">${label}</a>`,
      )}`;
    case "code":
      return html`<p style="margin:0;font-size:34px;font-weight:700;letter-spacing:6px">${block.code}</p>`;
  }
}
