import { sql } from "kysely";
import sharp from "sharp";
import { expect, test } from "vitest";
import { testDatabase } from "../db/test-database.ts";
import { aUser, createWorld } from "../testing/world.ts";
import { COVER_SIZE, imageBytes, storeImage } from "./images.ts";

const { db } = await testDatabase();
const owner = await aUser(createWorld(db), "Ada");
const picture = (width: number, height: number) => sharp({ create: { width, height, channels: 3, background: "#c63" } });

test("nothing of an upload but its pixels is kept: no position, no camera, no comment", async () => {
  const upload = await picture(400, 300)
    .jpeg()
    .withExif({ IFD0: { Copyright: "canary-copyright", Make: "canary-camera" }, IFD3: { GPSLatitude: "38/1 42/1 0/1" } })
    .toBuffer();
  expect(upload.includes("canary")).toBe(true);
  const { imageId } = await storeImage(db, owner.id, upload);
  const kept = await imageBytes(db, imageId);
  expect(kept.includes("canary")).toBe(false);
  const { exif, format } = await sharp(kept).metadata();
  expect([exif, format]).toEqual([undefined, "webp"]);
});

test("a photograph taken sideways is turned upright, a large one made smaller", async () => {
  const sideways = await picture(3_000, 2_000).jpeg().withMetadata({ orientation: 6 }).toBuffer();
  const { width, height } = await storeImage(db, owner.id, sideways);
  expect(height).toBe(COVER_SIZE);
  expect(width).toBeLessThan(height);
});

test("what is no picture, or a bomb of one, is refused", async () => {
  const bomb = Buffer.from(await picture(10, 10).png().toBuffer());
  bomb.writeUInt32BE(50_000, 16);
  bomb.writeUInt32BE(50_000, 20);
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><script>alert(1)</script></svg>');
  for (const upload of [
    Buffer.from("GIF89a nonsense"),
    Buffer.from(""),
    svg,
    bomb,
    Buffer.from("<!doctype html><script>alert(1)</script>"),
  ]) {
    await expect(storeImage(db, owner.id, upload)).rejects.toMatchObject({ code: "image_unreadable" });
  }
  const kept = await sql<{ count: number }>`select count(*)::int as count from images`.execute(db);
  expect(kept.rows[0]!.count).toBe(2);
});
