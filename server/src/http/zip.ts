import { crc32 } from "node:zlib";

/** A file of an archive. `packed`: its bytes deflated; without, they are stored as they are. */
export interface ZipFile {
  name: string;
  data: Buffer;
  packed?: Buffer;
}

/** The time that all files bear (MS-DOS): the first of 1980, so that the same files are the same bytes. */
const NO_TIME = 0x00210000;
const UTF8_NAMES = 0x800;
const STORED = 0;
const DEFLATED = 8;
const VERSION = 20;

/**
 * A ZIP archive (APPNOTE 6.3.10) in pieces, one file at a time, so that memory does not grow with it. Without ZIP64: at most 65,535 files
 * and 4 GiB, which whoever calls has limits for.
 */
export async function* zipPieces(files: Iterable<ZipFile> | AsyncIterable<ZipFile>): AsyncGenerator<Buffer> {
  const directory: Buffer[] = [];
  let offset = 0;
  for await (const { name, data, packed } of files) {
    const body = packed ?? data;
    const nameBytes = Buffer.from(name);
    const about = Buffer.alloc(26);
    about.writeUInt16LE(VERSION, 0);
    about.writeUInt16LE(UTF8_NAMES, 2);
    about.writeUInt16LE(packed ? DEFLATED : STORED, 4);
    about.writeUInt32LE(NO_TIME, 6);
    about.writeUInt32LE(crc32(data), 10);
    about.writeUInt32LE(body.length, 14);
    about.writeUInt32LE(data.length, 18);
    about.writeUInt16LE(nameBytes.length, 22);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from("PK\x01\x02\x14\x00"), about, rest, nameBytes]));
    offset += 30 + nameBytes.length + body.length;
    yield Buffer.concat([Buffer.from("PK\x03\x04"), about, nameBytes]);
    yield body;
  }
  const index = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(directory.length, 4);
  end.writeUInt16LE(directory.length, 6);
  end.writeUInt32LE(index.length, 8);
  end.writeUInt32LE(offset, 12);
  yield Buffer.concat([index, Buffer.from("PK\x05\x06"), end]);
}
