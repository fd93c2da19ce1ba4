import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { Failed } from "../failed.ts";

export const about = "Makes the secrets that compose.yaml reads, in deploy/secrets/, once: what is there stays";
export const usage = "[folder]";

const ours = join(import.meta.dirname, "../secrets");

export async function run([folder = ours]: string[]): Promise<void> {
  makeSecrets(resolve(folder));
}

/** A file for each secret. The database's password is in two: its own, and the URL of its clients. */
export function makeSecrets(folder: string, tell: (line: string) => void = console.log): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const password = random();
  const files = {
    secret: random(),
    "database-password": password,
    "database-url": `postgres://turnout:${password}@database:5432/turnout`,
    // The mail catcher of the Compose file; replace it by your mail server's URL.
    "smtp-url": "smtp://mail:1025?ignoreTLS=true",
    "grafana-password": random(),
  };
  const there = Object.keys(files).filter((name) => existsSync(join(folder, name)));
  const missing = Object.entries(files).filter(([name]) => !there.includes(name));
  // A new half of a pair would not match the existing one.
  if (missing.some(([name]) => name.startsWith("database-")) && there.some((name) => name.startsWith("database-")))
    throw new Failed(`${folder} has only one of database-password and database-url: put the other beside it, or remove both`);
  // Containers read the files as different users, so only the folder is private.
  for (const [name, text] of missing) writeFileSync(join(folder, name), text, { mode: 0o444, flag: "wx" });
  tell(missing.length === 0 ? `All secrets are there: ${folder}` : `Made ${missing.map(([name]) => name).join(", ")} in ${folder}`);
}

const random = () => randomBytes(32).toString("hex");
