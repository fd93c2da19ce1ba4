import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { join, relative } from "node:path";
import { copyToBucket, fetchFromBucket, type Bucket, type LockMode } from "../backup/bucket.ts";
import { Failed } from "../failed.ts";
import { askBucket, startBucketServer } from "./bucket-server.ts";
import { sumsOf, withBackups, type BroughtBack } from "./locked-copy.ts";

const DAYS = 35;

/** What an attack on a bucket left of the files that had been copied there. */
export interface AttackedBucket {
  lock: LockMode | null;
  by: "backups" | "owner";
  left: number;
  /** How often each kind of call was let through. */
  through: Record<string, number>;
}

export interface LockedBucket extends BroughtBack {
  files: number;
  attacked: AttackedBucket[];
  /** Whether a bucket that takes no locks was refused as a place for copies that are to be locked. */
  isRefused: boolean;
  /** Files of both folders after the attack. */
  leftInFolders: number;
}

/** Somebody with the credentials of backups, and somebody with those of the bucket's owner. */
const ATTACKS: Pick<AttackedBucket, "lock" | "by">[] = [
  { lock: "COMPLIANCE", by: "backups" },
  { lock: "COMPLIANCE", by: "owner" },
  { lock: "GOVERNANCE", by: "backups" },
  { lock: "GOVERNANCE", by: "owner" },
  { lock: null, by: "backups" },
];

/**
 * A backup in two folders, one of which is copied into buckets that lock in one way or another, or not at all; then somebody empties database and
 * folders, and does to each bucket all that S3 knows of. The database is brought back from the one that nobody may unlock.
 */
export async function lockedBucket(): Promise<LockedBucket> {
  return withBackups(async ({ folders: [first, second], empty, bringBack, scratch }) => {
    const home = join(scratch, "buckets");
    mkdirSync(home);
    const server = await startBucketServer(home);
    try {
      const sums = relativeTo(first);
      const free = await server.make("without-locks", false);
      const isRefused = await copyToBucket(first, free.asBackups, { mode: "COMPLIANCE", days: DAYS }).then(
        () => false,
        (error) => error instanceof Failed,
      );
      const buckets: { asOwner: Bucket; asBackups: Bucket }[] = [];
      for (const [at, { lock }] of ATTACKS.entries()) {
        const bucket = await server.make(`copies-${at}`, lock !== null);
        await copyToBucket(first, bucket.asBackups, lock && { mode: lock, days: DAYS });
        buckets.push(bucket);
      }
      await empty();
      const attacked: AttackedBucket[] = [];
      for (const [at, one] of ATTACKS.entries()) {
        const { asOwner, asBackups } = buckets[at]!;
        const through = JSON.parse(await askBucket(one.by === "owner" ? asOwner : asBackups, "attack")) as Record<string, number>;
        const fetched = join(home, `fetched-${at}`);
        await fetchFromBucket(fetched, asOwner);
        const left = relativeTo(fetched);
        attacked.push({ ...one, left: [...sums].filter(([name, sum]) => left.get(name) === sum).length, through });
      }
      const leftInFolders = [first, second].reduce((total, folder) => total + readdirSync(folder).length, 0);
      const began = performance.now();
      const fetched = join(home, "fetched");
      await fetchFromBucket(fetched, buckets[0]!.asOwner);
      return { files: sums.size, isRefused, attacked, leftInFolders, ...(await bringBack(fetched, began)) };
    } finally {
      await server.stop();
    }
  });
}

const relativeTo = (folder: string) =>
  new Map([...(existsSync(folder) ? sumsOf(folder) : [])].map(([path, sum]) => [relative(folder, path), sum]));
