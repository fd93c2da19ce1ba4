import { execFileSync } from "node:child_process";
import { chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { cannotLock, lockFolder } from "./lock-folder.ts";
import { openRepositories } from "./repositories.ts";

const folder = mkdtempSync(join(tmpdir(), "turnout-lock-"));
afterAll(() => {
  if (why === null) lockFolder(folder, 1, Date.now() + 10 * DAY);
  rmSync(folder, { recursive: true, force: true });
});
const DAY = 86_400_000;
/** Not on every file system, and in many containers not even as root. */
const why = cannotLock(folder);
const isRoot = () => process.getuid?.() === 0;
const write = (name: string) => writeFileSync(join(folder, name), "backup");

test.runIf(why === null)(
  "a locked file is neither changed, moved nor removed, its folder is not moved, and after its days it is free",
  () => {
    mkdirSync(join(folder, "log"));
    for (const path of [folder, join(folder, "log")]) chownSync(path, 65_534, 65_534);
    for (const name of ["log/old", "log/young", "log/new.unfinished"]) write(name);
    utimesSync(join(folder, "log/old"), new Date(), new Date(Date.now() - 2 * DAY));
    expect(lockFolder(folder, 1)).toEqual({ locked: 1, released: 1 });
    const young = join(folder, "log/young");
    expect(() => writeFileSync(young, "gone")).toThrow("EPERM");
    expect(() => renameSync(young, `${young}.gone`)).toThrow("EPERM");
    expect(() => rmSync(young)).toThrow("EPERM");
    const asNobody = (script: string) =>
      execFileSync("setpriv", ["--reuid=65534", "--regid=65534", "--clear-groups", "sh", "-c", script], { stdio: "ignore", cwd: "/" });
    expect(() => asNobody(`mv ${join(folder, "log")} ${join(folder, "gone")}`)).toThrow("Command failed");
    asNobody(`echo more > ${join(folder, "log/more")}`);
    rmSync(join(folder, "log/old"));
    expect(readFileSync(young, "utf8")).toBe("backup");

    // What the product does with what it may not change: it leaves it.
    const repositories = openRepositories({ folders: [folder], recipient: "", identity: null, age: "age" });
    repositories.note("log/young", "other");
    repositories.forget("log/young");
    expect(readFileSync(young, "utf8")).toBe("backup");
    expect(existsSync(`${young}.unfinished`)).toBe(false);
    expect(lockFolder(folder, 1, Date.now() + 2 * DAY).released).toBe(2);
    rmSync(young);
  },
);

test.runIf(!isRoot())("only root can lock files", () => {
  expect(why).toBe("only root can lock files");
});
