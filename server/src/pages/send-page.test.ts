import { randomBytes } from "node:crypto";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import Fastify from "fastify";
import { expect, test } from "vitest";
import { createHttpServer } from "../http/server.ts";
import { createPageSender } from "./send-page.ts";
import { afterFile } from "../testing/after-file.ts";

/** A page long enough to be worth compressing. */
const page = `<!doctype html><p>${"An evening by the lake. ".repeat(200)}</p>`;

async function pagesFrom(send: ReturnType<typeof createPageSender>, text: () => string = () => page) {
  const publicUrl = "http://turnout.test";
  const server = await createHttpServer({ publicUrl, trustedHops: 0, logger: Fastify().log });
  server.get("/page", { config: { authz: "anyone", limit: "read" } }, (request, reply) => send(request, reply, 200, Buffer.from(text())));
  afterFile(() => server.close());
  return (encodings?: string) =>
    server.inject({ url: "/page", headers: { host: "turnout.test", ...(encodings !== undefined && { "accept-encoding": encodings }) } });
}

test("a page is compressed with an encoding that its reader accepts", async () => {
  const ask = await pagesFrom(createPageSender());
  for (const encodings of ["br", "gzip, deflate, br", "gzip;q=0.5,BR;q=1.0", "br;q=0.001"]) {
    const reply = await ask(encodings);
    expect([encodings, reply.headers["content-encoding"], reply.headers["vary"]]).toEqual([encodings, "br", "accept-encoding"]);
    expect(brotliDecompressSync(reply.rawPayload).toString()).toBe(page);
    expect(reply.headers).toMatchObject({ "content-type": "text/html; charset=utf-8", "cache-control": "no-store" });
  }
  const zipped = await ask("gzip, br;q=0");
  expect(zipped.headers["content-encoding"]).toBe("gzip");
  expect(gunzipSync(zipped.rawPayload).toString()).toBe(page);
  for (const encodings of [undefined, "identity", "br;q=0"]) {
    const reply = await ask(encodings);
    expect([reply.headers["content-encoding"], reply.body]).toEqual([undefined, page]);
  }
});

test("the same page is compressed once, also for concurrent requests", async () => {
  let compressions = 0;
  const send = createPageSender(2, async (bytes) => {
    compressions += 1;
    return bytes;
  });
  let text = "a page";
  const ask = await pagesFrom(send, () => text);
  const readBy = async (wanted: string) => {
    text = wanted;
    expect((await ask("br")).rawPayload.toString()).toBe(wanted);
  };
  await Promise.all([readBy("a page"), readBy("a page"), readBy("a page")]);
  expect(compressions).toBe(1);
  await readBy("another");
  await readBy("a page");
  await readBy("a third"); // "another" is the least recently used
  for (const kept of ["a page", "a page", "a third"]) await readBy(kept); // asking again evicts nothing
  expect(compressions).toBe(3);
  await readBy("another");
  expect(compressions).toBe(4);
});

test("a page whose compression failed is compressed again", async () => {
  let isBroken = true;
  const send = createPageSender(10, async (bytes) => {
    if (isBroken) throw new Error(randomBytes(4).toString("hex"));
    return bytes;
  });
  const ask = await pagesFrom(send);
  expect((await ask("br")).statusCode).toBe(500);
  isBroken = false;
  expect((await ask("br")).rawPayload.toString()).toBe(page);
});

test("a page carries the server's time in a header, and its body is the same for everybody", async () => {
  let compressions = 0;
  const ask = await pagesFrom(
    createPageSender(2, async (bytes) => {
      compressions += 1;
      return bytes;
    }),
  );
  const [first, second] = [await ask("br"), await ask("br")];
  for (const { headers } of [first, second]) {
    const named = Number(/^now;dur=(\d+)$/.exec(String(headers["server-timing"]))![1]);
    expect(Math.abs(named - Date.now())).toBeLessThan(60_000);
  }
  expect(compressions).toBe(1);
});
