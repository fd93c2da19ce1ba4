import { createHash } from "node:crypto";
import { createReadStream, existsSync, mkdtempSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { Failed, MissingTool } from "../failed.ts";
import { execute } from "./execute.ts";
import { toolCache } from "./tool-cache.ts";

export interface Artifact {
  /** `group:name:version:packaging` */
  coordinates: string;
  sha256: string;
}

const COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy";
/** Most time for one artifact (ms): the largest one has 950 MB. */
const FETCH_WITHIN = 900_000;

/** Where the artifact is, fetched with Maven at the first call. Throws when it is not the one that is pinned. */
export async function mavenArtifact({ coordinates, sha256 }: Artifact): Promise<string> {
  const folder = toolCache("maven");
  const file = join(folder, `${sha256.slice(0, 16)}.${coordinates.split(":").at(-1)}`);
  if (existsSync(file)) return file;
  console.log(`Fetching ${coordinates} (kept in ${folder}) …`);
  // Its own repository, so that the archive is not kept twice.
  const own = mkdtempSync(join(folder, "fetch-"));
  try {
    const fetched = await fetchInto(own, coordinates);
    const found = await sha256Of(fetched);
    if (found !== sha256) throw new Failed(`${coordinates} is not the artifact that is pinned: its SHA-256 is ${found}`);
    renameSync(fetched, file);
    return file;
  } finally {
    rmSync(own, { recursive: true });
  }
}

async function fetchInto(own: string, coordinates: string): Promise<string> {
  const out = join(own, "out");
  const args = ["-B", "-q", COPY, `-Dmaven.repo.local=${own}/repository`, `-Dartifact=${coordinates}`, `-DoutputDirectory=${out}`];
  const { code, said } = await execute("mvn", args, { cwd: own, within: FETCH_WITHIN }).catch((error: Error) => ({
    code: 1,
    said: error.message,
  }));
  if (code !== 0) throw new MissingTool(`skipped: ${coordinates} cannot be fetched by Maven: ${said.trim().slice(-400)}`);
  return join(out, readdirSync(out)[0]!);
}

async function sha256Of(file: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash);
  return hash.digest("hex");
}
