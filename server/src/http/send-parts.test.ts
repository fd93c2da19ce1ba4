import { randomBytes } from "node:crypto";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createLogger } from "../telemetry/logging.ts";
import { afterFile } from "../testing/after-file.ts";
import { createPartsSender, MAX_UNCOMPRESSED, type Parts, type SendParts } from "./send-parts.ts";
import { compressPieces, gapped, LAST_BLOCK, MAX_GAPS, uncompressedBlock } from "./brotli-pieces.ts";
import { createHttpServer } from "./server.ts";

/** Long enough to be worth compressing. */
const start = Buffer.from(`<!doctype html><p>${"An evening by the lake. ".repeat(200)}</p>`);
const end = Buffer.from("<p>Yours, Grace ☕</p>");
const both = Buffer.concat([start, end]).toString();

async function bodiesFrom(send: SendParts, parts: () => Parts = () => ({ start, end })) {
  const server = await createHttpServer({ publicUrl: "http://turnout.test", trustedHops: 0, logger: createLogger("silent") });
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

test("a body with gaps decompresses to its pieces with one's own between them, whatever is in either", async () => {
  let parts: Parts = { start, end };
  const ask = await bodiesFrom(createPartsSender(), () => parts);
  const words = fc.array(
    fc.constantFrom("<p>", "</p>", "An evening ", "by the lake ", "Grace ", "x".repeat(80), "☕", "ÀÿŒ", "\u{10ffff}"),
    {
      maxLength: 200,
    },
  );
  const piece = words.map((all) => Buffer.from(all.join("")));
  const filled = fc.record({ piece, filling: fc.uint8Array({ minLength: 1, maxLength: MAX_GAPS / 3 }) });
  await fc.assert(
    fc.asyncProperty(piece, fc.array(filled, { maxLength: 3 }), piece, async (first, others, last) => {
      const fillings = others.map(({ filling }) => Buffer.from(filling));
      const pieces = [first, ...others.map((one) => one.piece)];
      const gaps = fillings.map(({ length }) => length);
      parts = { start: gapped(pieces, gaps), fillings, end: last };
      const whole = Buffer.concat([first, ...others.flatMap((one) => [one.filling, one.piece]), last]);
      expect(parts.start.byteLength + last.length).toBe(whole.length);
      expect(brotliDecompressSync((await ask("br")).rawPayload).equals(whole)).toBe(true);
      expect((await ask()).rawPayload.equals(whole)).toBe(true);
      expect(await compressPieces(gapped(pieces, gaps))).not.toBeNull();
    }),
    { numRuns: 200 },
  );
});

test("control: gaps that hold text while they are compressed would show one reader what another's page holds", async () => {
  const [first, own, other] = ["Tea for ", "Grace, who is at the lake", "Kim, who is in the sauna "].map((text) => Buffer.from(text));
  const pieces = await compressPieces(gapped([first!, own!, own!], []));
  const last = brotliDecompressSync(Buffer.concat([pieces![0]!, ...uncompressedBlock(other!), pieces![2]!, LAST_BLOCK])).toString();
  expect(last).toBe("Tea for Kim, who is in the sauna Kim, who is in the sauna "); // "Grace" should stand at the end
});

test("pieces that would be compressed as copies of what is in a gap are not compressed with gaps", async () => {
  const inGaps = [0xc1, 0xf5, 0xf6, 0xf7, 0xf8, 0xf9, 0xfa, 0xfb, 0xfc, 0xfd, 0xfe, 0xff].flatMap((byte) => [byte, 0xc0]); // in no text
  expect(await compressPieces(gapped([start, Buffer.from(inGaps)], [60]))).toBeNull();
});

test("a body whose pieces cannot be compressed with gaps is compressed as a whole", async () => {
  const whole: string[] = [];
  const send = createPartsSender({
    async whole(bytes) {
      whole.push(bytes.toString());
      return bytes;
    },
    pieces: async () => null,
  });
  const ask = await bodiesFrom(send, () => ({ start: gapped([start, end], [5]), fillings: [Buffer.from("Grace")], end }));
  for (let reader = 0; reader < 2; reader++) await ask("br");
  expect(whole).toEqual(Array.from({ length: 2 }, () => `${start.toString()}Grace${end.toString()}${end.toString()}`));
});

function counted() {
  const compressed: string[] = [];
  const send = createPartsSender({
    async whole(bytes) {
      compressed.push(bytes.toString());
      return bytes;
    },
    async pieces({ pieces }) {
      compressed.push(pieces.join(""));
      return pieces;
    },
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
    createPartsSender({
      whole: async () => start,
      async pieces() {
        if (isBroken) throw new Error(randomBytes(4).toString("hex"));
        return [start];
      },
    }),
  );
  expect((await ask("br")).statusCode).toBe(500);
  isBroken = false;
  expect((await ask("br")).statusCode).toBe(200);
});
