import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { root } from "./containers.ts";

export interface Service {
  image: string;
  pull_policy?: string;
  build?: { context: string; dockerfile: string; target?: string };
  environment?: Record<string, string>;
  secrets?: string[];
  ports?: string[];
  networks?: string[];
  volumes?: string[];
  depends_on?: Record<string, { condition: string }>;
  healthcheck?: { test: string[] };
  read_only?: boolean;
  cap_drop?: string[];
  security_opt?: string[];
  mem_limit?: string;
  pids_limit?: number;
  stop_grace_period?: string;
}

export interface ComposeFile {
  services: Record<string, Service>;
  secrets?: Record<string, { file: string }>;
  networks?: Record<string, object>;
  volumes?: Record<string, object>;
}

const TOP = ["name", "services", "networks", "volumes", "secrets"];
const SERVICE =
  "image pull_policy build command user environment secrets ports networks volumes depends_on healthcheck restart read_only cap_drop security_opt tmpfs mem_limit pids_limit shm_size stop_grace_period logging".split(
    " ",
  );

/** A variable's content, between `${` and `}`. */
const VARIABLE = /\$\{(\w+)(?::-([^}]*))?\}/g;

/** A Compose file, with its variables replaced by their defaults. */
export function readComposeFile(name: string): ComposeFile {
  const file = parse(withVariables(readFileSync(join(root, name), "utf8")), { merge: true }) as ComposeFile;
  // Environment variables are always text.
  for (const service of Object.values(file.services)) {
    const { environment } = service;
    if (environment) service.environment = Object.fromEntries(Object.entries(environment).map(([key, value]) => [key, String(value)]));
  }
  return file;
}

/** A text as Compose reads it where these variables are set, and no others. */
export const withVariables = (text: string, set: Record<string, string> = {}) =>
  text.replaceAll(VARIABLE, (_, name: string, value: string | undefined) => set[name] || value || "");

export const variablesOf = (text: string) => new Map([...text.matchAll(VARIABLE)].map(([, name, value = ""]) => [name!, value] as const));

/** Keys that are not allowed here: Compose rejects unknown ones, and we use only a fixed list. */
export function unknownKeys(file: ComposeFile): string[] {
  const top = Object.keys(file).filter((key) => !TOP.includes(key) && !key.startsWith("x-"));
  const inner = Object.entries(file.services).flatMap(([name, service]) =>
    Object.keys(service)
      .filter((key) => !SERVICE.includes(key))
      .map((key) => `${name}.${key}`),
  );
  return [...top, ...inner];
}

/** Services in dependency order; null if there is a cycle. */
export function startOrder({ services }: ComposeFile): string[] | null {
  const order: string[] = [];
  const waiting = new Set(Object.keys(services));
  while (waiting.size > 0) {
    const next = [...waiting].filter((name) => Object.keys(services[name]!.depends_on ?? {}).every((one) => order.includes(one)));
    if (next.length === 0) return null;
    for (const name of next) {
      order.push(name);
      waiting.delete(name);
    }
  }
  return order;
}
