import { promisify } from "node:util";
import { brotliCompress, constants } from "node:zlib";
import type { FastifyReply, FastifyRequest } from "fastify";
import { BROTLI_QUALITY } from "./server.ts";

/** Longest own part that is sent uncompressed behind a compressed start (bytes). A longer one is compressed with the whole. */
export const MAX_UNCOMPRESSED = 4_096;

/** A body in two parts. The first is the same bytes object for all who get it, so that it is compressed once. */
export interface Parts {
  start: Buffer;
  /** What is the reader's own. May be empty. */
  end: Buffer;
}

export type SendParts = (request: FastifyRequest, reply: FastifyReply, parts: Parts) => Promise<FastifyReply>;

type Compress = (bytes: Buffer, isWhole: boolean) => Promise<Buffer>;

/**
 * Sends bodies that begin alike. Compressing one costs several times what making it does; here the beginning is compressed
 * once, also for concurrent requests, and a reader's own part follows as it is. The reply's other headers are the caller's.
 */
export function createPartsSender(compress: Compress = brotli): SendParts {
  /** As long as the bytes themselves are kept. */
  const starts = new WeakMap<Buffer, Promise<Buffer>>();

  function compressedStart(start: Buffer): Promise<Buffer> {
    const known = starts.get(start);
    if (known) return known;
    const fresh = compress(start, false);
    starts.set(start, fresh);
    fresh.catch(() => starts.delete(start));
    return fresh;
  }

  async function compressed({ start, end }: Parts): Promise<Buffer> {
    if (end.length > MAX_UNCOMPRESSED) return compress(Buffer.concat([start, end]), true);
    return Buffer.concat([await compressedStart(start), ...uncompressedBlock(end), LAST_BLOCK]);
  }

  return async (request, reply, parts) => {
    if (!takesBrotli(request.headers["accept-encoding"])) return reply.send(Buffer.concat([parts.start, parts.end])); // gzip, or as it is
    const bytes = await compressed(parts);
    return reply.header("content-encoding", "br").header("vary", "accept-encoding").send(bytes);
  };
}

const compressing = promisify(brotliCompress);

/** What is not whole ends where a byte does, and the stream goes on (RFC 7932, 9.2). */
const brotli: Compress = (bytes, isWhole) =>
  compressing(bytes, {
    params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY },
    finishFlush: isWhole ? constants.BROTLI_OPERATION_FINISH : constants.BROTLI_OPERATION_FLUSH,
  });

/** An empty meta-block that is the last of its stream. */
const LAST_BLOCK = Buffer.of(0b11);

/**
 * Bytes as an uncompressed meta-block (RFC 7932, 9.2): not the last, the length less one in 16 bits, uncompressed, and
 * zeros up to the next byte. It refers to nothing, so it can follow any other.
 */
function uncompressedBlock(bytes: Buffer): Buffer[] {
  if (bytes.length === 0) return [];
  const header = Buffer.alloc(3);
  header.writeUIntLE(((bytes.length - 1) << 3) | (1 << 19), 0, 3);
  return [header, bytes];
}

/** Whether `br` is among the encodings that a reader takes (RFC 9110, 12.5.3). */
function takesBrotli(encodings: string | string[] = ""): boolean {
  return String(encodings)
    .toLowerCase()
    .split(",")
    .map((one) => one.replaceAll(/\s/g, "").split(";q="))
    .some(([name, weight]) => name === "br" && (weight === undefined || Number(weight) > 0));
}
