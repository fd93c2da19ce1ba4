import { createHash, type Hash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, open, type FileHandle } from "node:fs/promises";
import { dirname } from "node:path";
import type { Scope } from "./exported-tables.ts";

/** A reason why nothing is exported or imported that the operator can correct: one line. */
export class NotPossible extends Error {}

export const MANIFEST = "manifest.json";
export const JOBS = "jobs.jsonl";
export const fileOf = (table: string) => `tables/${table}.jsonl`;
export const pictureOf = (id: string) => `pictures/${id}.webp`;

/** Longest line that is read: a row has an email at most, or a log entry. */
export const MAX_LINE = 16 << 20;

/** Number of rows of a file, and SHA-256 of its bytes. */
export interface FileSum {
  rows: number;
  sha256: string;
}

/** `manifest.json`, written last: a folder without it is no whole export. */
export interface Manifest {
  format: 1;
  /** The newest migration of the database it was made of. */
  migration: string;
  scope: Scope;
  calendarHost: string | null;
  exportedAt: string;
  files: Record<string, FileSum>;
}

/** A job that is still to be done. */
export interface ExportedJob {
  name: string;
  payload: Record<string, unknown>;
  /** Null: as soon as possible. */
  startAfter: string | null;
}

/** Writes lines to a new file, as fast as the disk takes them. */
export class LineFile {
  readonly #file: FileHandle;
  readonly #hash: Hash = createHash("sha256");
  #rows = 0;

  private constructor(file: FileHandle) {
    this.#file = file;
  }

  static async create(path: string): Promise<LineFile> {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    return new LineFile(await open(path, "wx", 0o600));
  }

  /** Each ends with its line end already. */
  async write(lines: string[]): Promise<void> {
    if (lines.length === 0) return;
    const bytes = Buffer.from(lines.join(""));
    this.#hash.update(bytes);
    this.#rows += lines.length;
    await this.#file.writeFile(bytes);
  }

  async close(): Promise<FileSum> {
    await this.#file.sync();
    await this.#file.close();
    return { rows: this.#rows, sha256: this.#hash.digest("hex") };
  }
}

/** Reads lines of a file in groups of at most `most` lines and about a megabyte. Returns what it has read when it is through. */
export async function* readLines(path: string, most: number): AsyncGenerator<string[], FileSum> {
  const hash = createHash("sha256");
  let rows = 0;
  let rest: Buffer = Buffer.alloc(0);
  let group: string[] = [];
  let size = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 18 }) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    rest = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    for (let end = rest.indexOf(10); end !== -1; end = rest.indexOf(10)) {
      group.push(rest.toString("utf8", 0, end));
      size += end;
      rows++;
      rest = rest.subarray(end + 1);
      if (group.length < most && size < 1 << 20) continue;
      yield group;
      [group, size] = [[], 0];
    }
    if (rest.length > MAX_LINE) throw new NotPossible(`${path} has a line that is longer than ${MAX_LINE >> 20} MB`);
  }
  if (rest.length > 0) throw new NotPossible(`${path} is cut off: its last line has no end`);
  if (group.length > 0) yield group;
  return { rows, sha256: hash.digest("hex") };
}
