import decodeQR from "qr/decode.js";
import { expect, test } from "vitest";
import { qrPath } from "./qr-path.ts";

/** Paints the path as a scanner's camera would see it. */
function painted(path: string, size: number, scale = 4) {
  const side = size * scale;
  const data = new Uint8ClampedArray(side * side * 4).fill(255);
  for (const [, x, y, length] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\3z/g)) {
    for (let row = Number(y) * scale; row < (Number(y) + 1) * scale; row++) {
      for (let column = Number(x) * scale; column < (Number(x) + Number(length)) * scale; column++)
        data.fill(0, (row * side + column) * 4, (row * side + column) * 4 + 3);
    }
  }
  return { width: side, height: side, data };
}

test("what is drawn reads as the address it was made from", () => {
  const link = "https://turnout.example/j/ZQfVOBHqRWeLM4cOygAC2IkzV0m1b2x5Q2h1cmNoaWxs";
  const { path, size } = qrPath(link);
  expect(decodeQR(painted(path, size))).toBe(link);
});
