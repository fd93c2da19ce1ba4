const raw = Symbol("html");

/** Markup that is safe to put into a page; made by `html` only. */
export interface Html {
  readonly [raw]: string;
}

type Value = string | number | null | undefined | false | Html | Html[];

const escapes: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const special = /[&<>"']/;
// Fast path: most texts have nothing to escape, and a page has hundreds of them.
export const escapeHtml = (text: string): string =>
  special.test(text) ? text.replaceAll(/[&<>"']/g, (character) => escapes[character]!) : text;

/** A template of markup. Values are escaped, unless they were made by `html`. */
export function html(strings: TemplateStringsArray, ...values: Value[]): Html {
  const text = strings.reduce((sofar, part, index) => sofar + textOf(values[index - 1]) + part);
  return { [raw]: text };
}

function textOf(value: Value): string {
  if (value === null || value === undefined || value === false) return "";
  if (Array.isArray(value)) return value.map((one) => one[raw]).join("");
  return typeof value === "object" ? value[raw] : escapeHtml(String(value));
}

export const htmlText = (piece: Html): string => piece[raw];

/** JSON text for a `script` element, which it cannot end. */
export function jsonForHtml(text: string): string {
  return text
    .replaceAll("<", String.raw`\u003c`)
    .replaceAll("\u2028", String.raw`\u2028`)
    .replaceAll("\u2029", String.raw`\u2029`);
}
