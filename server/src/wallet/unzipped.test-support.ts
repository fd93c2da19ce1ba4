import { inflateRawSync } from "node:zlib";

const DEFLATED = 8;

/** The files in a ZIP, by its directory. */
export function unzipped(file: Buffer): Record<string, Buffer> {
  const end = file.lastIndexOf("PK\x05\x06");
  const files: Record<string, Buffer> = {};
  for (let at = file.readUInt32LE(end + 16), left = file.readUInt16LE(end + 10); left > 0; left--) {
    const [method, packed, nameLength] = [file.readUInt16LE(at + 10), file.readUInt32LE(at + 20), file.readUInt16LE(at + 28)];
    const name = file.toString("utf8", at + 46, at + 46 + nameLength);
    const begin = file.readUInt32LE(at + 42) + 30 + nameLength;
    const body = file.subarray(begin, begin + packed);
    files[name] = method === DEFLATED ? inflateRawSync(body) : body;
    at += 46 + nameLength;
  }
  return files;
}
