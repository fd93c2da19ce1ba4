import { decodeText, type TextEncoding } from "@turnout/contract/decode-text";
import { parseGuests, type ParsedGuests } from "@turnout/contract/guest-rows";

/** A file, as it guesses or in letters that somebody chose; or a text. */
export type DraftAsk = { bytes: Uint8Array; encoding?: TextEncoding } | { text: string };

export interface ReadDraft {
  text: string;
  encoding: TextEncoding | null;
  isGuess: boolean;
  parsed: ParsedGuests;
}

/** The people in a file or a text; null when it is of a kind that cannot be read here. `onShare` hears how much is read. */
export async function readDraft(ask: DraftAsk, onShare: (share: number) => void): Promise<ReadDraft | null> {
  const found = "text" in ask ? { text: ask.text, encoding: null, isGuess: false } : await textOf(ask.bytes, ask.encoding);
  return found && { ...found, parsed: parseGuests(found.text, {}, onShare) };
}

async function textOf(bytes: Uint8Array, encoding?: TextEncoding) {
  if (bytes[0] !== 0x50 || bytes[1] !== 0x4b) return isText(bytes) ? decodeText(bytes, encoding) : null;
  const { firstSheet, sheetAsText } = await import("./spreadsheet/xlsx.ts");
  try {
    const rows = firstSheet(bytes);
    return rows && { text: sheetAsText(rows), encoding: null, isGuess: false };
  } catch {
    return null;
  }
}

/** Old Excel files, PDFs and pictures begin with marks of their own. */
function isText(bytes: Uint8Array): boolean {
  const start = [...bytes.subarray(0, 4)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return !["d0cf11e0", "25504446", "89504e47", "ffd8ffe0", "ffd8ffe1"].includes(start);
}
