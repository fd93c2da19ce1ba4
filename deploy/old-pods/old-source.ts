import { mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root, run } from "../containers.ts";
import { Failed } from "../failed.ts";
import { oldestThatWorks } from "./oldest.ts";

const MIGRATIONS = "server/src/db/migrations";

export interface OldSource {
  folder: string;
  commit: string;
  /** Number of the newest migration that it knows. */
  newest: string;
}

/** The source of the oldest version that the migrations of now say goes on working, laid out so that its server starts. */
export async function layOutOldSource(folder: string): Promise<OldSource> {
  const files = readdirSync(join(root, MIGRATIONS)).filter((file) => file.endsWith(".sql"));
  const newest = oldestThatWorks(
    files.map((file) => ({
      number: file.slice(0, 4),
      worksWith: /^-- works-with: (\d{4})$/m.exec(readFileSync(join(root, MIGRATIONS, file), "utf8"))?.[1] ?? null,
    })),
  );
  const newer = files.filter((file) => file.slice(0, 4) > newest);
  const commit = await lastCommitWithout(newer);
  mkdirSync(folder, { recursive: true });
  const archive = join(folder, "source.tar");
  await run("git", ["archive", "--output", archive, commit, "package.json", "contract", "server", "dev-database"]);
  await run("tar", ["--extract", "--file", archive, "--directory", folder]);
  linkPackages(folder);
  mkdirSync(join(folder, "web/dist"), { recursive: true });
  // No page is looked at: one needs only to exist.
  writeFileSync(join(folder, "web/dist/index.html"), "<!doctype html><head><!--head--></head><body><!--page--><!--data--></body>");
  return { folder, commit: commit.slice(0, 12), newest };
}

/** The newest commit that has none of these migrations; that of now, where there are none. */
async function lastCommitWithout(newer: string[]): Promise<string> {
  if (newer.length === 0) return run("git", ["rev-parse", "HEAD"]);
  const paths = newer.map((file) => `${MIGRATIONS}/${file}`);
  const added = (await run("git", ["log", "--diff-filter=A", "--format=%H", "--", ...paths])).split("\n");
  const [first] = added.at(-1) ? [added.at(-1)!] : [];
  if (!first) throw new Failed(`no commit has ${newer.join(", ")}: commit them, so that what was before can be found`);
  return run("git", ["rev-parse", `${first}^`]);
}

/** The packages are those of now; the product's own are the old ones. */
function linkPackages(folder: string): void {
  const modules = join(folder, "node_modules");
  mkdirSync(join(modules, "@turnout"), { recursive: true });
  for (const name of readdirSync(join(root, "node_modules")))
    if (name !== "@turnout" && !name.startsWith(".")) symlinkSync(join(root, "node_modules", name), join(modules, name));
  for (const name of ["contract", "server", "dev-database"]) symlinkSync(join(folder, name), join(modules, "@turnout", name));
}
