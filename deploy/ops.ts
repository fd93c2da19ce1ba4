// Finds an operator's command by its name and runs it.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { Failed, MissingTool, SKIPPED } from "./failed.ts";

/** What each file of `ops/` exports. */
interface Command {
  /** One line for the list of commands. */
  about: string;
  /** Its arguments, if it takes any. */
  usage?: string;
  run(args: string[]): Promise<void>;
}

const folder = join(import.meta.dirname, "ops");
const names = readdirSync(folder)
  .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
  .map((file) => file.replace(/\.ts$/, ""))
  .sort();

const load = async (name: string) => (await import(join(folder, `${name}.ts`))) as Command;

async function help(): Promise<string> {
  const width = Math.max(...names.map((name) => name.length));
  const lines = await Promise.all(names.map(async (name) => `  ${name.padEnd(width)}  ${(await load(name)).about}`));
  return ["npm run ops -- <command> [arguments]   (<command> --help tells more)", "", ...lines].join("\n");
}

const [name, ...args] = process.argv.slice(2);
if (!name || name === "--help" || name === "help") {
  console.log(await help());
} else if (!names.includes(name)) {
  console.error(`There is no command "${name}".\n\n${await help()}`);
  process.exitCode = 2;
} else {
  const { about, usage = "", run } = await load(name);
  if (args.includes("--help")) console.log(`npm run ops -- ${name} ${usage}\n\n${about}`);
  else await run(args).catch(tell);
}

/** Expected failures print one line; any other is a bug and prints its stack. */
function tell(error: unknown) {
  console.error(error instanceof Failed ? error.message : error);
  process.exitCode = error instanceof MissingTool ? SKIPPED : 1;
}
