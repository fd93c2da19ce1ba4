/** Longest name of a person or an event in a file's name (characters). */
const MAX_NAME = 40;

/** A person's or event's name without what file systems take for a path, or forbid. */
export function fileNameOf(name: string): string {
  const kept = [...name.replaceAll(/[\p{C}\\/:*?"<>|]/gu, "_")].slice(0, MAX_NAME).join("");
  return kept.replace(/[. ]+$/, "") || "_";
}

/** A `Content-Disposition` for a file of an event, which bears its title (RFC 6266, RFC 8187); whoever cannot read that, and a file of an event without one, calls it `plain`. */
export function attachmentOf(title: string, plain: `${string}.${string}`): string {
  if (title === "") return `attachment; filename="${plain}"`;
  const encoded = encodeURIComponent(fileNameOf(title)).replaceAll(/['()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`);
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}${plain.slice(plain.lastIndexOf("."))}`;
}
