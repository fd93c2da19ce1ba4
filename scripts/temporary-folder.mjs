import { chmodSync, mkdtempSync, readdirSync, rmSync, statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A file system in memory. Every Linux has one here, in a container often a small one. */
const IN_MEMORY = "/dev/shm";
/** Unit and database tests have had 0.84 GB there at the same time; journeys and rounds come besides (bytes). */
export const WRITTEN = 4e9;
/** What their processes take besides, databases and browsers among them (bytes). */
export const PROCESSES = 6e9;

/**
 * Where tests write: in memory where there is room for it. On a disk, writing files is a third to a half of what databases and backups cost, and commits
 * of several servers wait for each other. A night stays on the disk, since a slow commit is one of the conditions that it tests.
 */
export function placeOfTemporary({ isNightly, room = roomIn(IN_MEMORY), memory = process.availableMemory() }) {
  return !isNightly && room >= WRITTEN && memory >= WRITTEN + PROCESSES ? IN_MEMORY : tmpdir();
}

/** How many bytes fit into the file system of this folder; none where it is not there. */
function roomIn(folder) {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  } catch {
    return 0;
  }
}

/** A temporary folder for this run alone. Servers that run as another user find their own folders in it. */
export function temporaryFolder(place) {
  const folder = mkdtempSync(join(place, "turnout-test-"));
  chmodSync(folder, 0o711);
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Names of what tests made in it and did not remove. Tools keep caches there for their next start: those do not count. */
export const leftByTests = (folder) => readdirSync(folder).filter((name) => name.startsWith("turnout-"));

/** Removes what tests left, and nothing else. */
export function removeLeft(folder) {
  for (const name of leftByTests(folder)) rmSync(join(folder, name), { recursive: true, force: true });
}
