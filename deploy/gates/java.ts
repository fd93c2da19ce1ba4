import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { MissingTool } from "../failed.ts";

/** What SonarQube needs. */
const NEEDED = 25;
const INSTALLED = "/usr/lib/jvm";

/** The folder of a Java that is new enough. */
export function javaHome(): string {
  const installed = existsSync(INSTALLED) ? readdirSync(INSTALLED).map((name) => join(INSTALLED, name)) : [];
  const homes = [...(process.env.JAVA_HOME ? [process.env.JAVA_HOME] : []), ...installed];
  const found = homes.find((home) => existsSync(join(home, "bin/jar")) && versionOf(home) >= NEEDED);
  if (!found) throw new MissingTool(`skipped: no JDK ${NEEDED} is on this machine: JAVA_HOME names one, or it is in ${INSTALLED}`);
  return found;
}

function versionOf(home: string): number {
  return Number(/version "(\d+)/.exec(String(spawnSync(join(home, "bin/java"), ["-version"]).stderr))?.[1] ?? 0);
}
