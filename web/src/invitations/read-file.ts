import type { TextEncoding } from "@turnout/contract/decode-text";
import type { DraftSource } from "./draft-rows.ts";
import { readAside, type Watching } from "./read-aside.ts";

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
export async function readFile(id: string, file: File, watching: Watching): Promise<DraftFile | null> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const found = await readAside({ bytes }, watching);
  return found && { id, fileName: file.name, bytes, ...found };
}

/** The same file, its bytes read as other letters. */
export async function readAs(file: DraftFile, encoding: TextEncoding, watching: Watching): Promise<DraftFile> {
  const found = await readAside({ bytes: file.bytes, encoding }, watching);
  return found ? { ...file, ...found, isGuess: true } : file;
}

/** The same file with another text. */
export async function readText(file: DraftFile, text: string, watching: Watching): Promise<DraftFile> {
  const found = await readAside({ text }, watching);
  return found ? { ...file, text, parsed: found.parsed } : file;
}
