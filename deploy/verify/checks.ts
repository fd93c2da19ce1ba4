import { readdirSync } from "node:fs";
import { join } from "node:path";

/** A command of `ops/` that tries the product, and passes or fails. */
export interface Check {
  command: string;
  args?: string[];
  /** Programs that it needs on this machine, `one|other` where either does; without them it is left out, by name. */
  needs?: string[];
  /** What it keeps on this machine that another one changes: no two that share one run at a time. */
  uses?: string[];
  /** It waits most of its time, for pods, for alerts or for an API: it takes no place of those that work. */
  waits?: boolean;
  /** It measures, or what it needs is not known: nothing else may run meanwhile. */
  isAlone?: boolean;
  /** Most minutes that it may take, with nothing built yet. */
  minutes: number;
}

const containers = ["buildah", "podman", "runc", "debootstrap"];

/** Where Go is missing, it is installed by Python. */
export const GO = "go|python3";

/** In the order in which they run: what a later one uses comes first, and so does what waits long. */
const known: Check[] = [
  { command: "deploy", needs: [GO, "openssl", "prometheus"], waits: true, minutes: 60 },
  // It looks for Terraform by itself: TERRAFORM may name another program.
  { command: "terraform", needs: ["python3"], waits: true, minutes: 60 },
  { command: "cluster", needs: [GO, "openssl"], waits: true, minutes: 60 },
  { command: "drill", args: ["alert-path"], needs: ["prometheus", "prometheus-alertmanager"], waits: true, minutes: 10 },
  { command: "drill", args: ["log-backend-down"], needs: ["mvn", GO], waits: true, minutes: 45 },
  { command: "drill", args: ["cert-expiry", "--runs", "1"], needs: ["haproxy", "openssl", "redis-server"], waits: true, minutes: 10 },
  { command: "drill", args: ["redis-loss", "--runs", "1"], needs: ["haproxy", "redis-server"], waits: true, minutes: 10 },
  { command: "drill", args: ["secret-rotation"], needs: ["haproxy", "redis-server"], waits: true, minutes: 10 },
  { command: "images", needs: containers, uses: ["images"], minutes: 20 },
  { command: "sbom", needs: containers, uses: ["images"], minutes: 3 },
  { command: "pods", needs: [...containers, "catatonit"], uses: ["images"], minutes: 10 },
  { command: "release", needs: [...containers, GO], uses: ["images"], minutes: 30 },
  { command: "sonar", needs: ["mvn"], minutes: 45 },
  { command: "pipelines", needs: ["git", GO, "npm", "rsync"], minutes: 60 },
  { command: "secret-scan", needs: ["git", GO], minutes: 15 },
  { command: "traces", needs: [GO], minutes: 20 },
  { command: "calendar-readers", args: ["30"], needs: ["cc", "java", "mvn", "pkg-config", "python3"], minutes: 15 },
  { command: "caldav-clients", needs: ["python3"], minutes: 10 },
  { command: "dashboards", needs: ["prometheus"], minutes: 5 },
  { command: "code-rules", needs: ["python3"], minutes: 15 },
  { command: "definitions", needs: ["python3", GO], minutes: 20 },
  { command: "api-scan", needs: ["python3"], minutes: 20 },
  { command: "wapiti", needs: ["python3"], minutes: 20 },
  { command: "zap", minutes: 60 },
  { command: "old-pods", needs: ["git"], minutes: 15 },
  { command: "drill", args: ["pitr", "--runs", "1"], needs: [GO, "python3"], minutes: 20 },
  { command: "drill", args: ["restore-from-locked-copy", "--runs", "1"], needs: [GO, "python3", "chattr", "setpriv"], minutes: 20 },
  { command: "drill", args: ["restore-from-locked-bucket", "--runs", "1"], needs: [GO, "python3", "setpriv"], minutes: 25 },
  { command: "drill", args: ["rolling-restart"], needs: ["haproxy", "redis-server"], isAlone: true, minutes: 10 },
  { command: "capacity", args: ["--roughly"], needs: ["redis-server"], isAlone: true, minutes: 10 },
];

/** Commands that make something for people or for other commands, and this one. */
const MAKERS = new Set(["backup", "bases", "chart-readme", "fail-over", "kubernetes-schemas", "secrets", "verify", "witness"]);

const MINUTES = 15;

/** Every command that is a check: the known ones, then any other, so that none is forgotten. */
export function allChecks(): Check[] {
  const files = readdirSync(join(import.meta.dirname, "../ops")).filter((file) => /^[a-z-]+\.ts$/.test(file));
  const commands = files.map((file) => file.replace(".ts", "")).filter((name) => !MAKERS.has(name));
  const others = commands.filter((name) => !known.some(({ command }) => command === name));
  return [...known, ...others.sort().map((command) => ({ command, isAlone: true, minutes: MINUTES }))];
}
