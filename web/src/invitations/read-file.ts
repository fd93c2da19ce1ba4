import type { TextEncoding } from "@turnout/contract/decode-text";
import type { DraftSource } from "./draft-rows.ts";
import { readAside, type Watching } from "./read-aside.ts";
import type { FileChoices } from "./read-draft.ts";

export const FILE_KINDS = ".csv,.tsv,.txt,.vcf,.xlsx";

export interface DraftFile extends DraftSource {
  fileName: string;
  /** Null for a spreadsheet, whose text is certain. */
  encoding: TextEncoding | null;
  /** Whether somebody should check that the text reads right. */
  isGuess: boolean;
  /** How many rows a spreadsheet hides, and whether they were read all the same. */
  hidden: number;
  withHidden: boolean;
  bytes: Uint8Array;
}

/** The text of a chosen file; null when its kind cannot be read here. */
export async function readFile(id: string, file: File, watching: Watching): Promise<DraftFile | null> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const found = await readAside({ bytes }, watching);
  return found && { id, fileName: file.name, bytes, ...found };
}

/** The same file, decoded in the chosen encoding. */
export async function readAs(file: DraftFile, choices: FileChoices, watching: Watching): Promise<DraftFile> {
  const found = await readAside({ bytes: file.bytes, ...choices }, watching);
  return found ? { ...file, ...found, isGuess: choices.encoding !== undefined } : file;
}

/** The same file with another text. */
export async function readText(file: DraftFile, text: string, watching: Watching): Promise<DraftFile> {
  const found = await readAside({ text }, watching);
  return found ? { ...file, text, parsed: found.parsed } : file;
}
