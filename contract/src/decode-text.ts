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
  "iso-2022-jp",
  "gb18030",
  "big5",
  "euc-kr",
  "utf-16le",
  "utf-16be",
  "utf-32le",
  "utf-32be",
] as const;
export type TextEncoding = (typeof TEXT_ENCODINGS)[number];

export interface DecodedText {
  text: string;
  encoding: TextEncoding;
  /** The file does not name its encoding: somebody who knows the names has to check them. */
  isGuess: boolean;
}

/** Bytes looked at to find out what a file is. */
const SAMPLE = 64 * 1024;

/**
 * The text of an exported file. Never fails. In this order: its byte order mark decides, then zeros in every other byte
 * or three of four, then the switches of ISO-2022-JP, then whether it is UTF-8, a broken character or two aside. Anything else comes from an old Windows program, in an
 * encoding that only its reader can choose. The byte order mark is not part of the text.
 */
export function decodeText(bytes: Uint8Array, wanted: TextEncoding | null = null): DecodedText {
  const declared = wanted ?? markOf(bytes) ?? wideOf(bytes) ?? switchedOf(bytes);
  if (declared) return { text: decodedAs(declared, bytes), encoding: declared, isGuess: false };
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes), encoding: "utf-8", isGuess: false };
  } catch {
    const encoding = isNearlyUtf8(bytes) ? "utf-8" : "windows-1252";
    return { text: decodedAs(encoding, bytes), encoding, isGuess: encoding !== "utf-8" };
  }
}

function decodedAs(encoding: TextEncoding, bytes: Uint8Array): string {
  if (encoding === "utf-32le" || encoding === "utf-32be") return utf32(bytes, encoding === "utf-32le");
  return new TextDecoder(encoding).decode(bytes);
}

/** No browser reads it. What is no character becomes the sign for that, as with the others. */
function utf32(bytes: Uint8Array, isLittle: boolean): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let text = "";
  for (let at = 0; at < bytes.length; at += 4) {
    const point = at + 4 <= bytes.length ? view.getUint32(at, isLittle) : 0xfffd;
    const isCharacter = point <= 0x10ffff && (point < 0xd800 || point > 0xdfff);
    text += String.fromCodePoint(isCharacter ? point : 0xfffd);
  }
  return text.replace(/^\ufeff/, "");
}

function markOf(bytes: Uint8Array): TextEncoding | null {
  const [first, second, third, fourth] = bytes;
  if (first === 0xff && second === 0xfe && third === 0 && fourth === 0 && bytes.length % 4 === 0) return "utf-32le";
  if (first === 0 && second === 0 && third === 0xfe && fourth === 0xff) return "utf-32be";
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  return bytes[0] === 0xfe && bytes[1] === 0xff ? "utf-16be" : null;
}

/** Only text of two or four bytes a character has zeros: in two its spaces and line ends do, in four each has at least one. */
function wideOf(bytes: Uint8Array): TextEncoding | null {
  const zeros = [0, 0, 0, 0];
  const end = Math.min(bytes.length, SAMPLE);
  for (let at = 0; at < end; at++) if (bytes[at] === 0) zeros[at % 4]! += 1;
  const [first = 0, second = 0, third = 0, fourth = 0] = zeros;
  const [even, odd] = [first + third, second + fourth];
  if (even + odd === 0 || (even + odd) * 50 < end) return null;
  if (bytes.length % 4 === 0 && fourth * 4 === end && third * 5 > end) return "utf-32le";
  if (bytes.length % 4 === 0 && first * 4 === end && second * 5 > end) return "utf-32be";
  if (odd > even * 8) return "utf-16le";
  return even > odd * 8 ? "utf-16be" : null;
}

/** ISO-2022-JP has no byte above 127, so it would pass for UTF-8: what switches to its characters gives it away. */
function switchedOf(bytes: Uint8Array): TextEncoding | null {
  for (let at = bytes.indexOf(ESCAPE); at >= 0; at = bytes.indexOf(ESCAPE, at + 1)) {
    if (bytes[at + 1] === 0x24 && (bytes[at + 2] === 0x40 || bytes[at + 2] === 0x42)) return "iso-2022-jp";
  }
  return null;
}
const ESCAPE = 0x1b;

/** At least as many characters of several bytes as broken ones: by chance there are next to none. */
function isNearlyUtf8(bytes: Uint8Array): boolean {
  const text = new TextDecoder("utf-8").decode(bytes);
  let whole = 0;
  let broken = 0;
  for (const character of text) {
    if (character === "\ufffd") broken++;
    else if (character > "\x7f") whole++;
  }
  return whole >= broken;
}
