/** Encodings a file may have, the likely ones first: what programs save as "CSV" or "text" somewhere. */
export const TEXT_ENCODINGS = [
  "utf-8",
  "windows-1252",
  "windows-1250",
  "windows-1251",
  "windows-1253",
  "windows-1254",
  "windows-1257",
  "macintosh",
  "ibm866",
  "koi8-r",
  "shift_jis",
  "gb18030",
  "big5",
  "euc-kr",
  "utf-16le",
  "utf-16be",
] as const;
export type TextEncoding = (typeof TEXT_ENCODINGS)[number];

export interface DecodedText {
  text: string;
  encoding: TextEncoding;
  /** Nothing in the file says so: whoever knows the names has to look whether they are right. */
  isGuess: boolean;
}

/** Bytes looked at to find out what a file is. */
const SAMPLE = 64 * 1024;

/**
 * The text of a file somebody exported somewhere. Never fails: the mark at its start decides, then zeros in every other
 * byte, then whether it is UTF-8, a broken letter or two aside; what is neither comes from an old Windows program, in
 * an encoding that only its reader can tell. The mark is not part of the text.
 */
export function decodeText(bytes: Uint8Array, wanted: TextEncoding | null = null): DecodedText {
  const told = wanted ?? markOf(bytes) ?? wideOf(bytes);
  if (told) return { text: new TextDecoder(told).decode(bytes), encoding: told, isGuess: false };
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes), encoding: "utf-8", isGuess: false };
  } catch {
    const encoding = isNearlyUtf8(bytes) ? "utf-8" : "windows-1252";
    return { text: new TextDecoder(encoding).decode(bytes), encoding, isGuess: encoding !== "utf-8" };
  }
}

function markOf(bytes: Uint8Array): TextEncoding | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  return bytes[0] === 0xfe && bytes[1] === 0xff ? "utf-16be" : null;
}

/** No text has zeros but one of two bytes a letter, whose spaces and line ends have them. */
function wideOf(bytes: Uint8Array): TextEncoding | null {
  const zeros = [0, 0];
  const end = Math.min(bytes.length, SAMPLE);
  for (let at = 0; at < end; at++) if (bytes[at] === 0) zeros[at % 2]! += 1;
  const [even = 0, odd = 0] = zeros;
  if (even + odd === 0 || (even + odd) * 50 < end) return null;
  if (odd > even * 8) return "utf-16le";
  return even > odd * 8 ? "utf-16be" : null;
}

/** At least as many letters of several bytes as there are broken ones: by chance there are next to none. */
function isNearlyUtf8(bytes: Uint8Array): boolean {
  const text = new TextDecoder("utf-8").decode(bytes);
  let whole = 0;
  let broken = 0;
  for (const letter of text) {
    if (letter === "\ufffd") broken++;
    else if (letter > "\x7f") whole++;
  }
  return whole >= broken;
}
