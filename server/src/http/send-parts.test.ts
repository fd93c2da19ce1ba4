import { randomBytes } from "node:crypto";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import Fastify from "fastify";
import fc from "fast-check";
import { expect, test } from "vitest";
import { afterFile } from "../testing/after-file.ts";
import { createPartsSender, MAX_UNCOMPRESSED, type Parts, type SendParts } from "./send-parts.ts";
import { createHttpServer } from "./server.ts";

/** Long enough to be worth compressing. */
const start = Buffer.from(`<!doctype html><p>${"An evening by the lake. ".repeat(200)}</p>`);
const end = Buffer.from("<p>Yours, Grace ☕</p>");
const both = Buffer.concat([start, end]).toString();

async function bodiesFrom(send: SendParts, parts: () => Parts = () => ({ start, end })) {
  const server = await createHttpServer({ publicUrl: "http://turnout.test", trustedHops: 0, logger: Fastify().log });
  server.get("/page", { config: { authz: "anyone", limit: "read" } }, (request, reply) => send(request, reply.type("text/html"), parts()));
  afterFile(() => server.close());
  return (encodings?: string) =>
    server.inject({ url: "/page", headers: { host: "turnout.test", ...(encodings !== undefined && { "accept-encoding": encodings }) } });
}

test("a body is compressed with an encoding that its reader accepts", async () => {
  const ask = await bodiesFrom(createPartsSender());
  for (const encodings of ["br", "gzip, deflate, br", "gzip;q=0.5,BR;q=1.0", "br;q=0.001"]) {
    const reply = await ask(encodings);
    expect([encodings, reply.headers["content-encoding"], reply.headers["vary"]]).toEqual([encodings, "br", "accept-encoding"]);
    expect(brotliDecompressSync(reply.rawPayload).toString()).toBe(both);
    expect(reply.rawPayload.length).toBeLessThan(start.length / 4);
  }
  const zipped = await ask("gzip, br;q=0");
  expect(zipped.headers["content-encoding"]).toBe("gzip");
  expect(gunzipSync(zipped.rawPayload).toString()).toBe(both);
  for (const encodings of [undefined, "identity", "br;q=0"]) {
    const reply = await ask(encodings);
    expect([reply.headers["content-encoding"], reply.body]).toEqual([undefined, both]);
  }
});

test("a body of any two parts decompresses to one after the other", async () => {
  let parts: Parts = { start, end };
  const ask = await bodiesFrom(createPartsSender(), () => parts);
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 300 }),
    fc.string({ unit: "binary", maxLength: 300 }).map((text) => Buffer.from(text)),
    fc.constantFrom(0, 1, MAX_UNCOMPRESSED, MAX_UNCOMPRESSED + 1, 70_000).map((length) => randomBytes(length)),
  );
  await fc.assert(
    fc.asyncProperty(bytes, bytes, async (first, last) => {
      parts = { start: Buffer.from(first), end: Buffer.from(last) };
      const { rawPayload } = await ask("br");
      expect(brotliDecompressSync(rawPayload).equals(Buffer.concat([first, last]))).toBe(true);
    }),
    { numRuns: 200 },
  );
});

function counted() {
  const compressed: string[] = [];
  const send = createPartsSender(async (bytes) => {
    compressed.push(bytes.toString());
    return bytes;
  });
  return { compressed, send };
}

test("what readers have in common is compressed once, also for concurrent requests, and a short part of one's own never", async () => {
  const { compressed, send } = counted();
  let reader = 0;
  const ask = await bodiesFrom(send, () => ({ start, end: Buffer.from(`${reader++}`) }));
  const bodies = await Promise.all([ask("br"), ask("br"), ask("br")]);
  expect(new Set(bodies.map(({ rawPayload }) => rawPayload.toString("base64"))).size).toBe(3);
  await ask("br");
  expect(compressed).toEqual([start.toString()]);
});

test("a part of one's own that is longer than MAX_UNCOMPRESSED is compressed with the whole body", async () => {
  const { compressed, send } = counted();
  let own = Buffer.alloc(MAX_UNCOMPRESSED, "x");
  const ask = await bodiesFrom(send, () => ({ start, end: own }));
  await ask("br");
  expect(compressed).toEqual([start.toString()]);
  own = Buffer.alloc(MAX_UNCOMPRESSED + 1, "x");
  await ask("br");
  expect(compressed.slice(1)).toEqual([Buffer.concat([start, own]).toString()]);
});

test("what failed to be compressed is compressed again", async () => {
  let isBroken = true;
  const ask = await bodiesFrom(
    createPartsSender(async () => {
      if (isBroken) throw new Error(randomBytes(4).toString("hex"));
      return start;
    }),
  );
  expect((await ask("br")).statusCode).toBe(500);
  isBroken = false;
  expect((await ask("br")).statusCode).toBe(200);
});
