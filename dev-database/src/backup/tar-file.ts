import { createReadStream } from "node:fs";
import { open, mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Readable } from "node:stream";

/** Files are kept in a tar as POSIX describes it (ustar), which every `tar` reads. */
const BLOCK = 512;
/** The name's field. PostgreSQL's own names are shorter. */
const MAX_NAME = 100;

export interface TarEntry {
  name: string;
  /** A folder has none. */
  content?: Buffer | { path: string; size: number };
}

/** The bytes of a tar with these entries. A file that became shorter meanwhile is filled up, and one that grew is cut off. */
export async function* writeTar(entries: AsyncIterable<TarEntry>): AsyncGenerator<Buffer> {
  for await (const { name, content } of entries) {
    if (content === undefined) {
      yield header(`${name}/`, 0);
      continue;
    }
    const size = Buffer.isBuffer(content) ? content.length : content.size;
    yield header(name, size);
    if (Buffer.isBuffer(content)) yield content;
    else yield* exactly(content.path, size);
    if (size % BLOCK > 0) yield Buffer.alloc(BLOCK - (size % BLOCK));
  }
  yield Buffer.alloc(2 * BLOCK);
}

async function* exactly(path: string, size: number): AsyncGenerator<Buffer> {
  let left = size;
  if (size > 0)
    for await (const chunk of createReadStream(path, { end: size - 1, highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
      left -= chunk.length;
      yield chunk;
    }
  while (left > 0) {
    const some = Math.min(left, 1 << 20);
    left -= some;
    yield Buffer.alloc(some);
  }
}

function header(name: string, size: number): Buffer {
  const isFolder = name.endsWith("/");
  if (Buffer.byteLength(name) > MAX_NAME) throw new Error(`the name is too long for a backup: ${name}`);
  const block = Buffer.alloc(BLOCK);
  const octal = (value: number, at: number, length: number) => block.write(`${value.toString(8).padStart(length - 1, "0")}\0`, at);
  block.write(name, 0);
  octal(isFolder ? 0o700 : 0o600, 100, 8);
  octal(0, 108, 8);
  octal(0, 116, 8);
  octal(size, 124, 12);
  octal(0, 136, 12);
  block.write("        ", 148);
  block.write(isFolder ? "5" : "0", 156);
  block.write("ustar\0" + "00", 257);
  octal(sum(block), 148, 7);
  return block;
}

const sum = (block: Buffer) => block.reduce((total, byte) => total + byte, 0);

/** Unpacks a tar that `writeTar` made into a folder; each file's owner is set by `own`. Throws for one that is cut off or not such a tar. */
export async function readTar(bytes: Readable, folder: string, own: (path: string) => Promise<void>): Promise<void> {
  const input = new Blocks(bytes);
  for (;;) {
    const block = await input.take(BLOCK);
    if (block.every((byte) => byte === 0)) break;
    await unpackOne(block, input, folder, own);
  }
  await input.drain();
}

async function unpackOne(block: Buffer, input: Blocks, folder: string, own: (path: string) => Promise<void>): Promise<void> {
  const text = (at: number, length: number) => block.toString("utf8", at, at + length).split("\0", 1)[0]!;
  const written = Number.parseInt(text(148, 8), 8);
  const plain = Buffer.from(block).fill(" ", 148, 156);
  if (sum(plain) !== written) throw new Error("the backup is damaged: a file's header has another sum");
  const name = text(0, MAX_NAME);
  if (!/^[\w.-]+(\/[\w.-]+)*\/?$/.test(name) || name.split("/").includes(".."))
    throw new Error(`the backup has a file with an odd name: ${name}`);
  const path = join(folder, name);
  if (text(156, 1) === "5") {
    await mkdir(path, { recursive: true, mode: 0o700 });
    return own(path);
  }
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const size = Number.parseInt(text(124, 12), 8);
  const file = await open(path, "wx", 0o600);
  try {
    for (let left = size; left > 0;) {
      const chunk = await input.some(left);
      left -= chunk.length;
      await file.writeFile(chunk);
    }
  } finally {
    await file.close();
  }
  await input.take((BLOCK - (size % BLOCK)) % BLOCK);
  await own(path);
}

/** Reads a stream in pieces of the wanted length. */
class Blocks {
  readonly #chunks: AsyncIterator<Buffer>;
  #rest: Buffer = Buffer.alloc(0);

  constructor(bytes: Readable) {
    this.#chunks = (bytes as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
  }

  /** At least one byte, at most this many. */
  async some(most: number): Promise<Buffer> {
    while (this.#rest.length === 0) {
      const { value, done } = await this.#chunks.next();
      if (done) throw new Error("the backup is cut off");
      this.#rest = value;
    }
    const taken = this.#rest.subarray(0, most);
    this.#rest = this.#rest.subarray(taken.length);
    return taken;
  }

  async take(length: number): Promise<Buffer> {
    const parts: Buffer[] = [];
    for (let left = length; left > 0;) {
      const part = await this.some(left);
      left -= part.length;
      parts.push(part);
    }
    return Buffer.concat(parts);
  }

  /** Reads to the end, so that whoever sums up the bytes has seen all of them. */
  async drain(): Promise<void> {
    while (!(await this.#chunks.next()).done);
  }
}
