import { copyFileSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Failed } from "../failed.ts";
import { keptPass, sourceFiles } from "../gates/kept.ts";
import { inScratch } from "../gates/locked-tools.ts";
import { analyse, product, type Project } from "../gates/sonar/analysis.ts";
import { PLANTED, PLANTED_RULES } from "../gates/sonar/planted.ts";
import { setQuality } from "../gates/sonar/quality.ts";
import { startSonar, type Sonar } from "../gates/sonar/server.ts";

export const about = "Analyses the source with a SonarQube of its own: its gate is green with 0 issues, and red for planted faults";
export const usage =
  "[--planted | --product | --again]   (of a source for which all was green on this machine, only --again looks once more)";

/** All that an analysis reads. */
const read = {
  folder: product.folder,
  paths: [...product.sources, ...product.types!, "tsconfig.base.json", "package-lock.json"],
  versions: [process.version],
};

export async function run(args: string[]): Promise<void> {
  const kept = keptPass("sonar", read);
  if (args.length === 0 && kept.since) return console.log(`SonarQube: green for exactly this source at ${kept.since}`);
  const sonar = await startSonar();
  try {
    const token = await setQuality(sonar.ask);
    if (!args.includes("--product")) await findPlanted(sonar, token);
    if (!args.includes("--planted")) await judgeProduct(sonar, token);
    if (!args.includes("--planted") && !args.includes("--product")) kept.keep();
  } finally {
    await sonar.stop();
  }
}

async function judgeProduct(sonar: Sonar, token: string) {
  const { isGreen, lines, findings } = await inScratch((folder) => analyse(sonar, token, copied(folder)));
  if (lines < FEWEST_LINES) throw new Failed(`SonarQube has read ${lines} lines only`);
  if (!isGreen) throw new Failed(["the quality gate is red", ...findings].join("\n"));
  console.log(`SonarQube: ${lines} lines, the quality gate is green, ${findings.at(-1)}`);
}

/** The analyser walks through all of a folder, and other checks make and remove files in this one meanwhile: it gets the source alone. */
function copied(folder: string): Project {
  for (const name of sourceFiles({ folder: read.folder, paths: ["."] })) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    copyFileSync(join(read.folder, name), join(folder, name));
  }
  symlinkSync(join(read.folder, "node_modules"), join(folder, "node_modules"));
  return { ...product, folder };
}

/** An analysis that reads fewer has missed a part of the source. */
const FEWEST_LINES = 30_000;

/** A gate that is green for this says nothing. */
const findPlanted = (sonar: Sonar, token: string) =>
  inScratch(async (folder) => {
    writeFileSync(join(folder, "planted.ts"), PLANTED);
    const { isGreen, findings } = await analyse(sonar, token, { key: "planted", folder, sources: ["."] });
    const missed = PLANTED_RULES.filter((rule) => !findings.some((one) => one.includes(rule)));
    if (isGreen || missed.length > 0)
      throw new Failed(`planted faults: the gate is ${isGreen ? "green" : "red"}, not found: ${missed.join(", ")}\n${findings.join("\n")}`);
    console.log(`planted: the gate is red, all ${PLANTED_RULES.length} faults found`);
  });
