/** A number has this many digits or more: fewer are part of a name, or a count. */
const FEWEST_DIGITS = 6;
/** With a label before it, a prefix in parentheses and an extension behind it. Every part is bounded: time stays linear. */
const PHONE =
  /(?<![\p{L}\p{N}])(?:[☎✆📞📱]\ufe0f?\s?)?(?:(?:tel(?:efon|ephone)?|phone|fon|mob(?:ile?)?|cell|handy|fax|ph|t|m|p|whatsapp)\.?:?\s?)?\(?(?:\+|00)?\s?\(?\d[\d\s()/.·\u2010-\u2015-]{4,28}\d\)?(?:[\s,]{0,2}(?:ext|extension|extn|x|durchwahl|dw|app|#)\.?:?\s?\d{1,6})?\)?(?![\p{L}\p{N}])/giu;

/** The text without the phone numbers in it, and these. */
export function withoutPhones(text: string): { rest: string; phone: string } {
  const plain = /[\uff0b\uff10-\uff19]/.test(text) ? text.replace(/[\uff0b\uff10-\uff19]/g, (wide) => wide.normalize("NFKC")) : text;
  if (!hasDigits(plain, FEWEST_DIGITS)) return { rest: text, phone: "" }; // most lines, and far cheaper than the pattern
  const phones: string[] = [];
  const rest = plain.replace(PHONE, (found) => {
    if (found.replace(/\D/g, "").length < FEWEST_DIGITS) return found;
    phones.push(found.trim());
    return " ";
  });
  return phones.length > 0 ? { rest: tidy(rest), phone: phones.join(" ") } : { rest: text, phone: "" };
}

function hasDigits(text: string, least: number): boolean {
  let found = 0;
  for (let at = 0; at < text.length && found < least; at++) {
    const code = text.charCodeAt(at);
    if (code >= 48 && code <= 57) found += 1;
  }
  return found >= least;
}

/** Whether this is a phone number and nothing else. */
export function isPhone(text: string): boolean {
  const { rest, phone } = withoutPhones(text);
  return phone !== "" && !/[\p{L}\p{N}@]/u.test(rest);
}

/** Without the marks and brackets that stood around a number. */
function tidy(rest: string): string {
  return rest
    .replace(/\(\s{0,3}\)|\[\s{0,3}\]/g, " ")
    .split(/\s+/)
    .filter((word) => word !== "")
    .join(" ");
}
