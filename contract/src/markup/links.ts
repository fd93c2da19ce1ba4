import { isEmailAddress, normalizeEmail } from "../email-address.ts";

export const MAX_HREF = 2_000;

/**
 * The address a link may lead to, written out in full, or null. Only http, https and mailto: no script, no file, no
 * password in front of the host, which is how one site is made to look like another.
 */
export function safeHref(text: string): string | null {
  if (text.length > MAX_HREF) return null;
  if (/^mailto:/i.test(text)) return mailHref(text.slice("mailto:".length));
  if (!/^https?:\/\/[^\s\\]+$/i.test(text)) return null;
  const url = parseUrl(text);
  const isPlain = url !== null && /^https?:$/.test(url.protocol) && url.username === "" && url.password === "";
  return isPlain && url.href.length <= 3 * MAX_HREF ? url.href : null;
}

/** Null for an invalid address. (`URL.parse` needs a newer browser than many guests have.) */
export function parseUrl(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}

function mailHref(address: string): string | null {
  const normal = normalizeEmail(address);
  return isEmailAddress(normal) && !/[%?#&]/.test(normal) ? `mailto:${normal}` : null;
}

/** Whether the text of a link names another site than the one it leads to. */
export function pretends(words: string, href: string): boolean {
  const named = /^(?:https?:\/\/|www\.)?([\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,8})(?:[/?#:]|$)/iu.exec(words.trim());
  if (!named) return false;
  const site = parseUrl(`https://${named[1] ?? ""}`)?.hostname ?? "";
  return withoutWww(site) !== withoutWww(parseUrl(href)?.hostname ?? "");
}

function withoutWww(host: string): string {
  return host.startsWith("www.") ? host.slice("www.".length) : host;
}

/** Where a bare address that starts here ends: at a space or bracket, and before punctuation that belongs to the sentence. */
export function bareLinkEnd(text: string, start: number): number {
  let end = start;
  let open = 0;
  let close = 0;
  for (; end < text.length && !/[\s<>"`[\]{}|\\^\p{Cc}]/u.test(text.charAt(end)); end++) {
    if (text.charAt(end) === "(") open++;
    if (text.charAt(end) === ")") close++;
  }
  for (; end > start; end--) {
    const last = text.charAt(end - 1);
    if (last === ")" && close > open) close--;
    else if (!".,;:!?'*_~”“’»…".includes(last)) break;
  }
  return end;
}
