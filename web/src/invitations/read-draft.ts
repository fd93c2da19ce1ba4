import { decodeText, type TextEncoding } from "@turnout/contract/decode-text";
import { parseGuests, type ParsedGuests } from "@turnout/contract/guest-rows";

export interface FileChoices {
  encoding?: TextEncoding | undefined;
  /** Rows that a spreadsheet hides are read too. */
  withHidden?: boolean | undefined;
}

/** A file, read by its own marks or as somebody chose; or a text. */
export type DraftAsk = (FileChoices & { bytes: Uint8Array }) | { text: string };

export interface ReadDraft {
  text: string;
  encoding: TextEncoding | null;
  isGuess: boolean;
  /** How many rows a spreadsheet hides, and whether they were read all the same. */
  hidden: number;
  withHidden: boolean;
  parsed: ParsedGuests;
}

/** The people in a file or a text; null when it is of a kind that cannot be read here. `onShare` is called with the progress. */
export async function readDraft(ask: DraftAsk, onShare: (share: number) => void): Promise<ReadDraft | null> {
  const found = "text" in ask ? { text: ask.text, ...PLAIN } : await textOf(ask.bytes, ask);
  return found && { ...found, parsed: parseGuests(found.text, {}, onShare) };
}

const PLAIN = { encoding: null, isGuess: false, hidden: 0, withHidden: false };

async function textOf(bytes: Uint8Array, { encoding, withHidden = false }: FileChoices) {
  if (bytes[0] !== 0x50 || bytes[1] !== 0x4b) return isText(bytes) ? { ...PLAIN, ...decodeText(bytes, encoding) } : null;
  const { firstSheet, sheetAsText } = await import("./spreadsheet/xlsx.ts");
  try {
    const sheet = firstSheet(bytes, { withHidden });
    return sheet && { ...PLAIN, text: sheetAsText(sheet.rows), hidden: sheet.hidden, withHidden };
  } catch {
    return null;
  }
}

/** Old Excel files, PDFs and pictures begin with marks of their own. */
function isText(bytes: Uint8Array): boolean {
  const start = [...bytes.subarray(0, 4)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return !["d0cf11e0", "25504446", "89504e47", "ffd8ffe0", "ffd8ffe1"].includes(start);
}
