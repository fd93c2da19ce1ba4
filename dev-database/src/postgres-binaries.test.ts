import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { restoreSymlinks } from "./postgres-binaries.ts";

function aPackage() {
  const folder = mkdtempSync(join(tmpdir(), "turnout-binaries-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const native = join(folder, "before", "native");
  mkdirSync(join(native, "lib"), { recursive: true });
  writeFileSync(join(native, "lib", "libpq.so.5.18"), "library");
  writeFileSync(
    join(native, "pg-symlinks.json"),
    JSON.stringify([{ source: "native/lib/libpq.so.5.18", target: "native/lib/libpq.so.5" }]),
  );
  return { folder, native };
}

const throughLink = (native: string) => readFileSync(join(native, "lib", "libpq.so.5"), "utf8");

test("the libraries' links are restored, once or twice", () => {
  const { native } = aPackage();
  restoreSymlinks(native);
  restoreSymlinks(native);
  expect(throughLink(native)).toBe("library");
});

test("a checkout that was moved still finds its libraries", () => {
  const { folder, native } = aPackage();
  restoreSymlinks(native);
  renameSync(join(folder, "before"), join(folder, "after"));
  expect(throughLink(join(folder, "after", "native"))).toBe("library");
});

test("a broken link is replaced", () => {
  const { native } = aPackage();
  rmSync(join(native, "lib", "libpq.so.5"), { force: true });
  symlinkSync("/nowhere/libpq.so.5.18", join(native, "lib", "libpq.so.5"));
  restoreSymlinks(native);
  expect(throughLink(native)).toBe("library");
});
