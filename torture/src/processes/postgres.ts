import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, realpathSync, rmSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { preparePostgresData } from "../../../dev-database/src/postgres-data.ts";
import { freePort } from "../../../server/src/free-port.ts";
import { postgresServer } from "./postgres-server.ts";
import { FOLLOWED, promote, startStandby, untilFollowed, type Standby } from "./standby.ts";

/** How large the disk is that can be filled up (MiB). */
const DISK_SIZE = 2_048;
/** How long a standby hears nothing before it takes over (ms): what is written in that time only the dead one knows. */
const CUT_OFF = 150;

/** The PostgreSQL that came with the project, on a disk of its own where that can be had; with a standby that takes its place, or without. */
export async function startPostgres(home: string, hasStandby: boolean) {
  mkdirSync(home, { recursive: true });
  const isMounted = mountDisk(home);
  chmodSync(home, 0o755);
  const data = await preparePostgresData(realpathSync(home), true);
  // Its account may not get there, and then its files are elsewhere; with a standby a full disk would be full for both.
  const hasOwnDisk = isMounted && !hasStandby && data.folder.startsWith(realpathSync(home));
  let primary = postgresServer(data, await freePort(), hasStandby ? FOLLOWED : {});
  let standby: Standby | undefined;
  let standbys = 0;
  let turn: Promise<unknown> = Promise.resolve();
  let isOver = false;

  /** Whoever starts, ends or replaces servers does so while nobody else does. */
  function inTurn(work: () => Promise<void>): Promise<void> {
    const done = turn.then(() => (isOver ? undefined : work()));
    turn = done.catch(() => {});
    return done;
  }

  /** Gives the server that is written to a standby again, if it should have one. */
  async function ensureFollowed() {
    if (!hasStandby) return;
    await primary.ensureRunning();
    standby ??= await startStandby(primary, `${data.folder}-standby-${++standbys}`);
    await untilFollowed(primary);
  }

  /** The server that is written to is cut off from its standby, dies for good after a while, and the standby takes over. */
  async function failOver(meanwhile: () => Promise<void>) {
    primary.resume();
    await ensureFollowed();
    standby!.line.set({ kind: "stall" });
    await meanwhile();
    await primary.kill();
    const { folder } = primary.data;
    primary = standby!.server;
    await promote(standby!);
    standby = undefined;
    rmSync(folder, { recursive: true, force: true });
  }

  const postgres = {
    /** Of the server that is written to, now. */
    get port() {
      return primary.port;
    },
    get url() {
      return primary.url;
    },
    /** Whether the disk can be full: it is this server's alone, which takes the right to mount. */
    hasOwnDisk,
    hasStandby,
    kill: () => inTurn(() => primary.kill()),
    ensureRunning: () => inTurn(() => primary.ensureRunning()),
    pause: () => primary.pause(),
    resume: () => primary.resume(),
    fillDisk: () => hasOwnDisk && fill(home),
    freeDisk: () => hasOwnDisk && remount(home, DISK_SIZE * 1_024),
    failOver: (meanwhile: () => Promise<void> = () => sleep(CUT_OFF)) => inTurn(() => failOver(meanwhile)),
    ensureFollowed: () => inTurn(ensureFollowed),
    async stop() {
      isOver = true;
      primary.resume();
      await turn;
      // Whoever is stopped in order waits until the other one has all of it: the follower goes last.
      await primary.stop();
      await standby?.server.stop();
      await standby?.line.close();
      for (const folder of [primary.data.folder, standby?.server.data.folder]) if (folder) rmSync(folder, { recursive: true, force: true });
      if (isMounted) execFileSync("umount", ["-l", home], { stdio: "ignore" });
    },
  };
  try {
    await postgres.ensureRunning();
  } catch (error) {
    await postgres.stop();
    throw error;
  }
  return postgres;
}

function mountDisk(home: string): boolean {
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${DISK_SIZE}m,mode=755`, "turnout-torture", home], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/** Makes a disk as large as what is on it: not one more page fits. It may grow between the look and the deed. */
function fill(home: string) {
  for (let tries = 1; ; tries++) {
    try {
      return remount(home, usedKiB(home));
    } catch (error) {
      if (tries === 50) throw error;
    }
  }
}

function remount(home: string, kibibytes: number) {
  execFileSync("mount", ["-o", `remount,size=${kibibytes}k`, home], { stdio: "ignore" });
}

function usedKiB(home: string): number {
  const [, line] = execFileSync("df", ["-k", "--output=used", home], { encoding: "utf8" }).trim().split("\n");
  return Number(line);
}
