const raw = Symbol("html");

/** Markup that is safe to put into a page: only `html` makes it. */
export interface Html {
  readonly [raw]: string;
}

type Value = string | number | null | undefined | false | Html | Html[];

const escapes: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const special = /[&<>"']/;
// Most texts have nothing to escape, and a page has hundreds of them.
export const escapeHtml = (text: string): string =>
  special.test(text) ? text.replaceAll(/[&<>"']/g, (character) => escapes[character]!) : text;

/** A piece of markup. Everything put into it is escaped, unless it was made by `html` itself. */
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

/** JSON that may stand inside a `script` element: nothing in it can end the element. */
export function jsonForHtml(data: unknown): string {
  return JSON.stringify(data)
    .replaceAll("<", String.raw`\u003c`)
    .replaceAll("\u2028", String.raw`\u2028`)
    .replaceAll("\u2029", String.raw`\u2029`);
}
