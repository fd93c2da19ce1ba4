import { execFile, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { promisify } from "node:util";
import { accountFor, mayEnter, type Account } from "./account.ts";
import { findBinaries, makeSystemFolder } from "./postgres-binaries.ts";

/** A cluster's files, and how to run a server on them. */
export interface PostgresData {
  bin: string;
  account: Account | null;
  folder: string;
  password: string;
}

/** Environment of started programs: their messages are parsed, so they must not be translated. */
export const PLAIN_ENVIRONMENT = { LC_ALL: "C", PATH: process.env.PATH };

/** The cluster in this folder, initialized on first use. `durable: false` is faster, and a crash may lose everything. */
export async function preparePostgresData(home: string, durable: boolean): Promise<PostgresData> {
  const { folder, account, bin, passwordFile } = placeOf(home);
  if (existsSync(join(folder, "PG_VERSION"))) return { bin, account, folder, password: readFileSync(passwordFile, "utf8").trim() };

  const password = randomBytes(24).toString("hex");
  const unfinished = await initialize({ bin, account, folder, password }, durable);
  writeFileSync(passwordFile, password, { mode: 0o600 });
  // Renamed into place when complete, so that a killed attempt leaves no half of a cluster.
  renameSync(unfinished, folder);
  return { bin, account, folder, password };
}

/** Where the cluster of this data folder is, or will be, and what runs it. */
export function placeOf(home: string): Omit<PostgresData, "password"> & { passwordFile: string } {
  const folder = reachable(join(home, "postgres"));
  const account = accountFor(folder);
  return { folder, account, bin: findBinaries(account), passwordFile: `${folder}-password` };
}

/** The wanted folder, or one that the server's user can enter; a file beside the wanted one records which. */
function reachable(wanted: string): string {
  const account = accountFor(wanted);
  if (!account || mayEnter(dirname(wanted), account)) return wanted;
  const pointer = `${wanted}-place`;
  if (!existsSync(pointer) || !existsSync(readFileSync(pointer, "utf8"))) writeFileSync(pointer, makeSystemFolder("data-"));
  return join(readFileSync(pointer, "utf8"), basename(wanted));
}

async function initialize({ bin, account, folder, password }: PostgresData, durable: boolean): Promise<string> {
  const home = dirname(folder);
  const prefix = `${basename(folder)}-unfinished-`;
  for (const name of readdirSync(home)) if (name.startsWith(prefix)) rmSync(join(home, name), { recursive: true, force: true });
  const outer = mkdtempSync(join(home, prefix));
  const inner = join(outer, "data");
  const handOver = join(outer, "password");
  mkdirSync(inner, { mode: 0o700 });
  writeFileSync(handOver, password, { mode: 0o600 });
  if (account) for (const path of [outer, inner, handOver]) chownSync(path, account.uid, account.gid);

  const options = ["-D", inner, "-U", "turnout", "--auth=scram-sha-256", `--pwfile=${handOver}`, "--encoding=UTF8", "--locale=C"];
  // The system's collations change with its C library, which would corrupt indexes.
  options.push("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--data-checksums", "--no-instructions");
  if (!durable) options.push("--no-sync");
  await promisify(execFile)(join(bin, "initdb"), options, { ...account, cwd: "/", env: PLAIN_ENVIRONMENT });
  await createDatabase(bin, account, inner);
  const whole = join(home, `${prefix}whole`);
  renameSync(inner, whole);
  rmSync(outer, { recursive: true, force: true });
  return whole;
}

/** Single-user mode needs no port and no password. */
function createDatabase(bin: string, account: Account | null, data: string): Promise<void> {
  return new Promise((done, fail) => {
    const server = spawn(join(bin, "postgres"), ["--single", "-D", data, "template1"], {
      ...account,
      cwd: "/",
      env: PLAIN_ENVIRONMENT,
      stdio: ["pipe", "ignore", "ignore"],
    });
    server.once("error", fail);
    server.once("exit", (code) => (code === 0 ? done() : fail(new Error(`could not create the database: exit code ${code}`))));
    server.stdin.end("create database turnout\n");
  });
}
