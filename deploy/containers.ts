import { spawn, type StdioOptions } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { text } from "node:stream/consumers";
import { Failed } from "./failed.ts";
import { baseStore, baseStores } from "./images/base-store.ts";

export const root = resolve(import.meta.dirname, "..");
/** Separate storage for images and containers, apart from the machine's other ones. */
const home = join(root, ".cache/containers");

/** Inside a sandbox, where namespaces are restricted, the engine's defaults do not work. */
const CONTAINERS_CONF = `[containers]
default_ulimits = ["nofile=20000:20000", "nproc=4096:4096"]
[engine]
runtime = "runc"
cgroup_manager = "cgroupfs"
events_logger = "file"
`;

/** `isOfBases`: what is made goes where all checkouts find it. Otherwise it stays in this one, and may stand on what is there. */
function environment(isOfBases: boolean): NodeJS.ProcessEnv {
  const place = isOfBases ? baseStore() : home;
  mkdirSync(place, { recursive: true });
  const [containers, storage] = [join(place, "containers.conf"), join(place, "storage.conf")];
  const read = isOfBases ? [] : baseStores().map((folder) => join(folder, "images"));
  const options = `[storage.options]\nadditionalimagestores = ${JSON.stringify(read)}\n`;
  writeFileSync(containers, CONTAINERS_CONF);
  writeFileSync(storage, `[storage]\ndriver = "overlay"\ngraphroot = "${place}/images"\nrunroot = "${place}/run"\n${options}`);
  return { ...process.env, CONTAINERS_CONF: containers, CONTAINERS_STORAGE_CONF: storage };
}

interface RunOptions {
  /** Inherits our output instead of returning it. */
  shown?: boolean;
  /** Returns stderr too. */
  errors?: boolean;
  /** Where it runs; the root of the source where absent. */
  cwd?: string;
  /** Works on the stand-ins for base images instead of this checkout's own images. */
  isOfBases?: boolean;
}

/** Runs a program and returns its output. Throws when it fails. */
export async function run(
  program: string,
  args: string[],
  { shown = false, errors = false, cwd = root, isOfBases = false }: RunOptions = {},
): Promise<string> {
  const stdio: StdioOptions = ["ignore", shown ? "inherit" : "pipe", shown ? "inherit" : "pipe"];
  const child = spawn(program, args, { cwd, env: environment(isOfBases), stdio });
  const code = new Promise<number | null>((done, fail) => {
    child.once("error", (error: NodeJS.ErrnoException) =>
      fail(error.code === "ENOENT" ? new Failed(`${program} is not on this machine: apt-get install buildah podman runc`) : error),
    );
    child.once("close", done);
  });
  const [out, err, ended] = await Promise.all([child.stdout ? text(child.stdout) : "", child.stderr ? text(child.stderr) : "", code]);
  if (ended !== 0) throw new Failed(`${program} ${args.join(" ")} failed (${ended})\n${out}${err}`.trimEnd());
  return (errors ? out + err : out).trim();
}

export const podman = (...args: string[]) => run("podman", args);

/** No isolation that a sandbox refuses, and the image format that supports HEALTHCHECK. */
const BUILD = ["build", "--isolation", "chroot", "--network", "host", "--pull=never", "--layers", "--format", "docker"];

interface Build {
  file: string;
  context: string;
  args: string[];
  isOfBases?: boolean;
}

/** Builds an image of a Dockerfile and returns its name. */
export async function build(name: string, { file, context, args, isOfBases = false }: Build): Promise<string> {
  await run("buildah", [...BUILD, ...args, "--file", file, "--tag", name, context], { shown: true, isOfBases });
  return name;
}

export async function hasImage(name: string, isOfBases = false): Promise<boolean> {
  return run("podman", ["image", "exists", name], { isOfBases }).then(
    () => true,
    () => false,
  );
}

/** Local name of a stand-in for a base image. */
export const baseName = (name: string) => `localhost/turnout-base/${name}:local`;

export const cached = (...path: string[]) => {
  const folder = join(root, ".cache", ...path);
  if (!existsSync(folder)) mkdirSync(folder, { recursive: true });
  return folder;
};
