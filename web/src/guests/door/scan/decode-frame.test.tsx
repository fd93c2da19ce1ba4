import { expect, test } from "vitest";
import { qrPath } from "../../../events/settings/qr-path.ts";
import { LONGEST, openDecoder, viewOf } from "./decode-frame.ts";

const text = `https://events.example/c/${"AbC-_9".repeat(22)}`;

/** A camera that sees an image: the code, so large, in the middle of grey. */
async function aCamera({ width, height, side }: { width: number; height: number; side: number }): Promise<HTMLVideoElement> {
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  const context = canvas.getContext("2d")!;
  const { path, size } = qrPath(text);
  const paint = () => {
    context.resetTransform();
    context.fillStyle = "#808080";
    context.fillRect(0, 0, width, height);
    context.translate((width - side) / 2, (height - side) / 2);
    context.scale(side / size, side / size);
    context.fillStyle = "#ffffff";
    context.fillRect(0, 0, size, size);
    context.fillStyle = "#241629";
    context.fill(new Path2D(path));
  };
  paint();
  const video = Object.assign(document.createElement("video"), { muted: true, srcObject: canvas.captureStream(30) });
  const painting = setInterval(paint, 30);
  await video.play();
  clearInterval(painting);
  return video;
}

/** What the first frames come to. */
async function readBy(video: HTMLVideoElement): Promise<(string | null)[]> {
  const decode = await openDecoder();
  return [await decode(video), await decode(video)];
}

test("a code in a camera's image is read", async () => {
  const video = await aCamera({ width: 640, height: 480, side: 400 });
  expect(await readBy(video)).toEqual([text, text]);
});

test("a code that is far away is read in the middle of a large image", async () => {
  const video = await aCamera({ width: 1920, height: 1080, side: 220 });
  expect((await readBy(video)).at(-1)).toBe(text);
});

test("an image without a code is none", async () => {
  const canvas = Object.assign(document.createElement("canvas"), { width: 320, height: 240 });
  canvas.getContext("2d")!.fillRect(0, 0, 320, 240);
  const video = Object.assign(document.createElement("video"), { muted: true, srcObject: canvas.captureStream(30) });
  await video.play();
  expect(await readBy(video)).toEqual([null, null]);
});

test("a small image is looked at whole, and a large one in turns whole and in its middle", () => {
  expect(viewOf({ videoWidth: 640, videoHeight: 480 }, 1)).toEqual({ x: 0, y: 0, width: 640, height: 480, scale: 1 });
  const large = { videoWidth: 1280, videoHeight: 720 };
  expect(viewOf(large, 0)).toEqual({ x: 0, y: 0, width: 1280, height: 720, scale: LONGEST / 1280 });
  expect(viewOf(large, 1)).toEqual({ x: 280, y: 0, width: LONGEST, height: 720, scale: 1 });
});
