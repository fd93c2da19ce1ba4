import { hash } from "node:crypto";
import { promisify } from "node:util";
import { brotliCompress, constants } from "node:zlib";
import type { FastifyReply, FastifyRequest } from "fastify";
import { BROTLI_QUALITY } from "../http/server.ts";

/** Compressed pages that are cached; beyond that, the least recently used leave. */
export const MAX_COMPRESSED = 1_000;

const compressed = promisify(brotliCompress);

export type SendPage = (request: FastifyRequest, reply: FastifyReply, status: number, page: Buffer) => Promise<FastifyReply>;

/**
 * Sends pages. Compressing one costs several times what rendering it does, and all anonymous visitors get the same page: it
 * is compressed once, also for concurrent requests.
 */
export function createPageSender(most = MAX_COMPRESSED, compress: (page: Buffer) => Promise<Buffer> = brotli): SendPage {
  const kept = new Map<string, Promise<Buffer>>();

  function bytesOf(page: Buffer): Promise<Buffer> {
    const key = hash("sha256", page, "base64");
    const bytes = kept.get(key) ?? compress(page);
    kept.delete(key);
    if (kept.size >= most) kept.delete(kept.keys().next().value!);
    kept.set(key, bytes);
    bytes.catch(() => kept.get(key) === bytes && kept.delete(key));
    return bytes;
  }

  return async (request, reply, status, page) => {
    reply.code(status).type("text/html; charset=utf-8").header("cache-control", "no-store");
    reply.header("server-timing", `now;dur=${Date.now()}`); // Scripts can't read the Date header of their own page.
    if (!takesBrotli(request.headers["accept-encoding"])) return reply.send(page); // gzip, or as it is
    return reply
      .header("content-encoding", "br")
      .header("vary", "accept-encoding")
      .send(await bytesOf(page));
  };
}

const brotli = (page: Buffer) => compressed(page, { params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY } });

/** Whether `br` is among the encodings that a reader takes (RFC 9110, 12.5.3). */
function takesBrotli(encodings: string | string[] = ""): boolean {
  return String(encodings)
    .toLowerCase()
    .split(",")
    .map((one) => one.replaceAll(/\s/g, "").split(";q="))
    .some(([name, weight]) => name === "br" && (weight === undefined || Number(weight) > 0));
}
