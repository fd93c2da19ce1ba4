import { randomUUID } from "node:crypto";
import { performance } from "node:perf_hooks";
import { sql } from "kysely";
import sharp from "sharp";
import { expect, test } from "vitest";
import { createAccount } from "../accounts/accounts.ts";
import { hashPassword } from "../accounts/password-hash.ts";
import type { App } from "../app.ts";
import { MAX_IMAGE_BYTES, MAX_WAITING_PICTURES } from "../pictures/limits.ts";
import { openPictureDecoder } from "../pictures/picture-decoder.ts";
import { reencode, type Reencoded } from "../pictures/reencode.ts";
import { testApp, testUrl } from "../testing/test-app.ts";
import { MAX_UPLOADS } from "./image-routes.ts";

const pictures = openPictureDecoder();
const app = await testApp({ pictures });
const password = "tangerine-kayak-7";
const hash = await hashPassword(password);
const post = ({ server }: App, url: string, headers: object, payload: Buffer | object | string) =>
  server.inject({ method: "POST", url, headers: { host: "turnout.test", origin: testUrl, ...headers }, payload });

/** Somebody signed in: their cookie. */
async function somebody(at = app): Promise<string> {
  const email = `${randomUUID()}@people.test`;
  await at.deps.db.transaction().execute((tx) => createAccount(tx, { name: "Ada", email, locale: "en", passwordHash: hash }));
  const reply = await post(at, "/api/auth/sign-in", {}, { email, password });
  return String(reply.headers["set-cookie"]).split(";")[0]!;
}

const upload = (cookie: string, bytes: Buffer, type = "image/png", at = app) =>
  post(at, "/api/images", { cookie, "content-type": type }, bytes);
const small = await sharp({ create: { width: 40, height: 30, channels: 3, background: "#c63" } })
  .png()
  .toBuffer();
/** Few bytes that take seconds of a processor. */
const heavy = await sharp({ create: { width: 3_500, height: 3_500, channels: 3, background: "#c63" } })
  .avif({ effort: 0 })
  .toBuffer();
/** The same beyond what is taken. */
const tooHeavy = await sharp({ create: { width: 7_000, height: 7_000, channels: 3, background: "#c63" } })
  .avif({ effort: 0 })
  .toBuffer();

test("a picture is accepted whatever its content type says, and may be embedded by any page", async () => {
  const cookie = await somebody();
  for (const type of ["image/png", "image/jpg", "image/jpeg", "image/x-png", "IMAGE/PNG", "application/octet-stream", "text/plain"]) {
    const reply = await upload(cookie, small, type);
    expect([type, reply.statusCode]).toEqual([type, 200]);
    const shown = await app.server.inject({ url: `/images/${reply.json().imageId}`, headers: { host: "turnout.test" } });
    expect(shown.headers).toMatchObject({ "content-type": "image/webp", "cross-origin-resource-policy": "cross-origin" });
  }
});

test("an upload that is no picture stores nothing", async () => {
  const count = async () => (await sql<{ count: number }>`select count(*)::int as count from images`.execute(app.deps.db)).rows[0]!.count;
  const before = await count();
  const cookie = await somebody();
  for (const bytes of [Buffer.from("<!doctype html>"), Buffer.from(""), Buffer.from("{}")]) {
    const reply = await upload(cookie, bytes);
    expect([reply.statusCode, reply.json().code]).toEqual([400, "image_unreadable"]);
  }
  const iphone = Buffer.from("\0\0\0\x18ftypheic\0\0\0\0mif1heic", "latin1");
  for (const type of ["image/heic", "image/heif", "image/jpeg"])
    expect((await upload(cookie, iphone, type)).json().code).toBe("image_heic");
  const large = await upload(cookie, tooHeavy, "image/avif");
  expect([large.statusCode, large.json().facts]).toEqual([413, { megapixels: 25 }]);
  expect(await count()).toBe(before);
});

test("only signed-in users can upload, and only this route reads that many bytes", async () => {
  const bytes = Buffer.alloc(MAX_IMAGE_BYTES + 1);
  expect((await post(app, "/api/images", { "content-type": "image/png" }, bytes)).statusCode).toBe(401);
  expect((await upload(await somebody(), bytes)).statusCode).toBe(413);
  const elsewhere = await post(app, "/api/auth/sign-in", { "content-type": "image/png" }, bytes.subarray(0, MAX_IMAGE_BYTES - 1));
  expect(elsewhere.statusCode).toBe(415);
});

test("uploads are limited for each account, across networks", async () => {
  const strict = await testApp({ limitFactor: 1 });
  const cookie = await somebody(strict);
  const statuses = [];
  for (let count = 0; count <= MAX_UPLOADS; count++) {
    const remoteAddress = `203.0.113.${count}`;
    const headers = { host: "turnout.test", origin: testUrl, cookie, "content-type": "image/png" };
    statuses.push((await strict.server.inject({ method: "POST", url: "/api/images", remoteAddress, headers, payload: small })).statusCode);
  }
  expect(statuses).toEqual([...Array<number>(MAX_UPLOADS).fill(200), 429]);
});

test("one account has one picture in the queue, and the queue is bounded", async () => {
  const cookie = await somebody();
  await upload(cookie, small); // the process is there
  const [first, second] = await whileNothingIsDecoded(() => [upload(cookie, small), upload(cookie, small)]);
  expect([first!.statusCode, second!.statusCode].toSorted()).toEqual([200, 429]);

  const crowd = await Promise.all(Array.from({ length: MAX_WAITING_PICTURES + 2 }, () => somebody()));
  const replies = await whileNothingIsDecoded(() => crowd.map((one) => upload(one, small)));
  const busy = replies.filter((reply) => reply.statusCode === 503);
  expect(busy.map((reply) => [reply.json().code, reply.headers["retry-after"]])).toEqual([["overloaded", "1"]]);
});

/** Holds the decoder up until one of these uploads is refused, however far apart they arrive on a busy machine. */
async function whileNothingIsDecoded(begin: () => ReturnType<typeof upload>[]) {
  const pid = pictures.pid()!;
  process.kill(pid, "SIGSTOP");
  const uploads = begin();
  await Promise.race(uploads).finally(() => process.kill(pid, "SIGCONT"));
  return Promise.all(uploads);
}

/** How long others wait for what shares threads with nothing but itself (ms): the worst and the middle of several signings in. */
async function waits(at: App, during: Promise<unknown>, least = 6) {
  let isOver = false;
  const end = during.finally(() => (isOver = true));
  const times: number[] = [];
  while (!isOver || times.length < least) {
    const begin = performance.now();
    const reply = await post(at, "/api/auth/sign-in", {}, { email: `${randomUUID()}@people.test`, password });
    expect(reply.statusCode).toBe(401);
    times.push(performance.now() - begin);
  }
  await end;
  times.sort((a, b) => a - b);
  return { worst: times.at(-1)!, middle: times[times.length >> 1]! };
}

const inProcess = () => ({
  reencode: async (bytes: Uint8Array) => (await reencode(bytes)) as Reencoded,
  coverJpeg: () => Promise.reject(new Error("decodes uploads alone")),
  thumbnail: () => Promise.reject(new Error("decodes uploads alone")),
  pid: () => null,
  close: () => {},
});

test("six uploads that each take seconds of processor time do not delay signing in", async () => {
  const besideUploads = async (at: App) => {
    const crowd = await Promise.all(Array.from({ length: 6 }, () => somebody(at)));
    return waits(at, Promise.all(crowd.map((cookie) => upload(cookie, heavy, "image/avif", at))));
  };
  await upload(await somebody(), small); // the process is there
  const quiet = await waits(app, Promise.resolve(), 20);
  const beside = await besideUploads(app);
  const control = await besideUploads(await testApp({ pictures: inProcess() }));
  const ratios = { beside: beside.middle / quiet.middle, besideWorst: beside.worst / quiet.worst, control: control.worst / quiet.worst };
  expect(control.worst, JSON.stringify(ratios)).toBeGreaterThan(2 * beside.worst);
  // Other tests run at the same time: three times as long happened by itself, in this process it is some ninety times.
  expect(beside.middle, JSON.stringify(ratios)).toBeLessThan(6 * quiet.middle);
});
