import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { root } from "./surroundings.mjs";

const folder = mkdtempSync(join(tmpdir(), "turnout-ending-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const child = join(folder, "child.mjs");
writeFileSync(
  child,
  `import { writeFileSync } from "node:fs";
   for (const signal of ["SIGTERM", "SIGHUP"]) process.once(signal, () => setTimeout(() => { writeFileSync(process.argv[2], ""); process.exit(); }, 500));
   setInterval(() => {}, 1_000);
   console.log("ready");`,
);

/** Signals a parent whose child takes half a second to put things in order. Returns its exit code, and whether the child was done by then. */
async function signalled(waits, signal = "SIGTERM") {
  const done = join(folder, `done-${waits}-${signal}`);
  const program = join(folder, `parent-${waits}.mjs`);
  writeFileSync(
    program,
    `import { endWithChildren, run } from ${JSON.stringify(join(root, "scripts/surroundings.mjs"))};
     endWithChildren({ waits: ${waits} });
     await run(process.execPath, ${JSON.stringify([child, done])});
     await new Promise(() => {});`,
  );
  const parent = spawn(process.execPath, [program], { stdio: ["ignore", "pipe", "inherit"], detached: true });
  await once(parent.stdout, "data");
  parent.stdout.resume();
  // Its child writes to the same output, so that comes to its end when both have.
  const closed = once(parent.stdout, "close");
  if (signal === "SIGHUP") process.kill(-Number(parent.pid), signal); // to all that the terminal has, as when it is closed
  else parent.kill(signal);
  const [code] = await once(parent, "exit");
  const isDone = existsSync(done);
  await closed;
  return { code, isDone };
}

test("a command that waits ends once what it started has put things in order", async () => {
  expect(await signalled(true)).toEqual({ code: 143, isDone: true });
});

test("a terminal that is closed lets it put things in order, too", async () => {
  expect(await signalled(true, "SIGHUP")).toEqual({ code: 129, isDone: true });
});

test("the control: one that does not wait ends before", async () => {
  expect(await signalled(false)).toEqual({ code: 143, isDone: false });
});
