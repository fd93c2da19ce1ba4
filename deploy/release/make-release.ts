import { Failed } from "../failed.ts";
import { buildAndPush } from "./build-images.ts";
import { changelog } from "./changelog.ts";
import type { ChartImages } from "./helm-chart.ts";
import { sinceLastRelease } from "./history.ts";
import { sealChart, sealImage, type Sealing } from "./seal.ts";

interface Release {
  /** The chart's digest. */
  digest: string;
  images: ChartImages;
}

/** What is new in this version, from the commits since the last one. */
export async function notesOf(version: string): Promise<string> {
  const since = await sinceLastRelease();
  return since ? changelog(version, since.commits, since.migrations) : `# ${version}\n\nThe first version.\n`;
}

/** Builds the images, pushes, signs and attests them, then the chart that names them by digest. */
export async function makeRelease(sealing: Sealing, onStandIns: boolean): Promise<Release> {
  const { version, registry, folder } = sealing;
  const pushed = await buildAndPush({ version, registry, folder, onStandIns });
  for (const image of pushed) {
    await sealImage(image, sealing);
    console.log(`${image.repository}@${image.digest}: pushed, signed, provenance${image.bill ? " and what it is made of" : ""} attested`);
  }
  const find = (wanted: string) => {
    const found = pushed.find(({ name }) => name === wanted);
    if (!found) throw new Failed(`there is no image ${wanted}`);
    return { repository: found.repository, digest: found.digest };
  };
  const images = { server: find("server"), web: find("web") };
  const digest = await sealChart(images, sealing);
  console.log(`${registry}/charts/turnout@${digest}: pushed, signed`);
  return { digest, images };
}
