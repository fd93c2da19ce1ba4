import { Failed } from "../failed.ts";
import { execute } from "../gates/execute.ts";
import { goTool } from "../gates/locked-tools.ts";

/** In which way copies are locked: `GOVERNANCE` lets through whom the bucket's owner lets bypass it, `COMPLIANCE` nobody. */
export type LockMode = "COMPLIANCE" | "GOVERNANCE";

/** A bucket of S3 whose objects can be locked, with the credentials for it. */
export interface Bucket {
  /** The service, the bucket's name, and what names in it begin with: https://s3.eu-central-1.amazonaws.com/turnout-backups/one. */
  url: string;
  region: string;
  accessKey: string;
  secretKey: string;
}

export const BUCKET_SETTINGS = `BACKUP_BUCKET         bucket that a folder is copied into, made with object lock: https://s3.eu-central-1.amazonaws.com/turnout-backups
AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_REGION
                      who may write there: s3:ListBucket, PutObject and PutObjectRetention; and for fetch, which another account does best,
                      s3:ListBucketVersions and GetObjectVersion`;

export function readBucket(environment: NodeJS.ProcessEnv): Bucket {
  const needed = (name: string) => {
    const value = environment[name]?.trim();
    if (!value) throw new Failed(`${name} is missing\n\n${BUCKET_SETTINGS}`);
    return value;
  };
  const url = needed("BACKUP_BUCKET");
  const { protocol, pathname, search } = URL.canParse(url) ? new URL(url) : { protocol: "", pathname: "/", search: "" };
  if (!/^https?:$/.test(protocol) || !/[^/]/.test(pathname) || search)
    throw new Failed("BACKUP_BUCKET must be a URL with the bucket's name, as in https://s3.eu-central-1.amazonaws.com/turnout-backups");
  return { url, region: needed("AWS_REGION"), accessKey: needed("AWS_ACCESS_KEY_ID"), secretKey: needed("AWS_SECRET_ACCESS_KEY") };
}

/** Until when nobody may delete what is copied. */
export interface Lock {
  mode: LockMode;
  days: number;
}

/**
 * Copies what is whole in a repository's folder, and new or changed, into a bucket that keeps versions, where each is locked. Null: as the bucket's
 * own rule says. Nothing is removed there. Throws `Failed` where the bucket takes no locks.
 */
export async function copyToBucket(folder: string, bucket: Bucket, lock: Lock | null): Promise<void> {
  const until = new Date(Date.now() + (lock?.days ?? 0) * 86_400_000).toISOString();
  await bucketTool(bucket, "copy", folder, ...(lock ? [lock.mode, until] : []));
}

/**
 * Brings into a folder what the bucket has, of each name the version that was written first: what somebody wrote over it, or deleted it with, came
 * later. Names that somebody added come too.
 */
export const fetchFromBucket = (folder: string, bucket: Bucket): Promise<void> => bucketTool(bucket, "fetch", folder);

async function bucketTool(
  { url, region, accessKey, secretKey }: Bucket,
  what: "copy" | "fetch",
  folder: string,
  ...more: string[]
): Promise<void> {
  // Not as arguments, which everybody on the machine can read.
  const env = { AWS_ACCESS_KEY_ID: accessKey, AWS_SECRET_ACCESS_KEY: secretKey, AWS_REGION: region };
  const { code, said } = await execute(await goTool("bucket"), [what, url, folder, ...more], { env, within: 24 * 3_600_000 });
  if (code !== 0) throw new Failed(`${url}: ${said.trim().split("\n").at(-1)}`);
}
