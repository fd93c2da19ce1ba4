import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cached, hasImage, podman } from "../containers.ts";
import { Failed } from "../failed.ts";
import { imageDefinitions, imageName, type ImageDefinition } from "../images/definitions.ts";
import { cycloneDx } from "../sbom/cyclonedx.ts";
import { nodePackages, packagesIn, postgresPackages, type Package } from "../sbom/packages.ts";

export const about = "Writes what each image is made of, libraries inside of packages included, as CycloneDX";
export const usage = "[folder]";

type Image = ImageDefinition["name"];

export async function run([folder = cached("sbom")]: string[]): Promise<void> {
  mkdirSync(folder, { recursive: true });
  for (const { name } of imageDefinitions) {
    const packages = await packagesOf(name);
    const version = await podman("image", "inspect", "--format", '{{index .Labels "org.opencontainers.image.version"}}', imageName(name));
    const file = billIn(folder, name);
    writeFileSync(file, cycloneDx({ name: `turnout-${name}`, version }, packages));
    const inside = packages.filter((one) => one.inside).length;
    console.log(`${name}: ${packages.length} packages, ${inside} of them inside of others: ${file}`);
  }
}

export const billIn = (folder: string, image: Image) => join(folder, `${image}.cdx.json`);

async function packagesOf(name: Image): Promise<Package[]> {
  const image = imageName(name);
  if (!(await hasImage(image))) throw new Failed("there are no images yet: npm run ops -- images --build-only");
  const folder = await podman("image", "mount", image);
  try {
    const packages = packagesIn(folder, name);
    // A system's list that is elsewhere, or that somebody has removed, would go unnoticed.
    if (packages.length === 0) throw new Failed(`${name} has no list of packages`);
    return [...packages, ...(await compiledIn(name, packages))];
  } finally {
    await podman("image", "unmount", image);
  }
}

/** What no list names: programs say it themselves. */
async function compiledIn(name: Image, packages: Package[]): Promise<Package[]> {
  const ask = (program: string, ...args: string[]) =>
    podman("run", "--rm", "--network", "none", "--entrypoint", program, imageName(name), ...args);
  if (name === "server")
    return nodePackages(JSON.parse(await ask("node", "-p", "JSON.stringify(process.versions)")) as Record<string, string>);
  return name === "database" ? postgresPackages(await ask("postgres", "--version"), packages) : [];
}
