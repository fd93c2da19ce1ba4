import { readdirSync } from "node:fs";
import { join } from "node:path";

/** A command of `ops/` that tries the product, and passes or fails. */
export interface Check {
  command: string;
  args?: string[];
  /** Programs that it needs on this machine, `one|other` where either does; without them it is left out, by name. */
  needs?: string[];
  /** What it builds or keeps on this machine that another one does as well: no two that share one run at a time. */
  uses?: string[];
  /** It measures, or what it needs is not known: nothing else may run meanwhile. */
  isAlone?: boolean;
  /** Most minutes that it may take, with nothing built yet. */
  minutes: number;
}

const containers = ["buildah", "podman", "runc", "debootstrap"];

/** Where Go is missing, it is installed by Python. */
export const GO = "go|python3";

/** In the order in which they run: what a later one uses comes first. */
const known: Check[] = [
  { command: "images", needs: containers, isAlone: true, minutes: 20 },
  { command: "sbom", needs: containers, uses: ["images"], minutes: 3 },
  { command: "pods", needs: [...containers, "catatonit"], uses: ["images"], minutes: 10 },
  { command: "release", needs: [...containers, GO], uses: ["images", "signing"], minutes: 30 },
  { command: "cluster", needs: [GO, "openssl"], uses: ["control plane"], minutes: 45 },
  { command: "deploy", needs: [GO, "openssl", "prometheus"], uses: ["control plane", "signing"], minutes: 45 },
  { command: "secret-scan", needs: ["git", GO], uses: ["gates"], minutes: 15 },
  // Waits most of its time.
  { command: "drill", args: ["alert-path"], needs: ["prometheus", "prometheus-alertmanager"], minutes: 10 },
  { command: "code-rules", needs: ["python3"], minutes: 15 },
  { command: "definitions", needs: ["python3", GO], uses: ["gates"], minutes: 20 },
  // It looks for Terraform by itself: TERRAFORM may name another program.
  { command: "terraform", needs: ["python3"], minutes: 45 },
  { command: "api-scan", needs: ["python3"], minutes: 20 },
  { command: "wapiti", needs: ["python3"], minutes: 20 },
  { command: "zap", minutes: 60 },
  { command: "sonar", needs: ["mvn"], minutes: 45 },
  { command: "pipelines", needs: ["git", GO, "npm", "rsync"], uses: ["gates"], minutes: 60 },
  { command: "drill", args: ["rolling-restart"], needs: ["haproxy", "redis-server"], isAlone: true, minutes: 10 },
  { command: "capacity", needs: ["redis-server"], isAlone: true, minutes: 10 },
];

/** Commands that make something for people or for other commands, and this one. */
const MAKERS = new Set(["bases", "chart-readme", "kubernetes-schemas", "secrets", "verify"]);

const MINUTES = 15;

/** Every command that is a check: the known ones, then any other, so that none is forgotten. */
export function allChecks(): Check[] {
  const files = readdirSync(join(import.meta.dirname, "../ops")).filter((file) => /^[a-z-]+\.ts$/.test(file));
  const commands = files.map((file) => file.replace(".ts", "")).filter((name) => !MAKERS.has(name));
  const others = commands.filter((name) => !known.some(({ command }) => command === name));
  return [...known, ...others.sort().map((command) => ({ command, isAlone: true, minutes: MINUTES }))];
}
