import sharp, { type Sharp } from "sharp";
import { expect, test } from "vitest";
import { COVER_SIZE, MAX_PIXELS } from "./limits.ts";
import { pictureKind } from "./picture-kind.ts";
import { reencode, type Reencoded } from "./reencode.ts";

const picture = (width: number, height: number) => sharp({ create: { width, height, channels: 3, background: "#c63" } });
const noise = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: "#888", noise: { type: "gaussian", mean: 128, sigma: 40 } } });
async function kept(upload: Uint8Array): Promise<Reencoded> {
  const result = await reencode(upload);
  if ("refused" in result) throw new Error(result.refused);
  return result;
}

test("only the pixels of an upload are kept: no location, no camera, no comment", async () => {
  const upload = await picture(400, 300)
    .jpeg()
    .withExif({ IFD0: { Copyright: "canary-copyright", Make: "canary-camera" }, IFD3: { GPSLatitude: "38/1 42/1 0/1" } })
    .toBuffer();
  expect(upload.includes("canary")).toBe(true);
  const { webp } = await kept(upload);
  expect(Buffer.from(webp).includes("canary")).toBe(false);
  const { exif, format } = await sharp(webp).metadata();
  expect([exif, format]).toEqual([undefined, "webp"]);
});

test("a photograph taken sideways is turned upright, and a large one is scaled down", async () => {
  const sideways = await picture(3_000, 2_000).jpeg().withMetadata({ orientation: 6 }).toBuffer();
  const { width, height } = await kept(sideways);
  expect(height).toBe(COVER_SIZE);
  expect(width).toBeLessThan(height);
});

test.each([
  ["50 megapixels", 8_160, 6_144],
  ["108 megapixels", 12_000, 9_000],
  ["200 megapixels", 16_320, 12_240],
])("a telephone's photograph of %s is accepted", async (_name, width, height) => {
  expect((await kept(await picture(width, height).jpeg().toBuffer())).width).toBe(COVER_SIZE);
});

test("a truncated photograph is accepted, and the part that arrived is kept", async () => {
  const whole = await noise(800, 600).jpeg().toBuffer();
  for (const share of [0.3, 0.9, 0.999]) {
    expect(await kept(whole.subarray(0, Math.floor(whole.length * share)))).toMatchObject({ width: 800, height: 600 });
  }
});

const kinds: [Exclude<ReturnType<typeof pictureKind>, null | "heic">, (image: Sharp) => Sharp][] = [
  ["jpeg", (image) => image.jpeg()],
  ["png", (image) => image.png()],
  ["gif", (image) => image.gif()],
  ["webp", (image) => image.webp()],
  ["avif", (image) => image.avif({ effort: 0 })],
];

test.each(kinds)("a %s is recognized by its content, and accepted", async (kind, write) => {
  const upload = await write(picture(40, 30)).toBuffer();
  expect(pictureKind(upload)).toBe(kind);
  expect(await kept(upload)).toMatchObject({ width: 40, height: 30 });
});

test("an AVIF with too many pixels is refused by its header", async () => {
  const side = Math.ceil(Math.sqrt(MAX_PIXELS.avif)) + 64;
  const upload = await picture(side, side).avif({ effort: 0 }).toBuffer();
  expect(await reencode(upload)).toEqual({ refused: "image_too_large", megapixels: 25 });
});

test("a row or a column of millions of pixels is refused by its header", async () => {
  const upload = await picture(1, 66_000).png().toBuffer();
  expect(await reencode(upload)).toEqual({ refused: "image_too_large" });
  expect((await kept(await picture(1, 65_000).png().toBuffer())).height).toBe(COVER_SIZE);
});

const box = (...brands: string[]) => {
  const [major = "", ...compatible] = brands;
  const body = Buffer.from(`ftyp${major}\0\0\0\0${compatible.join("")}`, "latin1");
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length + 4);
  return Buffer.concat([length, body, Buffer.from("\0\0\0\bmeta")]);
};

test.each([
  ["of an iPhone", box("heic", "mif1", "heic")],
  ["of an iPhone, newer", box("heic", "mif1", "MiHB", "MiHA", "heix", "MiHE", "MiPr", "miaf", "heic", "tmap")],
  ["of a Samsung", box("heic", "mif1", "heic")],
  ["that names its kind last", box("mif1", "mif1", "heic")],
  ["as a series", box("hevc", "msf1", "heic")],
])("a HEIC %s is refused by name", async (_name, upload) => {
  expect(await reencode(upload)).toEqual({ refused: "image_heic" });
});

test("an AVIF may name the general brand first", () => {
  expect(pictureKind(box("mif1", "mif1", "avif", "miaf"))).toBe("avif");
});

const bomb = async () => {
  const upload = await picture(10, 10).png().toBuffer();
  upload.writeUInt32BE(50_000, 16);
  upload.writeUInt32BE(50_000, 20);
  return upload;
};

test.each([
  ["nothing", async () => Buffer.from("")],
  ["nonsense behind a good beginning", async () => Buffer.from("GIF89a nonsense")],
  ["a JPEG's beginning only", async () => Buffer.from("\xff\xd8\xff", "latin1")],
  ["a box that ends before it begins", async () => Buffer.from("\0\0\0\x01ftyp", "latin1")],
  ["a film", async () => box("isom", "isom", "mp42")],
  ["a drawing with a script", async () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script/></svg>')],
  ["a page", async () => Buffer.from("<!doctype html><script>alert(1)</script>")],
  ["a bomb", bomb],
])("%s is no picture", async (_name, make) => {
  expect(await reencode(await make())).toMatchObject({ refused: expect.stringMatching(/^image_(unreadable|too_large)$/) });
});
