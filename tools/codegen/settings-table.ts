import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { secretSettings, settings } from "../../server/src/config/settings.ts";
import { fileSetting } from "../../server/src/secret-files.ts";

const readme = join(resolve(import.meta.dirname, "../.."), "README.md");
const BEGIN = "<!-- settings: generated -->";
const END = "<!-- settings: end -->";

/** The README with the table of settings that the program really has. */
export async function readmeWithSettings(): Promise<string> {
  const text = await readFile(readme, "utf8");
  const [before, rest] = text.split(BEGIN);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined) throw new Error(`README.md needs ${BEGIN} and ${END} around its table of settings`);
  return `${before}${BEGIN}\n${settingsTable()}\n${END}${after}`;
}

function settingsTable(): string {
  const rows = Object.entries(settings).map(
    ([name, one]) => `| ${namesOf(name)} | ${one.default === null ? "" : `\`${one.default}\``} | ${one.about} |`,
  );
  return ["| Setting | Default | What it does |", "| --- | --- | --- |", ...rows].join("\n");
}

const namesOf = (name: string) =>
  [name, ...(secretSettings.includes(name) ? [fileSetting(name)] : [])].map((one) => `\`${one}\``).join(", ");
