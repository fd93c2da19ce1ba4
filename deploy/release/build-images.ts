import { readFileSync } from "node:fs";
import { join } from "node:path";
import { baseName, podman, root } from "../containers.ts";
import { buildImage, imageDefinitions, imageName, type ImageDefinition } from "../images/definitions.ts";
import { run as makeBases } from "../ops/bases.ts";
import { billIn, run as writeBills } from "../ops/sbom.ts";
import { source } from "./history.ts";
import { provenance } from "./provenance.ts";
import type { PushedImage } from "./seal.ts";

interface Way {
  version: string;
  registry: string;
  folder: string;
  /** On stand-ins for the base images, for where no public registry can be reached. */
  onStandIns: boolean;
}

/** Builds every image and pushes it, with a bill of what it is made of. */
export async function buildAndPush({ version, registry, folder, onStandIns }: Way): Promise<PushedImage[]> {
  if (onStandIns) await makeBases([]);
  const from = await source();
  const pushed: (PushedImage & Pick<ImageDefinition, "name">)[] = [];
  for (const definition of imageDefinitions) {
    const startedOn = new Date().toISOString();
    await buildImage(definition, { version, revision: from.commit, onStandIns });
    const { name } = definition;
    const repository = `${registry}/turnout-${name}`;
    const digest = await push(imageName(name), `${repository}:${version}`, join(folder, `${name}.digest`));
    const bases = await basesOf(definition, onStandIns);
    pushed.push({ name, repository, digest, provenance: provenance({ version, image: name, ...from, bases, startedOn }) });
  }
  await writeBills([folder]);
  return pushed.map((image) => ({ ...image, bill: JSON.parse(readFileSync(billIn(folder, image.name), "utf8")) as unknown }));
}

async function push(image: string, to: string, digestFile: string): Promise<string> {
  const plainly = to.startsWith("localhost:") ? ["--tls-verify=false"] : [];
  await podman("push", "--quiet", ...plainly, "--digestfile", digestFile, image, `docker://${to}`);
  return readFileSync(digestFile, "utf8").trim();
}

/** What an image was built on, by digest. */
async function basesOf({ file, bases }: ImageDefinition, onStandIns: boolean): Promise<{ uri: string; digest: string }[]> {
  const text = readFileSync(join(root, "deploy/docker", file), "utf8");
  return Promise.all(
    Object.entries(bases).map(async ([argument, base]) => {
      const pinned = new RegExp(`^ARG ${argument}=(\\S+)@(sha256:[\\da-f]{64})$`, "m").exec(text)!;
      if (!onStandIns) return { uri: `pkg:docker/${pinned[1]}`, digest: pinned[2]! };
      return { uri: `urn:turnout:stand-in:${base}`, digest: await podman("image", "inspect", "--format", "{{.Digest}}", baseName(base)) };
    }),
  );
}
