import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { READ_AT_ONCE, readAside } from "./read-aside.ts";
import { readAs, readFile, readText } from "./read-file.ts";

class FakeWorker extends EventTarget {
  asked: unknown[] = [];
  terminated = false;
  postMessage(ask: unknown) {
    this.asked.push(ask);
  }
  terminate() {
    this.terminated = true;
  }
  say(data: unknown) {
    this.dispatchEvent(Object.assign(new Event("message"), { data }));
  }
}

let workers: FakeWorker[];
beforeEach(() => {
  workers = [];
  vi.stubGlobal("Worker", function start() {
    const worker = new FakeWorker();
    workers.push(worker);
    return worker;
  });
});
afterEach(() => vi.unstubAllGlobals());

const watching = () => ({ signal: new AbortController().signal, onShare: vi.fn<(share: number) => void>() });
const short = "Ada <ada@example.org>";
const long = `${short}\n`.padEnd(READ_AT_ONCE + 1, " ");

describe("a text", () => {
  test("that is short is read at once, without a worker", async () => {
    expect((await readAside({ text: short }, watching()))?.parsed.rows).toMatchObject([{ email: "ada@example.org" }]);
    expect(workers).toEqual([]);
  });

  test("that is long is read by a worker, which tells how far it is, and ends", async () => {
    const watched = watching();
    const reading = readAside({ text: long }, watched);
    workers[0]!.say({ share: 0.5 });
    workers[0]!.say({ found: null });
    expect(await reading).toBeNull();
    expect(workers[0]!.asked).toEqual([{ text: long }]);
    expect(watched.onShare.mock.calls).toEqual([[0.5]]);
    expect(workers[0]!.terminated).toBe(true);
  });

  test("is read here when the worker cannot be loaded", async () => {
    const reading = readAside({ text: long }, watching());
    workers[0]!.dispatchEvent(new Event("error"));
    expect((await reading)?.parsed.rows).toHaveLength(1);
  });

  test("that nobody wants any more ends the worker", async () => {
    const leave = new AbortController();
    const reading = readAside({ text: long }, { ...watching(), signal: leave.signal });
    leave.abort();
    await expect(reading).rejects.toThrow("stopped");
    expect(workers[0]!.terminated).toBe(true);
  });
});

describe("a file", () => {
  const latin1 = new Uint8Array(Buffer.from("Zo\xeb <zoe@example.org>", "latin1"));
  const chosen = (bytes: Uint8Array<ArrayBuffer>) => readFile("1", new File([bytes], "guests.csv"), watching());

  test("keeps its name and its bytes, and says when its characters are a guess", async () => {
    const file = await chosen(latin1);
    expect(file).toMatchObject({ id: "1", fileName: "guests.csv", isGuess: true, hidden: 0 });
    expect(file!.text).toContain("Zoë");
    expect(file!.bytes).toEqual(latin1);
  });

  test("read in another encoding has other characters; typed into, it keeps its name", async () => {
    const file = (await chosen(latin1))!;
    const other = await readAs(file, { encoding: "windows-1251" as never }, watching());
    expect(other.fileName).toBe("guests.csv");
    expect(other.text).not.toBe(file.text);
    const typed = await readText(file, short, watching());
    expect(typed).toMatchObject({ fileName: "guests.csv", text: short });
    expect(typed.parsed?.rows).toMatchObject([{ email: "ada@example.org" }]);
  });

  test.each(["%PDF-1.7", "\xd0\xcf\x11\xe0", "\x89PNG", "\xff\xd8\xff\xe0"])(
    "that begins with %j is none that can be read",
    async (start) => {
      expect(await chosen(new Uint8Array(Buffer.from(`${start} and more`, "latin1")))).toBeNull();
    },
  );
});
