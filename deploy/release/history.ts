import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { root, run } from "../containers.ts";
import { Failed } from "../failed.ts";
import { readCommits, type Commit, type NewMigration } from "./changelog.ts";

const git = (...args: string[]) => run("git", ["-C", root, ...args]);

/** Where a release comes from. */
interface Source {
  commit: string;
  /** Whether files differ from that commit: then nobody can build it again. */
  isChanged: boolean;
}

export async function source(): Promise<Source> {
  return { commit: await git("rev-parse", "HEAD"), isChanged: (await git("status", "--porcelain")) !== "" };
}

/** Throws where what is here is not the tagged commit of this version, as it was committed. */
export async function requireTagged(version: string): Promise<void> {
  const { isChanged } = await source();
  if (isChanged) throw new Failed("files are changed that no commit has: a release is made of a commit");
  const tags = (await git("tag", "--points-at", "HEAD")).split("\n");
  if (!tags.includes(`v${version}`)) throw new Failed(`this commit has no tag v${version}, the version that package.json names`);
}

/** What came since the release before this commit; null where there is none before. */
export async function sinceLastRelease(): Promise<{ commits: Commit[]; migrations: NewMigration[] } | null> {
  const before = await git("describe", "--tags", "--abbrev=0", "--match", "v*", "HEAD~1").catch(() => null);
  if (!before) return null;
  const range = `${before}..HEAD`;
  const commits = readCommits(await git("log", "--no-merges", "--format=%x00%s", "--name-only", range));
  const added = await git("diff", "--name-only", "--diff-filter=A", range, "--", "server/src/db/migrations/*.sql");
  return { commits, migrations: added.split("\n").filter(Boolean).map(readMigration) };
}

function readMigration(file: string): NewMigration {
  const worksWith = /^-- works-with: (\d{4})$/m.exec(readFileSync(join(root, file), "utf8"))?.[1] ?? null;
  return { name: basename(file, ".sql"), worksWith };
}
