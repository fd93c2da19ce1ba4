import { cpSync, mkdtempSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse, parseDocument } from "yaml";
import { Failed } from "../failed.ts";
import { execute } from "../gates/execute.ts";
import { chart, helm } from "../helm/render.ts";

/** Images of the chart, by the names of its values. */
export type ChartImages = Record<"server" | "web", { repository: string; digest: string }>;

async function runHelm(args: string[]): Promise<string> {
  const program = helm();
  if (!program) throw new Failed("Helm cannot be had on this machine");
  const { code, said } = await execute(program, args);
  if (code !== 0) throw new Failed(`helm ${args[0]}: ${said.trim()}`);
  return said;
}

const isLocal = (reference: string) => /^(oci:\/\/)?localhost:/.test(reference);
const plainly = (reference: string) => (isLocal(reference) ? ["--plain-http"] : []);
const digestIn = (said: string) => {
  const digest = /^Digest: (sha256:[\da-f]{64})$/m.exec(said)?.[1];
  if (!digest) throw new Failed(`Helm tells no digest: ${said.trim()}`);
  return digest;
};

/** Packs the chart with the digests of its images, so that whoever trusts the one trusts the others. Returns the file. */
export async function packChart(folder: string, { version, images, notes }: { version: string; images: ChartImages; notes: string }) {
  const copy = join(mkdtempSync(join(folder, "pack-")), "turnout");
  cpSync(chart, copy, { recursive: true });
  const file = join(copy, "values.yaml");
  const values = parseDocument(readFileSync(file, "utf8"));
  for (const [name, { repository, digest }] of Object.entries(images)) {
    values.setIn(["image", name, "repository"], repository);
    values.setIn(["image", name, "digest"], digest);
  }
  writeFileSync(file, values.toString());
  writeFileSync(join(copy, "CHANGELOG.md"), notes);
  await runHelm(["package", copy, "--destination", folder, "--version", version, "--app-version", version]);
  return join(folder, `turnout-${version}.tgz`);
}

/** Returns the digest that the registry knows it by. */
export async function pushChart(file: string, registry: string): Promise<string> {
  return digestIn(await runHelm(["push", file, `oci://${registry}/charts`, ...plainly(registry)]));
}

export interface PulledChart {
  file: string;
  digest: string;
  version: string;
  images: ChartImages;
}

/** Takes a chart, named by version or by digest, out of a registry. What it says is not to be believed before its digest is verified. */
export async function pullChart(registry: string, wanted: string, folder: string): Promise<PulledChart> {
  const repository = `oci://${registry}/charts/turnout`;
  const into = mkdtempSync(join(folder, "chart-"));
  const named = wanted.startsWith("sha256:") ? [`${repository}@${wanted}`] : [repository, "--version", wanted];
  const digest = digestIn(await runHelm(["pull", ...named, "--destination", into, ...plainly(registry)]));
  const file = join(
    into,
    readdirSync(into).find((name) => name.endsWith(".tgz"))!,
  );
  const { version } = parse(await runHelm(["show", "chart", file])) as { version: string };
  const { image } = parse(await runHelm(["show", "values", file])) as { image: ChartImages };
  return { file, digest, version, images: { server: image.server, web: image.web } };
}
