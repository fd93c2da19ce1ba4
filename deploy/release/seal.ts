import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { attest, sign, type Signer } from "./cosign.ts";
import { packChart, pushChart, type ChartImages } from "./helm-chart.ts";

/** An image in the registry, with what is attested of it. */
export interface PushedImage {
  name: string;
  repository: string;
  digest: string;
  provenance: unknown;
  /** Absent: what it is made of is not listed. */
  bill?: unknown;
}

/** What is to be signed, where, and by whom. */
export interface Sealing {
  version: string;
  /** What is new, in Markdown. */
  notes: string;
  registry: string;
  signer: Signer;
  /** For files on the way. */
  folder: string;
}

/** Signs and attests an image, by its digest. */
export async function sealImage({ name, repository, digest, provenance, bill }: PushedImage, sealing: Sealing): Promise<void> {
  const reference = `${repository}@${digest}`;
  await sign(reference, { version: sealing.version }, sealing.signer);
  for (const [type, predicate] of [
    ["slsaprovenance1", provenance],
    ["cyclonedx", bill],
  ] as const) {
    if (!predicate) continue;
    const file = join(sealing.folder, `${name}-${type}.json`);
    writeFileSync(file, JSON.stringify(predicate));
    await attest(reference, type, file, sealing.signer);
  }
}

/** Packs the chart around these images, pushes and signs it. Returns its digest, by which all of the release can be trusted. */
export async function sealChart(images: ChartImages, sealing: Sealing): Promise<string> {
  const { folder, version, notes, registry, signer } = sealing;
  const digest = await pushChart(await packChart(folder, { version, images, notes }), registry);
  await sign(`${registry}/charts/turnout@${digest}`, { version }, signer);
  return digest;
}
