import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { cached, hasImage, podman } from "../containers.ts";
import { Failed } from "../failed.ts";
import { imageName } from "../images/definitions.ts";
import { cycloneDx } from "../sbom/cyclonedx.ts";
import { nodePackages, packagesIn } from "../sbom/packages.ts";

export const about = "Writes what the server's image is made of, libraries inside of packages included, as CycloneDX";
export const usage = "[file]";

export async function run([file = join(cached("sbom"), "server.cdx.json")]: string[]): Promise<void> {
  const image = imageName("server");
  if (!(await hasImage(image))) throw new Failed("there is no image yet: npm run ops -- images --build-only");
  const said = await podman("run", "--rm", "--network", "none", "--entrypoint", "node", image, "-p", "JSON.stringify(process.versions)");
  const folder = await podman("image", "mount", image);
  try {
    const packages = [...packagesIn(folder), ...nodePackages(JSON.parse(said) as Record<string, string>)];
    const version = await podman("image", "inspect", "--format", '{{index .Labels "org.opencontainers.image.version"}}', image);
    writeFileSync(file, cycloneDx({ name: "turnout-server", version }, packages));
    const inside = packages.filter((one) => one.inside).length;
    console.log(`${packages.length} packages, ${inside} of them inside of others: ${file}`);
  } finally {
    await podman("image", "unmount", image);
  }
}
