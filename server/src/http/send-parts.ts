import type { FastifyReply, FastifyRequest } from "fastify";
import { compressPieces, compressWhole, filledIn, gapped, withFillings, type Gapped } from "./brotli-pieces.ts";

/** Longest own part that is sent uncompressed behind a compressed start (bytes). A longer one is compressed with the whole. */
export const MAX_UNCOMPRESSED = 4_096;

/** A body in parts. The start is the same object for all who get it, so that it is compressed once. */
export interface Parts {
  start: Buffer | Gapped;
  /** What is the reader's own in the gaps of the start, if it has any. */
  fillings?: Buffer[];
  /** What is the reader's own behind it. May be empty. */
  end: Buffer;
}

export type SendParts = (request: FastifyRequest, reply: FastifyReply, parts: Parts) => Promise<FastifyReply>;

/** Compresses bodies. */
export interface PartsCompressor {
  whole(bytes: Buffer): Promise<Buffer>;
  pieces(start: Gapped): Promise<Buffer[] | null>;
}

/**
 * Sends bodies that begin alike. Compressing one costs several times what making it does; here what is alike is compressed
 * once, also for concurrent requests, and a reader's own parts stand between and behind it as they are. The reply's other
 * headers are the caller's.
 */
export function createPartsSender(compress: PartsCompressor = { whole: compressWhole, pieces: compressPieces }): SendParts {
  /** As long as the bytes themselves are kept. */
  const starts = new WeakMap<Buffer | Gapped, Promise<Buffer[] | null>>();

  function compressedStart(start: Buffer | Gapped): Promise<Buffer[] | null> {
    const known = starts.get(start);
    if (known) return known;
    const fresh = compress.pieces(Buffer.isBuffer(start) ? gapped([start], []) : start);
    starts.set(start, fresh);
    fresh.catch(() => starts.delete(start));
    return fresh;
  }

  async function compressed(parts: Parts): Promise<Buffer> {
    const { start, fillings = [], end } = parts;
    const pieces = end.length > MAX_UNCOMPRESSED ? null : await compressedStart(start);
    return pieces ? withFillings(pieces, fillings, end) : compress.whole(plain(parts));
  }

  return async (request, reply, parts) => {
    if (!takesBrotli(request.headers["accept-encoding"])) return reply.send(plain(parts)); // gzip, or as it is
    const bytes = await compressed(parts);
    return reply.header("content-encoding", "br").header("vary", "accept-encoding").send(bytes);
  };
}

function plain({ start, fillings = [], end }: Parts): Buffer {
  return Buffer.concat([...filledIn(Buffer.isBuffer(start) ? [start] : start.pieces, fillings), end]);
}

/** Whether `br` is among the encodings that a reader takes (RFC 9110, 12.5.3). */
function takesBrotli(encodings: string | string[] = ""): boolean {
  return String(encodings)
    .toLowerCase()
    .split(",")
    .map((one) => one.replaceAll(/\s/g, "").split(";q="))
    .some(([name, weight]) => name === "br" && (weight === undefined || Number(weight) > 0));
}
