import { crc32, deflateRawSync, inflateRawSync } from "node:zlib";
import { expect, test } from "vitest";
import { zipPieces, type ZipFile } from "./zip.ts";

/** What a reader finds by the directory: names, sums and bytes of the files. */
function filesIn(archive: Buffer) {
  const end = archive.lastIndexOf("PK\x05\x06");
  const files: { name: string; data: Buffer; isWhole: boolean }[] = [];
  let at = archive.readUInt32LE(end + 16);
  for (let left = archive.readUInt16LE(end + 10); left > 0; left--) {
    const [method, sum, size, nameLength] = [
      archive.readUInt16LE(at + 10),
      archive.readUInt32LE(at + 16),
      archive.readUInt32LE(at + 20),
      archive.readUInt16LE(at + 28),
    ];
    const name = archive.toString("utf8", at + 46, at + 46 + nameLength);
    const begin = archive.readUInt32LE(at + 42) + 30 + nameLength;
    const body = archive.subarray(begin, begin + size);
    const data = method === 8 ? inflateRawSync(body) : body;
    files.push({ name, data, isWhole: crc32(data) === sum && data.length === archive.readUInt32LE(at + 24) });
    at += 46 + nameLength;
  }
  return files;
}

test("an archive has each file whole, stored or deflated, under its name", async () => {
  const [photo, text] = [Buffer.from([1, 2, 3, 255]), Buffer.from("Hello ".repeat(100))];
  const pieces = await Array.fromAsync(
    zipPieces([
      { name: "1 Zoë.webp", data: photo },
      { name: "a.txt", data: text, packed: deflateRawSync(text) },
    ]),
  );
  expect(filesIn(Buffer.concat(pieces))).toEqual([
    { name: "1 Zoë.webp", data: photo, isWhole: true },
    { name: "a.txt", data: text, isWhole: true },
  ]);
});

test("an archive of nothing is one", async () => {
  expect(filesIn(Buffer.concat(await Array.fromAsync(zipPieces([]))))).toEqual([]);
});

test("no file is read before the ones in front of it are taken", async () => {
  let read = 0;
  async function* files(): AsyncGenerator<ZipFile> {
    for (; read < 1_000; read++) yield { name: `${read}`, data: Buffer.alloc(8) };
  }
  const pieces = zipPieces(files());
  for (let taken = 0; taken < 6; taken++) await pieces.next(); // two pieces each
  expect(read).toBeLessThanOrEqual(3);
  await pieces.return(undefined);
});
