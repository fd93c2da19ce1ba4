import { join } from "node:path";
import { baseName, build, podman, root } from "../containers.ts";

/** One of the product's images. */
export interface ImageDefinition {
  name: "server" | "web" | "database";
  file: string;
  /** Build arguments for its base images, with their local stand-ins. */
  bases: Record<string, string>;
  /** Largest unpacked size (10^6 bytes). Absent: not checked, as its base decides it. */
  budget?: number;
}

const onNode = { NODE_IMAGE: "node", NGINX_IMAGE: "nginx" };

export const imageDefinitions: ImageDefinition[] = [
  { name: "database", file: "database.Dockerfile", bases: { POSTGRES_IMAGE: "postgres" } },
  { name: "server", file: "app.Dockerfile", bases: onNode, budget: 170 },
  { name: "web", file: "app.Dockerfile", bases: onNode },
];

export const imageName = (name: ImageDefinition["name"]) => `localhost/turnout/${name}:local`;

/** What an image says of itself, and what it is built on. */
interface BuildOptions {
  version?: string;
  revision?: string;
  /** On stand-ins for its base images; otherwise on those that its file pins, which are pulled. */
  onStandIns?: boolean;
}

export async function buildImage(definition: ImageDefinition, { version, revision, onStandIns = true }: BuildOptions = {}): Promise<void> {
  const { name, file, bases } = definition;
  const given = {
    ...(onStandIns && Object.fromEntries(Object.entries(bases).map(([argument, base]) => [argument, baseName(base)]))),
    ...(version && { VERSION: version }),
    ...(revision && { REVISION: revision }),
  };
  const args = Object.entries(given).flatMap(([argument, value]) => ["--build-arg", `${argument}=${value}`]);
  await build(imageName(name), {
    file: join(root, "deploy/docker", file),
    context: root,
    args: ["--target", name, ...(onStandIns ? [] : ["--pull=missing"]), ...args],
  });
}

/** Unpacked size (bytes). */
export async function imageSize(name: ImageDefinition["name"]): Promise<number> {
  return Number(await podman("image", "inspect", "--format", "{{.Size}}", imageName(name)));
}
