import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Failed } from "../failed.ts";
import { inTurn } from "../gates/in-turn.ts";
import { goProgram } from "../gates/locked-tools.ts";
import { toolCache } from "../gates/tool-cache.ts";

/** The release whose API server takes the chart. Its libraries have the same number with a 0 before it. */
const KUBERNETES = "1.36.3";
const KWOK = "0.7.0";

const programs = {
  etcd: "./etcd",
  "kube-apiserver": "k8s.io/kubernetes/cmd/kube-apiserver",
  "kube-controller-manager": "k8s.io/kubernetes/cmd/kube-controller-manager",
  "kube-scheduler": "k8s.io/kubernetes/cmd/kube-scheduler",
  kwok: "sigs.k8s.io/kwok/cmd/kwok",
} as const;
type Program = keyof typeof programs;

const GO = { CGO_ENABLED: "0", GOFLAGS: "-mod=mod -buildvcs=false -trimpath" };

/**
 * Folder with the control plane's programs. What is missing is built from its Go module, about 20 minutes of processor time in all, by one
 * process for all that wait for it.
 */
export async function clusterPrograms(): Promise<string> {
  const folder = toolCache("cluster", `${KUBERNETES}-${KWOK}`);
  await inTurn(join(folder, "lock"), () => buildMissing(folder));
  return folder;
}

async function buildMissing(folder: string): Promise<void> {
  const missing = (Object.keys(programs) as Program[]).filter((name) => !existsSync(join(folder, name)));
  if (missing.length === 0) return;
  const go = await goProgram();
  const source = join(folder, "source");
  writeModules(go, source);
  for (const name of missing) {
    console.log(`Building ${name}`);
    await buildProgram(go, name, name === "kwok" ? join(source, "kwok") : source, join(folder, name));
  }
}

async function buildProgram(go: string, name: Program, cwd: string, program: string): Promise<void> {
  const [major, minor] = KUBERNETES.split(".") as [string, string];
  const version = Object.entries({ gitVersion: `v${KUBERNETES}`, gitMajor: major, gitMinor: minor });
  const flags = version.map(([key, value]) => `-X k8s.io/component-base/version.${key}=${value}`);
  // Renamed when done, so that a build that is broken off leaves no program.
  const args = ["build", "-ldflags", `-s -w ${flags.join(" ")}`, "-o", `${program}.new`, programs[name]];
  const child = spawn(go, args, { cwd, env: { ...process.env, ...GO }, stdio: ["ignore", "inherit", "inherit"] });
  const code = await new Promise((done) => child.once("close", done));
  if (code !== 0) throw new Failed(`${name} could not be built (${String(code)})`);
  renameSync(`${program}.new`, program);
}

/**
 * Kubernetes replaces its libraries by folders of its own repository, so that it builds from a module of ours only that
 * names them as published. kwok has its own, of an older release.
 */
function writeModules(go: string, source: string): void {
  const { goMod } = moduleFile(go, `k8s.io/kubernetes@v${KUBERNETES}`);
  const head = goMod.split("\n").filter((line) => /^(go|godebug|toolchain) /.test(line));
  const libraries = [...goMod.matchAll(/(k8s\.io\/[a-z0-9-]+) => \.\/staging/g)].map(([, name]) => name!);
  const replaced = [...new Set(libraries)].map((name) => `replace ${name} => ${name} v0.${KUBERNETES.slice(2)}`);
  const debug = /^godebug \([^)]*\)/m.exec(goMod)?.[0] ?? "";
  writeModule(source, [...head, debug, `require k8s.io/kubernetes v${KUBERNETES}`, ...replaced]);
  mkdirSync(join(source, "etcd"), { recursive: true });
  writeFileSync(join(source, "etcd/main.go"), ETCD);
  writeModule(join(source, "kwok"), [`require sigs.k8s.io/kwok v${KWOK}`]);
}

const ETCD = `package main

import (
	"os"

	"go.etcd.io/etcd/server/v3/etcdmain"
)

func main() { etcdmain.Main(os.Args) }
`;

function writeModule(folder: string, lines: string[]): void {
  if (existsSync(join(folder, "go.mod"))) return;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "go.mod"), ["module cluster", ...lines, ""].join("\n"));
}

function moduleFile(go: string, module: string): { goMod: string } {
  const { status, stdout, stderr } = spawnSync(go, ["mod", "download", "-json", module], {
    encoding: "utf8",
    cwd: toolCache("cluster"),
    env: { ...process.env, ...GO, GO111MODULE: "on" },
  });
  if (status !== 0) throw new Failed(`${module} could not be fetched: ${stderr || stdout}`);
  return { goMod: readFileSync((JSON.parse(stdout) as { GoMod: string }).GoMod, "utf8") };
}
