import { spawn, type StdioOptions } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { text } from "node:stream/consumers";
import { Failed } from "./failed.ts";

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

function environment(): NodeJS.ProcessEnv {
  mkdirSync(home, { recursive: true });
  const [containers, storage] = [join(home, "containers.conf"), join(home, "storage.conf")];
  writeFileSync(containers, CONTAINERS_CONF);
  writeFileSync(storage, `[storage]\ndriver = "overlay"\ngraphroot = "${home}/images"\nrunroot = "${home}/run"\n`);
  return { ...process.env, CONTAINERS_CONF: containers, CONTAINERS_STORAGE_CONF: storage };
}

interface RunOptions {
  /** Inherits our output instead of returning it. */
  shown?: boolean;
  /** Returns stderr too. */
  errors?: boolean;
  /** Where it runs; the root of the source where absent. */
  cwd?: string;
}

/** Runs a program and returns its output. Throws when it fails. */
export async function run(
  program: string,
  args: string[],
  { shown = false, errors = false, cwd = root }: RunOptions = {},
): Promise<string> {
  const stdio: StdioOptions = ["ignore", shown ? "inherit" : "pipe", shown ? "inherit" : "pipe"];
  const child = spawn(program, args, { cwd, env: environment(), stdio });
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

/** Builds an image of a Dockerfile and returns its name. */
export async function build(name: string, { file, context, args }: { file: string; context: string; args: string[] }): Promise<string> {
  await run("buildah", [...BUILD, ...args, "--file", file, "--tag", name, context], { shown: true });
  return name;
}

export async function hasImage(name: string): Promise<boolean> {
  return run("podman", ["image", "exists", name]).then(
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
