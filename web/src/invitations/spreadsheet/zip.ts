import { unzipSync } from "fflate";

/** Bytes one file of an archive may unpack to: a spreadsheet of 10,000 people has a few million. */
export const MAX_UNPACKED_BYTES = 64 * 1024 * 1024;
/** Most files of an archive: a spreadsheet has dozens. */
export const MAX_FILES = 10_000;

/** Why an archive is not unpacked. */
export class TooMuch extends Error {}

/** One file of a ZIP archive as text; null when there is none of that name, or this is no archive. */
export function fileOfZip(bytes: Uint8Array, name: string): string | null {
  const wanted = sameName(name);
  let seen = 0;
  const filter = (file: { name: string; originalSize: number }) => {
    if (++seen > MAX_FILES) throw new TooMuch("has more files than any spreadsheet");
    if (sameName(file.name) !== wanted) return false;
    if (file.originalSize > MAX_UNPACKED_BYTES) throw new TooMuch("unpacks to more than any guest list has");
    return true;
  };
  const [found] = Object.values(unzipped(bytes, filter));
  return found ? new TextDecoder().decode(found) : null;
}

function unzipped(bytes: Uint8Array, filter: (file: { name: string; originalSize: number }) => boolean) {
  try {
    return unzipSync(bytes, { filter });
  } catch (error) {
    if (error instanceof TooMuch) throw error;
    return {};
  }
}

/** Parts are named without regard to case (ECMA-376-2, 6.2.2.3); some programs write backslashes. */
function sameName(name: string): string {
  return name.replaceAll("\\", "/").replace(/^\/+/, "").toLowerCase();
}
