import { randomUUID } from "node:crypto";
import { COVER_THEMES } from "@turnout/contract/events";
import { Refusal } from "@turnout/contract/refusals";
import sharp from "sharp";
import { expect, onTestFinished, test } from "vitest";
import { testApp, testSecret, testUrl } from "../testing/test-app.ts";
import { aUser, createWorld } from "../testing/world.ts";
import { COVER_PICTURE } from "../pictures/limits.ts";
import { openPictureDecoder } from "../pictures/picture-decoder.ts";
import { coverPictureUrl } from "./cover-pictures.ts";
import { storeImage } from "./images.ts";

const { server, deps } = await testApp();
const { host } = new URL(testUrl);
const links = { publicUrl: testUrl, secret: testSecret };
const read = (url: string) => server.inject({ url: url.replace(testUrl, ""), headers: { host } });
const drawn = (theme: (typeof COVER_THEMES)[number], id = randomUUID()) =>
  coverPictureUrl(links, { id, cover_theme: theme, cover_image_id: null });

test.each(COVER_THEMES)("the %s cover is a JPEG of the size that emails state, and may be embedded by other sites", async (theme) => {
  const { statusCode, headers, rawPayload } = await read(drawn(theme));
  expect([statusCode, headers["content-type"]]).toEqual([200, "image/jpeg"]);
  expect(headers["cross-origin-resource-policy"]).toBe("cross-origin");
  expect(await sharp(rawPayload).metadata()).toMatchObject({ format: "jpeg", ...COVER_PICTURE });
  const { channels } = await sharp(rawPayload).stats();
  expect(channels.some(({ stdev }) => stdev > 10)).toBe(true); // a drawing, not one flat colour
});

test("an uploaded picture is cropped to the same size, and its transparent parts are white", async () => {
  const owner = await aUser(createWorld(deps.db), "Ada");
  const clear = { r: 0, g: 0, b: 0, alpha: 0 };
  const picture = sharp({ create: { width: 300, height: 900, channels: 4, background: clear } });
  const webp = await picture.webp().toBuffer();
  const { imageId } = await storeImage(deps.db, owner.id, { webp, width: 300, height: 900 });
  const { rawPayload } = await read(coverPictureUrl(links, { id: randomUUID(), cover_theme: "sunrise", cover_image_id: imageId }));
  expect(await sharp(rawPayload).metadata()).toMatchObject({ format: "jpeg", ...COVER_PICTURE });
  expect((await sharp(rawPayload).stats()).channels[0]!.mean).toBeGreaterThan(250);
});

test("an address without a valid signature draws nothing, whether the event exists or not", async () => {
  const url = drawn("waves");
  for (const forged of [
    url.replace("waves", "night"),
    url.replace(/[^/]{22}\.jpg$/, `${"A".repeat(22)}.jpg`),
    url.replace(/[^/]*$/, "x.jpg"),
  ])
    expect((await read(forged)).statusCode).toBe(404);
  expect((await read(`/images/${randomUUID()}/cover.jpg`)).statusCode).toBe(404);
});

test("a cover is made in a separate process, once for concurrent requests, and again after a failure", async () => {
  const process = openPictureDecoder();
  let asked = 0;
  const fails = async () => Promise.reject(new Refusal("overloaded"));
  const covers = { ...process, coverJpeg: (picture: Uint8Array) => (asked++ === 0 ? fails() : process.coverJpeg(picture)) };
  const app = await testApp({ covers });
  onTestFinished(() => process.close());
  const url = drawn("waves").replace(testUrl, "");
  const ask = () => app.server.inject({ url, headers: { host } });
  expect((await ask()).statusCode).toBe(503);
  const replies = await Promise.all([ask(), ask(), ask()]);
  expect(replies.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200]);
  expect(asked).toBe(2);
  expect(process.pid()).not.toBeNull();
});
