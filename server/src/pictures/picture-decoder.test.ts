import { spawn } from "node:child_process";
import { once } from "node:events";
import sharp from "sharp";
import { afterEach, expect, test } from "vitest";
import { COVER_PICTURE, MAX_WAITING_PICTURES } from "./limits.ts";
import { openPictureDecoder, type PictureDecoder } from "./picture-decoder.ts";

const small = await sharp({ create: { width: 40, height: 30, channels: 3, background: "#c63" } })
  .png()
  .toBuffer();
/** A small file that takes seconds of processor time. */
const heavy = await sharp({ create: { width: 4_900, height: 4_900, channels: 3, background: "#c63" } })
  .avif({ effort: 0 })
  .toBuffer();

const open: PictureDecoder[] = [];
afterEach(() => {
  for (const decoder of open.splice(0)) decoder.close();
});
function decoderWith(options: Parameters<typeof openPictureDecoder>[0] = {}) {
  const decoder = openPictureDecoder(options);
  open.push(decoder);
  return decoder;
}

test("one process decodes all pictures", async () => {
  const decoder = decoderWith();
  const first = await decoder.reencode(small);
  expect(first).toMatchObject({ width: 40, height: 30 });
  expect((await sharp(first.webp).metadata()).format).toBe("webp");
  const pid = decoder.pid();
  expect(pid).not.toBeNull();
  await Promise.all([decoder.reencode(small), decoder.reencode(small)]);
  expect(decoder.pid()).toBe(pid);
});

test("a process that died is replaced, and the waiting pictures are decoded", async () => {
  const decoder = decoderWith();
  await decoder.reencode(small);
  const dying = decoder.reencode(heavy);
  const next = decoder.reencode(small);
  const pid = decoder.pid()!;
  await new Promise((soon) => setTimeout(soon, 100));
  process.kill(pid, "SIGKILL");
  await expect(dying).rejects.toMatchObject({ code: "image_unreadable" });
  expect(await next).toMatchObject({ width: 40 });
  expect(decoder.pid()).not.toBe(pid);
});

test("when no process can be started, uploads are refused as overloaded until one can", async () => {
  const decoder = decoderWith();
  const { execPath } = process;
  process.execPath = "/nowhere/node";
  try {
    await expect(decoder.reencode(small)).rejects.toMatchObject({ code: "overloaded" });
  } finally {
    process.execPath = execPath;
  }
  expect(await decoder.reencode(small)).toMatchObject({ width: 40 });
});

test("a picture that takes too much processor time is refused; the next one is not", async () => {
  const decoder = decoderWith({ cpu: 400 });
  await expect(decoder.reencode(heavy)).rejects.toMatchObject({ code: "image_unreadable" });
  expect(await decoder.reencode(small)).toMatchObject({ width: 40 });
});

test("a picture that takes too much memory is refused", async () => {
  const decoder = decoderWith({ memory: 150 * 1024 * 1024 });
  expect(await decoder.reencode(small)).toMatchObject({ width: 40 });
  await expect(decoder.reencode(heavy)).rejects.toMatchObject({ code: "image_unreadable" });
});

test("control: within the product's limits the same picture is accepted", async () => {
  expect(await decoderWith().reencode(heavy)).toMatchObject({ width: 1_600 });
});

test("memory that a large picture leaves behind does not count against the next one, which gets a new process", async () => {
  const decoder = decoderWith({ keptMemory: 1 });
  await decoder.reencode(small);
  expect(decoder.pid()).toBeNull();
  expect(await Promise.all([decoder.reencode(small), decoder.coverJpeg(small)])).toMatchObject([{ width: 40 }, expect.any(Uint8Array)]);
});

test("covers are made within the same limits", async () => {
  const decoder = decoderWith({ cpu: 400 });
  await expect(decoder.coverJpeg(heavy)).rejects.toMatchObject({ code: "image_unreadable" });
  await expect(decoder.coverJpeg(Buffer.from("no picture"))).rejects.toMatchObject({ code: "image_unreadable" });
  expect(await sharp(await decoder.coverJpeg(small)).metadata()).toMatchObject({ format: "jpeg", ...COVER_PICTURE });
});

test("a picture that takes too long is refused as overloaded", async () => {
  await expect(decoderWith({ within: 50 }).reencode(heavy)).rejects.toMatchObject({ code: "overloaded" });
});

test("while too many pictures wait, further ones are refused as overloaded", async () => {
  const decoder = decoderWith();
  const all = await Promise.allSettled(Array.from({ length: MAX_WAITING_PICTURES + 3 }, () => decoder.reencode(small)));
  const codes = all.map((one) => (one.status === "fulfilled" ? "taken" : (one.reason as { code: string }).code));
  expect(codes.filter((code) => code === "taken")).toHaveLength(MAX_WAITING_PICTURES + 1);
  expect(codes.filter((code) => code === "overloaded")).toHaveLength(2);
});

test("the number of waiting pictures can be set", async () => {
  const decoder = decoderWith({ maxWaiting: 7 });
  const all = await Promise.allSettled(Array.from({ length: 9 }, () => decoder.coverJpeg(small)));
  expect(all.filter(({ status }) => status === "fulfilled")).toHaveLength(8);
});

test("the process ends when it is idle, and starts again with the next picture", async () => {
  const decoder = decoderWith({ idleFor: 20 });
  await decoder.reencode(small);
  await expect.poll(() => decoder.pid()).toBeNull();
  expect(await decoder.reencode(small)).toMatchObject({ width: 40 });
});

test("closing ends the process, also while it decodes, and no other is started", async () => {
  const decoder = decoderWith();
  const running = decoder.reencode(heavy);
  const waiting = decoder.reencode(small);
  await new Promise((soon) => setTimeout(soon, 100));
  const pid = decoder.pid()!;
  decoder.close();
  await expect(running).rejects.toMatchObject({ code: "overloaded" });
  await expect(waiting).rejects.toMatchObject({ code: "overloaded" });
  await expect.poll(() => isAlive(pid)).toBe(false);
});

test("the process ends with a server that is killed, also while it decodes", async () => {
  const program = `
    import { openPictureDecoder } from ${JSON.stringify(new URL("picture-decoder.ts", import.meta.url).href)};
    const decoder = openPictureDecoder();
    await decoder.reencode(Buffer.from("${small.toString("base64")}", "base64"));
    void decoder.reencode(Buffer.from("${heavy.toString("base64")}", "base64"));
    console.log(decoder.pid());
    setInterval(() => {}, 1_000);`;
  const server = spawn(process.execPath, ["--input-type=module", "--eval", program], { stdio: ["ignore", "pipe", "inherit"] });
  const [line] = (await once(server.stdout, "data")) as [Buffer];
  const pid = Number(line);
  expect(isAlive(pid)).toBe(true);
  server.kill("SIGKILL");
  await expect.poll(() => isAlive(pid)).toBe(false);
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
