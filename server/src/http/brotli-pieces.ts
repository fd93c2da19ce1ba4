import { promisify } from "node:util";
import { brotliCompress, brotliDecompress, constants, createBrotliCompress } from "node:zlib";
import { BROTLI_QUALITY } from "./server.ts";

/** Bytes that many readers get alike, but for the gaps between the pieces, each of which a reader's own bytes of just that length fill. */
export interface Gapped {
  pieces: Buffer[];
  /** The length of each, one fewer than there are pieces (bytes). */
  gaps: number[];
  byteLength: number;
}

/** Most bytes in all gaps: `unlikeText` has no more that do not repeat. */
export const MAX_GAPS = 336;

export const gapped = (pieces: Buffer[], gaps: number[]): Gapped => ({
  pieces,
  gaps,
  byteLength: [...pieces.map(({ length }) => length), ...gaps].reduce((sum, length) => sum + length, 0),
});

const params = { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY };
const compress = promisify(brotliCompress);
const decompress = promisify(brotliDecompress);

export const compressWhole = (bytes: Buffer): Promise<Buffer> => compress(bytes, { params });

/** An empty meta-block that is the last of its stream. */
export const LAST_BLOCK = Buffer.of(0b11);

/**
 * Bytes as an uncompressed meta-block (RFC 7932, 9.2): not the last, the length less one in 16 bits, uncompressed, and
 * zeros up to the next byte. It refers to nothing, so it can follow any other.
 */
export function uncompressedBlock(bytes: Buffer): Buffer[] {
  if (bytes.length === 0) return [];
  const header = Buffer.alloc(3);
  header.writeUIntLE(((bytes.length - 1) << 3) | (1 << 19), 0, 3);
  return [header, bytes];
}

/**
 * Compresses pieces into the beginning of one stream, each up to where a byte ends, so that uncompressed blocks can stand
 * in the gaps and behind the last. While it is compressed, a gap holds bytes of its length that occur in no text: later
 * pieces refer to earlier ones across it, and never to what is in it. That is tried once; null: it does not hold.
 */
export async function compressPieces({ pieces, gaps }: Gapped): Promise<Buffer[] | null> {
  const encoder = createBrotliCompress({ params });
  let written: Buffer[] = [];
  encoder.on("data", (chunk: Buffer) => written.push(chunk));
  const flushed = (bytes: Uint8Array) =>
    new Promise<Buffer>((resolve, reject) => {
      written = [];
      encoder.once("error", reject);
      if (bytes.length > 0) encoder.write(bytes);
      encoder.flush(() => {
        encoder.off("error", reject);
        resolve(Buffer.concat(written));
      });
    });
  const compressed: Buffer[] = [];
  let filled = 0;
  for (const [index, piece] of pieces.entries()) {
    compressed.push(await flushed(piece));
    const gap = gaps[index];
    if (gap === undefined) continue;
    await flushed(unlikeText(filled, gap));
    filled += gap;
  }
  encoder.destroy();
  return filled === 0 || (await holds({ pieces, gaps }, compressed)) ? compressed : null;
}

async function holds({ pieces, gaps }: Pick<Gapped, "pieces" | "gaps">, compressed: Buffer[]): Promise<boolean> {
  const fillings = gaps.map((gap) => Buffer.alloc(gap, "Grace "));
  const found = await decompress(withFillings(compressed, fillings)).catch(() => null);
  return found !== null && found.equals(Buffer.concat(filledIn(pieces, fillings)));
}

/** The whole stream. */
export function withFillings(compressed: Buffer[], fillings: Buffer[], end: Buffer = Buffer.alloc(0)): Buffer {
  const blocks = fillings.map(uncompressedBlock);
  const parts = compressed.flatMap((piece, index) => [piece, ...(blocks[index] ?? [])]);
  return Buffer.concat([...parts, ...uncompressedBlock(end), LAST_BLOCK]);
}

export const filledIn = (pieces: Buffer[], fillings: Buffer[]): Buffer[] =>
  pieces.flatMap((piece, index) => (fillings[index] ? [piece, fillings[index]] : [piece]));

/** Bytes that UTF-8 never has. */
const NEVER = [0xc0, 0xc1, 0xf5, 0xf6, 0xf7, 0xf8, 0xf9, 0xfa, 0xfb, 0xfc, 0xfd, 0xfe, 0xff];

/** A part of a sequence in which no four bytes come twice, so that nothing of it is a copy of anything. */
function unlikeText(from: number, length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, index) => {
    const at = from + index;
    const pair = Math.floor(at / 2);
    return NEVER[(at % 2 === 0 ? pair : Math.floor(pair / NEVER.length)) % NEVER.length]!;
  });
}
