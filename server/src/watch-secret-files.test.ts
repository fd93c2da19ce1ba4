import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { CannotStart } from "./cannot-start.ts";
import { afterFile } from "./testing/after-file.ts";
import { REREAD_INTERVAL, SETTLES_WITHIN, watchSecretFiles, type Replaceable } from "./watch-secret-files.ts";
import { until } from "./testing/until.ts";

const [first, second, third] = ["first", "second", "third"].map((name) => `${name} secret, as long as it has to be`) as [
  string,
  string,
  string,
];

type Logged = (fields: object, message: string) => void;

/** A folder with a file that is watched, and what was taken from it. */
function watched({ path = "secret", take = () => {} }: { path?: string; take?: Replaceable["take"] } = {}) {
  const folder = mkdtempSync(join(tmpdir(), "turnout-watch-"));
  const taken: string[] = [];
  const logger = { info: vi.fn<Logged>(), error: vi.fn<Logged>() };
  const start = () => {
    const setting: Replaceable = {
      name: "SECRET",
      first,
      async take(value) {
        await take(value);
        taken.push(value);
      },
    };
    const watching = watchSecretFiles({ SECRET_FILE: join(folder, path) }, [setting], { logger });
    afterFile(() => {
      watching.stop();
      rmSync(folder, { recursive: true, force: true });
    });
    return watching;
  };
  const reasons = () => logger.error.mock.calls.map(([fields]) => (fields as Record<string, string>)["error.message"]);
  return { folder, file: join(folder, path), taken, logger, reasons, start };
}

/** Within `REREAD_INTERVAL`: what comes so soon was noticed, and not found by looking now and then. */
const SOON = { timeout: REREAD_INTERVAL / 2 };

test("a file that is written anew is in force soon after", async () => {
  const { file, taken, logger, start } = watched();
  writeFileSync(file, first);
  start();
  writeFileSync(file, `${second}\n`);
  await vi.waitFor(() => expect(taken).toEqual([second]), SOON);
  await until(() => expect(logger.info).toHaveBeenCalledWith({ "turnout.setting": "SECRET_FILE" }, expect.stringContaining("in force")));
});

test("a file that is replaced by renaming is followed, again and again", async () => {
  const { folder, file, taken, start } = watched();
  writeFileSync(file, first);
  start();
  for (const secret of [second, third]) {
    writeFileSync(join(folder, "next"), secret);
    renameSync(join(folder, "next"), file);
    await vi.waitFor(() => expect(taken.at(-1)).toBe(secret), SOON);
  }
});

test("Kubernetes' way is followed: a link to a folder that is swapped, the folder before deleted", async () => {
  const { folder, file, taken, start } = watched();
  const provide = (version: string, secret: string) => {
    mkdirSync(join(folder, version));
    writeFileSync(join(folder, version, "secret"), secret);
    symlinkSync(version, join(folder, "..data_tmp"));
    renameSync(join(folder, "..data_tmp"), join(folder, "..data"));
  };
  provide("..2026_1", first);
  symlinkSync("..data/secret", file);
  start();
  for (const [at, secret] of [second, third].entries()) {
    provide(`..2026_${at + 2}`, secret);
    rmSync(join(folder, `..2026_${at + 1}`), { recursive: true });
    await vi.waitFor(() => expect(taken.at(-1)).toBe(secret), SOON);
  }
});

test.each([
  ["empty", "\n", "it is empty"],
  ["half written", second.slice(0, 12), "SECRET must have at least 32 characters"],
])("a file that is %s leaves the value before in force, and is told of once, without the secret", async (_, content, reason) => {
  const { file, taken, logger, reasons, start } = watched();
  writeFileSync(file, first);
  const { refused } = start();
  expect(refused()).toEqual(new Map([["SECRET_FILE", false]]));
  writeFileSync(file, content);
  await vi.waitFor(() => expect(reasons()).toEqual([reason]), SOON);
  expect(refused()).toEqual(new Map([["SECRET_FILE", true]]));
  writeFileSync(file, second);
  await vi.waitFor(() => expect(taken).toEqual([second]), SOON);
  await until(() => expect(refused()).toEqual(new Map([["SECRET_FILE", false]])));
  expect(reasons()).toEqual([reason]);
  expect(JSON.stringify(logger.error.mock.calls)).not.toContain(second.slice(0, 12));
});

test("a file that is gone leaves the value before in force", async () => {
  const { file, taken, reasons, start } = watched();
  writeFileSync(file, first);
  start();
  rmSync(file);
  await vi.waitFor(() => expect(reasons()).toEqual(["ENOENT"]), SOON);
  expect(taken).toEqual([]);
});

test("a file counts only once it has stayed the same: what is written in pieces is taken whole", async () => {
  const { file, taken, start } = watched();
  writeFileSync(file, first);
  start();
  const whole = `${second}\n${first}`;
  const began = performance.now();
  // Each piece that ends here would be a valid setting by itself.
  for (let end = second.length; end <= whole.length; end++) {
    writeFileSync(file, whole.slice(0, end));
    await new Promise((later) => setTimeout(later, SETTLES_WITHIN / 20));
  }
  expect(performance.now() - began).toBeGreaterThan(SETTLES_WITHIN);
  await vi.waitFor(() => expect(taken.at(-1)).toBe(whole), SOON);
  expect(taken).toEqual([whole]);
});

test("a value that does not work yet is tried again, and the one before stays until then", async () => {
  let works = false;
  const { file, taken, reasons, start } = watched({
    take() {
      if (!works) throw new CannotStart("nobody knows this user");
    },
  });
  writeFileSync(file, first);
  start();
  writeFileSync(file, second);
  await vi.waitFor(() => expect(reasons()).toEqual(["nobody knows this user"]), SOON);
  expect(taken).toEqual([]);
  works = true;
  await vi.waitFor(() => expect(taken).toEqual([second]), SOON);
});

test("what changed between the start's reading and the watching is found", async () => {
  const { file, taken, start } = watched();
  writeFileSync(file, second);
  start();
  await vi.waitFor(() => expect(taken).toEqual([second]), SOON);
});

test("what fails because everything is being closed is not told of, nor tried again", async () => {
  const [reached, closed] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  let tries = 0;
  const { file, reasons, start } = watched({
    async take() {
      tries++;
      reached.resolve();
      await closed.promise;
    },
  });
  writeFileSync(file, second);
  const { stop } = start();
  await reached.promise;
  stop();
  vi.useFakeTimers({ toFake: ["setTimeout", "setInterval"] });
  onTestFinished(() => void vi.useRealTimers());
  closed.reject(new CannotStart("the database is closed"));
  await vi.advanceTimersByTimeAsync(2 * REREAD_INTERVAL);
  expect(reasons()).toEqual([]);
  expect(tries).toBe(1);
});
