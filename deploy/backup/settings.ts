import { execFileSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { Failed } from "../failed.ts";
import { goTool, postgresPrograms } from "../gates/locked-tools.ts";
import { openRepositories, type Repositories } from "./repositories.ts";

/** The oldest release whose pg_basebackup makes increments and whose pg_verifybackup reads tar. */
const OLDEST_PROGRAMS = 18;

/** What backups of a PostgreSQL need. All from the environment, see `usage`. */
export interface Settings {
  /** URL of the database, for a role with REPLICATION that is a member of the owner. */
  url: string;
  repositories: Repositories;
  /** Folder with PostgreSQL's programs. */
  programs: string;
  /** File with the private key. Null: this machine can make backups, and not read them. */
  identity: string | null;
  /** Where the log is received before it is sealed. */
  spool: string;
  /** How many full backups that passed their check are kept. */
  kept: number;
  /** File for node_exporter's textfile collector. */
  metricsFile: string | null;
}

export const SETTINGS = `BACKUP_DATABASE_URL   the database, for a role with REPLICATION that is a member of its owner
BACKUP_REPOSITORIES   folders, with a comma between: each gets everything, best in two places
BACKUP_RECIPIENT      age's public key (age1…), for which all is encrypted
BACKUP_IDENTITY       file with age's private key; needed for check and restore only
BACKUP_SPOOL          folder for the log before it is encrypted
BACKUP_KEPT           full backups that are kept, with what belongs to them (3)
BACKUP_METRICS        file for node_exporter's textfile collector, ending in .prom
POSTGRES_PROGRAMS     folder with PostgreSQL ${OLDEST_PROGRAMS}'s programs; absent: those of the PATH, or else fetched (Linux on amd64)`;

export async function readSettings(environment: NodeJS.ProcessEnv): Promise<Settings> {
  const needed = (name: string) => {
    const value = environment[name]?.trim();
    if (!value) throw new Failed(`${name} is missing\n\n${SETTINGS}`);
    return value;
  };
  const recipient = needed("BACKUP_RECIPIENT");
  if (!/^age1[\da-z]+$/.test(recipient)) throw new Failed("BACKUP_RECIPIENT is no public key of age: it begins with age1");
  const identity = environment.BACKUP_IDENTITY?.trim() || null;
  if (identity !== null && !existsSync(identity)) throw new Failed(`BACKUP_IDENTITY names a file that is not there: ${identity}`);
  const folders = needed("BACKUP_REPOSITORIES")
    .split(",")
    .map((one) => one.trim());
  // One that is not mounted must not be made on the disk under it.
  for (const folder of folders)
    if (!existsSync(folder) || !statSync(folder).isDirectory())
      throw new Failed(`BACKUP_REPOSITORIES names a folder that is not there: ${folder}`);
  const kept = Number(environment.BACKUP_KEPT ?? 3);
  if (!Number.isInteger(kept) || kept < 1) throw new Failed("BACKUP_KEPT must be a whole number above 0");
  return {
    url: needed("BACKUP_DATABASE_URL"),
    repositories: openRepositories({ folders, recipient, identity, age: await ageProgram() }),
    programs: await programsOf(environment),
    identity,
    spool: needed("BACKUP_SPOOL"),
    kept,
    metricsFile: environment.BACKUP_METRICS?.trim() || null,
  };
}

/** age from the system, or else built from its Go module. */
export const ageProgram = async (): Promise<string> => (versionOf("age") ? "age" : goTool("age"));

/** Writes a new private key into a file that is not there yet, and returns the public one. */
export async function makeKey(file: string): Promise<string> {
  const program = versionOf("age-keygen") ? "age-keygen" : await goTool("age-keygen");
  if (existsSync(file)) throw new Failed(`${file} is there already`);
  execFileSync(program, ["--output", file], { stdio: "ignore" });
  return execFileSync(program, ["-y", file], { encoding: "utf8" }).trim();
}

async function programsOf({ POSTGRES_PROGRAMS: given, PATH = "" }: NodeJS.ProcessEnv): Promise<string> {
  const folders = given ? [given] : PATH.split(":");
  const isGood = (folder: string) => Number(/ (\d+)/.exec(versionOf(join(folder, "pg_basebackup")) ?? "")?.[1]) >= OLDEST_PROGRAMS;
  const found = folders.find((folder) => existsSync(join(folder, "pg_combinebackup")) && isGood(folder));
  if (found) return found;
  if (given) throw new Failed(`POSTGRES_PROGRAMS has no pg_basebackup of release ${OLDEST_PROGRAMS} or newer: ${given}`);
  return postgresPrograms();
}

function versionOf(program: string): string | null {
  try {
    return execFileSync(program, ["--version"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  } catch {
    return null;
  }
}
