import { expect, test, vi } from "vitest";
import { COVER_SIZE, fitted, scaleImage } from "./scale-image.ts";

test("a picture is scaled down to the longest side a cover has, in proportion", () => {
  expect(fitted(4_000, 3_000)).toEqual({ width: COVER_SIZE, height: 1_200 });
  expect(fitted(3_000, 4_000)).toEqual({ width: 1_200, height: COVER_SIZE });
});

test("a small picture stays as it is, and a very flat one keeps a pixel", () => {
  expect(fitted(640, 480)).toEqual({ width: 640, height: 480 });
  expect(fitted(100_000, 10)).toEqual({ width: COVER_SIZE, height: 1 });
});

/** A browser that reads any picture of 4,000 × 3,000, and writes these kinds; asked for another, it writes a PNG, as all do. */
function browserThatWrites(...kinds: string[]) {
  const sizes: Record<string, number> = { "image/png": 3_000_000, "image/jpeg": 400_000, "image/webp": 300_000 };
  vi.stubGlobal("createImageBitmap", async () => ({ width: 4_000, height: 3_000, close: () => {} }));
  vi.stubGlobal("document", {
    createElement: () => ({
      getContext: () => ({ drawImage: () => {} }),
      toBlob(done: (blob: Blob) => void, wanted: string) {
        const type = kinds.includes(wanted) ? wanted : "image/png";
        done(new Blob([new Uint8Array(sizes[type]!)], { type }));
      },
    }),
  });
}
const photo = (type: string, bytes = 1_500_000) => new Blob([new Uint8Array(bytes)], { type });

test("a HEIC is sent as the browser's decoding of it, however small it was", async () => {
  browserThatWrites("image/webp", "image/jpeg");
  expect((await scaleImage(photo("image/heic", 100_000))).type).toBe("image/webp");
  browserThatWrites("image/jpeg");
  for (const type of ["image/heic", "image/heif", ""]) expect((await scaleImage(photo(type))).type).toBe("image/jpeg");
});

test("a browser without WebP sends a photograph as a JPEG, and keeps transparency where a picture may have it", async () => {
  browserThatWrites("image/jpeg");
  expect((await scaleImage(photo("image/jpeg"))).size).toBe(400_000);
  expect((await scaleImage(photo("image/png", 5_000_000))).type).toBe("image/png");
  expect((await scaleImage(photo("image/png"))).size).toBe(1_500_000);
});

test("what the browser cannot decode is sent as it is", async () => {
  vi.stubGlobal("createImageBitmap", () => Promise.reject(new Error("unreadable")));
  const given = photo("image/heic");
  expect(await scaleImage(given)).toBe(given);
});
