import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, expect, test } from "vitest";
import { root } from "./containers.ts";
import { Failed } from "./failed.ts";
import { makeSecrets } from "./ops/secrets.ts";

const folder = mkdtempSync(join(tmpdir(), "turnout-ops-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const program = join(import.meta.dirname, "ops.ts");
/** Reads the source and nothing else: what fetches something, looks for it first or starts a program, is refused. */
const READ_ONLY = ["bench", "contract", "deploy", "server", "node_modules", "package.json"].map(
  (path) => `--allow-fs-read=${join(root, path)}`,
);
const ops = (...args: string[]) =>
  promisify(execFile)(process.execPath, [program, ...args]).then(
    ({ stdout }) => ({ code: 0, said: stdout }),
    ({ code, stderr }: { code: number; stderr: string }) => ({ code, said: stderr }),
  );

test("--help lists every command with a summary", async () => {
  const { code, said } = await ops("--help");
  expect(code).toBe(0);
  const files = readdirSync(join(import.meta.dirname, "ops")).filter((file) => /^[a-z-]+\.ts$/.test(file));
  expect(files.length).toBeGreaterThan(0);
  for (const file of files) expect(said).toMatch(new RegExp(`^  ${file.replace(".ts", "")} +\\S.{20,}$`, "m"));
});

test("--help fetches nothing: it reads the commands, starts no program and writes no file", async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ["--permission", ...READ_ONLY, program, "--help"]);
  expect(stdout).toContain("secrets");
});

test("an unknown command is an error that lists the known ones", async () => {
  const { code, said } = await ops("destroy");
  expect(code).toBe(2);
  expect(said).toContain('There is no command "destroy"');
  expect(said).toContain("secrets");
});

test("secrets are generated once, readable by their owner, and the database's URL has its password", () => {
  const home = join(folder, "secrets");
  makeSecrets(home, () => {});
  const read = (name: string) => readFileSync(join(home, name), "utf8");
  expect(read("database-url")).toBe(`postgres://turnout:${read("database-password")}@database:5432/turnout`);
  expect(statSync(home).mode & 0o077).toBe(0);
  const before = read("secret");
  expect(before).toMatch(/^[\da-f]{64}$/);
  makeSecrets(home, () => {});
  expect(read("secret")).toBe(before);
  rmSync(join(home, "database-url"));
  expect(() => makeSecrets(home, () => {})).toThrow(Failed);
});
