import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../containers.ts";

/** The version of the next release: package.json has it, and everything else takes it from there. */
export const version = (JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string }).version;
