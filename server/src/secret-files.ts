import { readFileSync } from "node:fs";
import { CannotStart } from "./cannot-start.ts";

type Environment = Record<string, string | undefined>;

/**
 * The environment with secrets read from files: `SECRET_FILE=/run/secrets/turnout` sets `SECRET` to the file's content,
 * trimmed. Orchestrators provide secrets as files, which `docker inspect` and `/proc` do not show.
 */
export function withSecretFiles(environment: Environment, names: string[]): Environment {
  const found = names.filter((name) => environment[fileSetting(name)]?.trim());
  return { ...environment, ...Object.fromEntries(found.map((name) => [name, readSecret(environment, name)])) };
}

/** The setting that names the file of a secret. */
export const fileSetting = (name: string) => `${name}_FILE`;

function readSecret(environment: Environment, name: string): string {
  const setting = fileSetting(name);
  if (environment[name]?.trim()) throw new CannotStart(`${name} and ${setting} are both set: one of them is enough`);
  const path = environment[setting]!.trim();
  const secret = readOrRefuse(setting, path).trim();
  // Treated as absent, it would silently start the built-in database or send no email.
  if (!secret) throw new CannotStart(`${setting} names a file that is empty (it is "${path}")`);
  return secret;
}

function readOrRefuse(setting: string, path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new CannotStart(`${setting} names a file that cannot be read: ${(error as NodeJS.ErrnoException).code} (it is "${path}")`);
  }
}
