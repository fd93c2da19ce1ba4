import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { rolldown, type OutputChunk } from "rolldown";

export interface CodeInHand {
  commit: string;
  /** A hash of the code that was tried out, whether or not it was committed: what was found counts while it is unchanged. */
  code: string;
}

const root = resolve(import.meta.dirname, "../..");
/** What rounds with real processes are of. */
const TRIED = /^(?:contract|server\/src\/(?:log|realtime|events|guests|invitations|chat|db))\//;
const SIMULATED = /^(?:contract|server)\//;

/** The code of a round with real processes. */
export const triedCode = (): Promise<CodeInHand> =>
  codeRunBy("server/src/main.ts", TRIED, sourcesIn(join(root, "server/src/db/migrations")));

/** The code of a schedule, which a process that plays some loads. */
export const simulatedCode = (): Promise<CodeInHand> => codeRunBy("torture/src/simulation/play-seeds.ts", SIMULATED);

/**
 * The code that a program runs, of the files that count, and files of data. What it does not run, types and comments change nothing: what was
 * found with it is still true then.
 */
async function codeRunBy(program: string, counts: RegExp, data: string[] = []): Promise<CodeInHand> {
  const modules = await modulesRunBy(program);
  return hashOf([...[...modules].filter(([path]) => counts.test(path)), ...read(data)]);
}

/** The modules of ours that a program loads, by their paths below the root: of each what is run, without types and comments. */
export async function modulesRunBy(program: string): Promise<Map<string, string>> {
  const bundle = await rolldown({ cwd: root, input: join(root, program), platform: "node", external: isPackage });
  const { output } = await bundle.generate({
    format: "esm",
    preserveModules: true,
    comments: false,
    // Names stay: they are in errors.
    minify: { compress: false, mangle: false, codegen: true },
  });
  await bundle.close();
  const chunks = output.filter((one) => one.type === "chunk" && one.facadeModuleId !== null) as OutputChunk[];
  return new Map(chunks.map(({ facadeModuleId, code }) => [relative(root, facadeModuleId!), code]));
}

const isPackage = (name: string) => /^[^./]/.test(name) && !name.startsWith("@turnout/");

/** All that a verdict depends on: the product, those who judge it, and the packages of both. */
export function judgedCode(): CodeInHand {
  const sources = ["contract/src", "server/src", "torture/src"].flatMap((folder) => sourcesIn(join(root, folder)));
  return hashOf(read([...sources, join(root, "package-lock.json")]));
}

type NamedText = [path: string, text: string];

const read = (paths: string[]): NamedText[] => paths.map((path) => [relative(root, path), readFileSync(path, "utf8")]);

function hashOf(texts: NamedText[]): CodeInHand {
  const hash = createHash("sha256");
  for (const [path, text] of texts.toSorted(([a], [b]) => (a < b ? -1 : 1))) hash.update(path).update("\0").update(text);
  return { commit: currentCommit(), code: hash.digest("hex").slice(0, 12) };
}

function sourcesIn(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile() && /\.(ts|sql)$/.test(entry.name) && !/\.test(-support)?\.ts$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}

function currentCommit(): string {
  try {
    return execFileSync("git", ["rev-parse", "--short=12", "HEAD"], { cwd: root, encoding: "utf8" }).trim();
  } catch {
    return "none"; // an unpacked archive
  }
}
