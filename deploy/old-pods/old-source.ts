import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root, run } from "../containers.ts";
import { Failed } from "../failed.ts";
import { execute } from "../gates/execute.ts";
import { oldestThatWorks } from "./oldest.ts";

const MIGRATIONS = "server/src/db/migrations";
/** Workspaces that its server runs from. */
const NEEDED = ["contract", "server"];

export interface OldSource {
  folder: string;
  commit: string;
  /** Number of the newest migration that it knows. */
  newest: string;
}

/** The source of the oldest version that the migrations of now say goes on working, laid out so that its server starts. */
export async function layOutOldSource(folder: string): Promise<OldSource> {
  const files = readdirSync(join(root, MIGRATIONS)).filter((file) => file.endsWith(".sql"));
  const oldest = oldestThatWorks(
    files.map((file) => ({
      number: file.slice(0, 4),
      worksWith: /^-- works-with: (\d{4})$/m.exec(readFileSync(join(root, MIGRATIONS, file), "utf8"))?.[1] ?? null,
    })),
  );
  const { commit, newest } = await versionWith(oldest, files);
  mkdirSync(folder, { recursive: true });
  const archive = join(folder, "source.tar");
  await run("git", ["archive", "--output", archive, commit, ...(await pathsOf(commit))]);
  await run("tar", ["--extract", "--file", archive, "--directory", folder]);
  await installPackages(folder);
  mkdirSync(join(folder, "web/dist"), { recursive: true });
  // No page is looked at: one needs only to exist.
  writeFileSync(join(folder, "web/dist/index.html"), "<!doctype html><head><!--head--></head><body><!--page--><!--data--></body>");
  return { folder, commit: commit.slice(0, 12), newest };
}

/**
 * The last version before the migrations that come after this one; where none was committed with this one and without those, the
 * first that has it.
 */
async function versionWith(oldest: string, files: string[]): Promise<{ commit: string; newest: string }> {
  const before = await lastCommitWithout(files.filter((file) => file.slice(0, 4) > oldest));
  const known = await newestIn(before);
  if (known === oldest) return { commit: before, newest: oldest };
  const [commit] = (await addedIn(files.filter((file) => file.startsWith(oldest)))).slice(-1);
  if (!commit) throw new Failed(`no commit has migration ${oldest}`);
  return { commit, newest: await newestIn(commit) };
}

const addedIn = async (files: string[]): Promise<string[]> => {
  const paths = files.map((file) => `${MIGRATIONS}/${file}`);
  return (await run("git", ["log", "--diff-filter=A", "--format=%H", "--", ...paths])).split("\n").filter(Boolean);
};

/** Number of the newest migration that a commit has. */
async function newestIn(commit: string): Promise<string> {
  const names = (await run("git", ["ls-tree", "--name-only", `${commit}:${MIGRATIONS}`])).split("\n");
  return names
    .filter((name) => name.endsWith(".sql"))
    .sort()
    .at(-1)!
    .slice(0, 4);
}

/** The newest commit that has none of these migrations; that of now, where there are none. */
async function lastCommitWithout(newer: string[]): Promise<string> {
  if (newer.length === 0) return run("git", ["rev-parse", "HEAD"]);
  const first = (await addedIn(newer)).at(-1);
  if (!first) throw new Failed(`no commit has ${newer.join(", ")}: commit them, so that what was before can be found`);
  return run("git", ["rev-parse", `${first}^`]);
}

/** What its server needs to run, with what npm needs to know of the rest. */
async function pathsOf(commit: string): Promise<string[]> {
  const { workspaces } = JSON.parse(await run("git", ["show", `${commit}:package.json`])) as { workspaces: string[] };
  const others = workspaces.filter((name) => !NEEDED.includes(name)).map((name) => `${name}/package.json`);
  return ["package.json", "package-lock.json", ".npmrc", ...NEEDED, ...others];
}

/** The packages of then: what the server has left behind since is not here. Its lock file says which, so their age does not matter. */
async function installPackages(folder: string): Promise<void> {
  const how = ["--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", "--min-release-age=0"];
  const { code, said } = await execute("npm", ["ci", "--workspace", "@turnout/server", "--workspace", "@turnout/contract", ...how], {
    cwd: folder,
  });
  if (code !== 0) throw new Failed(`the packages of the old version cannot be installed: ${said.trim().slice(-400)}`);
}
