import { renameSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { BUCKET_SETTINGS, copyToBucket, fetchFromBucket, readBucket } from "../backup/bucket.ts";
import { backupsIn, removeOld } from "../backup/backups.ts";
import { followLog } from "../backup/follow-log.ts";
import { lockFolder } from "../backup/lock-folder.ts";
import { makeKey, readSettings, SETTINGS, type Settings } from "../backup/settings.ts";
import { Failed } from "../failed.ts";
import { untilSignalled } from "../until-signalled.ts";

export const about = "Backs up a PostgreSQL of your own, encrypted, into several places, and brings it back as it was at any moment";
export const usage = `key FILE | follow | full | incremental | check | list | restore FOLDER [--at 2030-06-18T19:00:00+02:00] [--with-erased] | lock FOLDER [--days 35]
  copy FOLDER [--days 35] [--mode COMPLIANCE] | fetch FOLDER

  key           makes a pair of keys; the private one belongs elsewhere
  follow        receives the log and stores it; runs all the time
  full          a backup of everything, which is checked at once where BACKUP_IDENTITY is
  incremental   the same, of what changed since the one before
  check         restores the newest backup aside and compares it; then it counts, and older ones go
  list          what there is
  restore       puts the data into a new folder, as they were --at a moment, or else as they were last; what people
                deleted since is erased again, unless it is done --with-erased, where the list of it is not to be trusted
  lock          as root, where a repository's folder is: nobody can change or remove what is in it for so many days
  copy          a repository's folder into BACKUP_BUCKET, what is new or changed: nobody can delete it there for so many days
  fetch         into a folder that restore can read, what was written into BACKUP_BUCKET first under each name

${SETTINGS}
${BUCKET_SETTINGS}`;

const options = {
  at: { type: "string" },
  "with-erased": { type: "boolean", default: false },
  days: { type: "string", default: "35" },
  mode: { type: "string", default: "COMPLIANCE" },
} as const;

export async function run(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  const [what, folder] = positionals;
  const path = folder && resolve(process.env.INIT_CWD ?? ".", folder);
  if (what === "key" && path) return console.log(`BACKUP_RECIPIENT=${await makeKey(path)}`);
  if (what === "lock" && path) return lock(path, daysIn(values.days));
  if (what === "copy" && path) return copy(path, daysIn(values.days), values.mode);
  if (what === "fetch" && path) return fetchCopies(path);
  const settings = await readSettings(process.env);
  if (what === "follow") return followLog(settings, untilSignalled());
  if (what === "full" || what === "incremental") return make(settings, what);
  if (what === "check") return check(settings);
  if (what === "list") return list(settings);
  if (what === "restore" && path) return bringBack(settings, path, values);
  throw new Failed(`npm run ops -- backup ${usage}`);
}

async function make(settings: Settings, wants: "full" | "incremental") {
  // Not at the top, here and below: the list of commands loads no servers.
  const { takeBackup } = await import("../backup/take-backup.ts");
  const backup = await takeBackup(settings, wants);
  if (wants === "incremental" && backup.parent === null) console.log("There is none to continue on this timeline: it is a full one.");
  console.log(`${backup.id} is in ${settings.repositories.folders.length} repositories`);
  if (settings.identity) await check(settings);
  else console.log("It counts once it is checked, where BACKUP_IDENTITY is.");
}

async function check(settings: Settings) {
  const newest = backupsIn(settings.repositories).at(-1);
  if (!newest) throw new Failed("there is no backup");
  const { checkBackup } = await import("../backup/restore.ts");
  const { id, takenAt, content } = await checkBackup(settings, newest);
  tellMetrics(settings, new Date(takenAt));
  const rows = Object.values(content).reduce((sum, one) => sum + one.rows, 0);
  console.log(`${id} was restored and compared: ${rows} rows in ${Object.keys(content).length} tables`);
  const removed = removeOld(settings.repositories, settings.kept);
  if (removed.length > 0) console.log(`removed: ${removed.join(", ")}`);
}

/** The name under which the product tells of backups of the built-in database. */
function tellMetrics({ metricsFile }: Settings, madeAt: Date) {
  if (metricsFile === null) return;
  const name = "turnout_backup_made_timestamp_seconds";
  writeFileSync(`${metricsFile}.unfinished`, `# TYPE ${name} gauge\n${name} ${madeAt.getTime() / 1_000}\n`);
  renameSync(`${metricsFile}.unfinished`, metricsFile);
}

function list({ repositories }: Settings) {
  for (const { id, parent, timeline, checkedAt } of backupsIn(repositories))
    console.log(
      `${id}  ${parent ? `continues ${parent}` : "full"}  timeline ${timeline}  ${checkedAt ? `passed ${checkedAt}` : "NOT CHECKED"}`,
    );
}

function daysIn(given: string): number {
  const days = Number(given);
  if (Number.isNaN(days) || days <= 0) throw new Failed("--days must be above 0");
  return days;
}

async function copy(folder: string, days: number, mode: string) {
  if (mode !== "COMPLIANCE" && mode !== "GOVERNANCE") throw new Failed("--mode must be COMPLIANCE or GOVERNANCE");
  const bucket = readBucket(process.env);
  await copyToBucket(folder, bucket, { mode, days });
  console.log(`${bucket.url} has what is in ${folder}; what was new there is locked for ${days} days (${mode})`);
}

async function fetchCopies(folder: string) {
  const bucket = readBucket(process.env);
  await fetchFromBucket(folder, bucket);
  console.log(`${folder} has what was written first into ${bucket.url}: name it in BACKUP_REPOSITORIES, and restore`);
}

function lock(folder: string, days: number) {
  const { locked, released } = lockFolder(folder, days);
  console.log(`${folder}: ${locked} files are locked for ${days} days since they were written, ${released} are free again`);
}

async function bringBack(
  settings: Settings,
  folder: string,
  { at: moment, "with-erased": withErased }: { at?: string; "with-erased": boolean },
) {
  const at = moment === undefined ? null : new Date(moment);
  if (at && Number.isNaN(at.getTime())) throw new Failed(`not a moment, as in 2030-06-18T19:00:00+02:00: ${moment}`);
  const { restore } = await import("../backup/restore.ts");
  const { backup, lastCommit, erasedAgain, askedSource } = await restore(settings, folder, at, { withErased });
  console.log(`${folder} has the data${at ? ` of ${at.toISOString()}` : ""}, from backup ${backup.id}; the last entry is of ${lastCommit}`);
  console.log(`${erasedAgain} accounts, drafts, messages and photos that had been erased since were erased again.`);
  if (!askedSource) console.log("The database that was backed up does not answer: what was erased in its last minute may be back.");
  console.log("Make a full backup once it is in use: increments do not continue across a restore.");
}
