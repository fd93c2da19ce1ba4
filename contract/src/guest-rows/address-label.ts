const LABEL = /(^|[\s,;|([<])(?:e-?)?mail(?:-?adresse| address)?\s?:\s{0,3}(?=\S{1,64}@)/giu;
/** A link to an address may bring a subject along (RFC 6068). */
const LINK = /(^|[\s,;|([<"'])mailto:([^\s<>,;?"']{1,260})(?:\?[^\s<>,;"']{0,2000})?/giu;

/** Addresses alone, without `mailto:` or `E-Mail:` before them. */
export function withoutAddressLabels(text: string): string {
  return text.includes(":") && text.includes("@") ? text.replace(LABEL, "$1").replace(LINK, "$1$2") : text;
}
