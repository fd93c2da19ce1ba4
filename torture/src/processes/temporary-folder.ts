import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { removeAfterUs } from "../../../server/src/testing/child-process.ts";

/** A folder with a place for PostgreSQL's disk in it. It is gone also when this process is killed. */
export function temporaryFolder() {
  const folder = mkdtempSync(join(tmpdir(), "turnout-torture-"));
  chmodSync(folder, 0o755); // PostgreSQL's account has to get to its disk
  const disk = join(folder, "disk");
  const leftovers = removeAfterUs(folder, disk);
  return {
    folder,
    disk,
    remove() {
      rmSync(folder, { recursive: true, force: true });
      leftovers.kill("SIGKILL");
    },
  };
}
