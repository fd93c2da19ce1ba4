import { decodeText, type TextEncoding } from "@turnout/contract/decode-text";
import { newId } from "../live/new-id.ts";
import type { DraftSource } from "./draft-rows.ts";

export const FILE_KINDS = ".csv,.tsv,.txt,.vcf,.xlsx";

export interface DraftFile extends DraftSource {
  fileName: string;
  /** Null for a spreadsheet, whose letters are certain. */
  encoding: TextEncoding | null;
  /** Whether somebody should look if the letters are right. */
  isGuess: boolean;
  bytes: Uint8Array;
}

/** What a chosen file has to say; null when it is of a kind that cannot be read here. */
export async function readFile(file: File): Promise<DraftFile | null> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const own = { id: newId(), fileName: file.name, bytes };
  if (bytes[0] !== 0x50 || bytes[1] !== 0x4b) return isText(bytes) ? { ...own, ...decodeText(bytes) } : null;
  const { firstSheet, sheetAsText } = await import("./spreadsheet/xlsx.ts");
  try {
    const rows = firstSheet(bytes);
    return rows && { ...own, text: sheetAsText(rows), encoding: null, isGuess: false };
  } catch {
    return null;
  }
}

/** The same file, its bytes read as other letters. */
export function readAs(file: DraftFile, encoding: TextEncoding): DraftFile {
  return { ...file, ...decodeText(file.bytes, encoding), isGuess: true };
}

/** Old Excel files, PDFs and pictures begin with marks of their own. */
function isText(bytes: Uint8Array): boolean {
  const start = [...bytes.subarray(0, 4)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return !["d0cf11e0", "25504446", "89504e47", "ffd8ffe0", "ffd8ffe1"].includes(start);
}
