import { spawn } from "node:child_process";
import {
  createWriteStream,
  existsSync,
  globSync,
  mkdirSync,
  openSync,
  fsyncSync,
  closeSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { open, type FileHandle } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { text } from "node:stream/consumers";
import { createZstdCompress, createZstdDecompress } from "node:zlib";
import { Failed } from "../failed.ts";

interface Options {
  folders: string[];
  recipient: string;
  identity: string | null;
  age: string;
}

export type Repositories = ReturnType<typeof openRepositories>;

/**
 * Several folders that all get the same, compressed by zstd and encrypted by age. A name that is there is whole, and on disk. What is read
 * comes from the first folder in which it is not damaged.
 */
export function openRepositories({ folders, recipient, identity, age }: Options) {
  const sealedIn = (folder: string, name: string) => join(folder, `${name}.zst.age`);

  /** Compresses and encrypts into all of these files. */
  async function sealInto(paths: string[], name: string, content: Readable): Promise<void> {
    const program = spawn(age, ["--encrypt", "--recipient", recipient], { stdio: ["pipe", "pipe", "pipe"] });
    const [said, code] = [text(program.stderr), ended(program)];
    const parts = [pipeline(content, createZstdCompress(), program.stdin), toAll(program.stdout, paths)];
    await Promise.all(parts).catch(async (error: Error) => {
      // Nothing writes any more once this has failed: what is removed then would be made again.
      program.kill();
      await Promise.allSettled(parts);
      throw new Failed((await said).trim() || `${name} cannot be stored: ${error.message}`, { cause: error });
    });
    if ((await code) !== 0) throw new Failed((await said).trim());
  }

  async function unsealFrom(folder: string, name: string, to: string): Promise<void> {
    const program = spawn(age, ["--decrypt", "--identity", identity!, sealedIn(folder, name)], { stdio: ["ignore", "pipe", "pipe"] });
    const [said, code] = [text(program.stderr), ended(program)];
    await pipeline(program.stdout, createZstdDecompress(), createWriteStream(to, { mode: 0o600 })).catch(async (error: Error) => {
      throw new Failed((await said).trim() || error.message);
    });
    if ((await code) !== 0) throw new Failed((await said).trim());
  }

  return {
    folders,

    /** Compresses, encrypts and stores; returns when it is on disk in all folders. */
    async seal(name: string, content: Readable): Promise<void> {
      const unfinished = folders.map((folder) => `${sealedIn(folder, name)}.unfinished`);
      for (const path of unfinished) mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
      try {
        await sealInto(unfinished, name, content);
      } catch (error) {
        // A disk that is full would stay so, as the next backup has another name.
        for (const path of unfinished) rmSync(path, { force: true });
        throw error;
      }
      for (const path of unfinished) {
        renameSync(path, path.replace(/\.unfinished$/, ""));
        synced(dirname(path));
      }
    },

    /** Brings one back into a file. Throws `Failed` where it is damaged in all folders, or the key is another one. */
    async unseal(name: string, to: string): Promise<void> {
      if (identity === null) throw new Failed("BACKUP_IDENTITY is missing: without age's private key nothing can be read");
      mkdirSync(dirname(to), { recursive: true, mode: 0o700 });
      const reasons: string[] = [];
      for (const folder of folders.filter((one) => existsSync(sealedIn(one, name)))) {
        try {
          return await unsealFrom(folder, name, to);
        } catch (error) {
          reasons.push(`${sealedIn(folder, name)}: ${(error as Error).message}`);
        }
      }
      throw new Failed(reasons.length > 0 ? reasons.join("\n") : `no repository has ${name}`);
    },

    /** Whether all folders have it. */
    has: (name: string): boolean => folders.every((folder) => existsSync(sealedIn(folder, name))),

    /** Names under a prefix that at least one folder has, in order. */
    names(under: string): string[] {
      const found = folders.flatMap((folder) => globSync(`${under}/**/*.zst.age`, { cwd: folder }));
      return [...new Set(found.map((name) => name.replace(/\.zst\.age$/, "")))].toSorted();
    },

    /** Where it is locked, it stays until it is not. */
    remove(name: string): void {
      for (const folder of folders) unlessLocked(() => rmSync(sealedIn(folder, name), { force: true }));
    },

    /** What is no secret: what is known of a backup, and the names and sums of its files. Where it is locked, it stays as it is. */
    note(name: string, content: string): void {
      for (const folder of folders) {
        const path = join(folder, name);
        mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
        writeFileSync(`${path}.unfinished`, content, { mode: 0o600 });
        synced(`${path}.unfinished`);
        if (!unlessLocked(() => renameSync(`${path}.unfinished`, path))) rmSync(`${path}.unfinished`);
      }
    },

    /** Contents of notes, by their names. Where folders differ, the first one counts. */
    notes(pattern: string): Map<string, string> {
      const found = folders
        .toReversed()
        .flatMap((folder) => globSync(pattern, { cwd: folder }).map((name) => [name, join(folder, name)] as const));
      return new Map(found.map(([name, path]) => [name, readFileSync(path, "utf8")]));
    },

    forget(name: string): void {
      for (const folder of folders) unlessLocked(() => rmSync(join(folder, name), { force: true }));
    },
  };
}

/** Whether it was done: a file that somebody has locked refuses it. */
function unlessLocked(change: () => void): boolean {
  try {
    change();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EPERM") throw error;
    return false;
  }
}

const ended = (program: ReturnType<typeof spawn>): Promise<number> =>
  new Promise((done, fail) => {
    program.once("error", fail);
    program.once("close", (code) => done(code ?? 1));
  });

/** As fast as the slowest of them takes it. */
async function toAll(bytes: Readable, paths: string[]): Promise<void> {
  const files: FileHandle[] = [];
  try {
    for (const path of paths) files.push(await open(path, "w", 0o600));
    for await (const chunk of bytes as AsyncIterable<Buffer>) await Promise.all(files.map((file) => file.writeFile(chunk)));
    for (const file of files) await file.sync();
  } finally {
    for (const file of files) await file.close();
  }
}

function synced(path: string) {
  const file = openSync(path, "r");
  fsyncSync(file);
  closeSync(file);
}
