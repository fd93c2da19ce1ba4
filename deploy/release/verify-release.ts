import { Failed } from "../failed.ts";
import { verifyAttestations, verifySignature, type Trust } from "./cosign.ts";
import { pullChart, type PulledChart } from "./helm-chart.ts";
import type { Provenance } from "./provenance.ts";

/** A release that is to be trusted, or not. */
export interface Wanted {
  registry: string;
  /** A version, or the chart's digest, which no tag that moves can make another one. */
  release: string;
  trust: Trust;
  /** Where the chart is put. */
  folder: string;
}

/**
 * Takes a release out of the registry, and throws unless all of it is signed by somebody who is trusted, for this version: the chart,
 * by the digest that came, and each image, by the digest that the chart names; and unless each image's provenance names the version, and somebody trusted says what it is made of.
 * What is returned is what was verified: the file, not a name that may lead elsewhere by then.
 */
export async function verifyRelease({ registry, release, trust, folder }: Wanted): Promise<PulledChart> {
  const pulled = await pullChart(registry, release, folder);
  const { digest, version, images } = pulled;
  // A version that was asked for has to be the one that is signed: a tag may have moved to an older release.
  const claims = { version: release.startsWith("sha256:") ? version : release };
  await verifySignature(`${registry}/charts/turnout@${digest}`, claims, trust);
  for (const [name, image] of Object.entries(images)) {
    if (!/^sha256:[\da-f]{64}$/.test(image.digest)) throw new Failed(`the chart is refused: it names ${name} without a digest`);
    const reference = `${image.repository}@${image.digest}`;
    await verifySignature(reference, claims, trust);
    const provenances = (await verifyAttestations(reference, "slsaprovenance1", trust)) as Provenance[];
    if (!provenances.some(({ buildDefinition }) => buildDefinition.externalParameters.version === version))
      throw new Failed(`${reference} is refused: its provenance is of another version`);
    await verifyAttestations(reference, "cyclonedx", trust);
  }
  return pulled;
}
