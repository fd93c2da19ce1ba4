import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "../../server/src/free-port.ts";
import { endChild, isRunning, startChild } from "../../server/src/testing/child-process.ts";
import type { Bucket } from "../backup/bucket.ts";
import { Failed } from "../failed.ts";
import { execute } from "../gates/execute.ts";
import { goTool, pythonTool } from "../gates/locked-tools.ts";

/** How long it may take to start (ms). */
const START_WITHIN = 30_000;
const REGION = "us-east-1";
const OWNER = { accessKey: "owner", secretKey: "made-for-a-drill" };
const BACKUPS = { accessKey: "backups", secretKey: "made-for-a-drill-too" };

export interface BucketServer {
  /** A bucket of its owner's that keeps versions, into which backups may write all they like. */
  make(name: string, hasLock: boolean): Promise<{ asOwner: Bucket; asBackups: Bucket }>;
  stop(): Promise<void>;
}

/** Versity's S3 gateway on a folder, on loopback: object lock and users are its own, and it keeps versions. */
export async function startBucketServer(folder: string): Promise<BucketServer> {
  const program = await goTool("versitygw");
  const [users, objects, versions] = ["users", "objects", "versions"].map((name) => join(folder, name)) as [string, string, string];
  for (const path of [users, objects, versions]) mkdirSync(path);
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const credentials = { ROOT_ACCESS_KEY: OWNER.accessKey, ROOT_SECRET_KEY: OWNER.secretKey };
  const args = ["--port", `127.0.0.1:${port}`, "--region", REGION, "--iam-dir", users, "--quiet"];
  const child = startChild(program, [...args, "posix", "--versioning-dir", versions, objects], {
    cwd: folder,
    env: { PATH: process.env.PATH, ...credentials },
    stdio: ["ignore", "ignore", "pipe"],
  });
  const said = text(child.stderr!);
  const isUp = () => fetch(endpoint).then(Boolean, () => false);
  for (const deadline = Date.now() + START_WITHIN; !(await isUp()); await sleep(100))
    if (!isRunning(child) || Date.now() > deadline) {
      await endChild(child, "SIGKILL");
      throw new Failed(`versitygw does not start: ${(await said).trim()}`);
    }
  const owner = {
    ADMIN_ACCESS_KEY: OWNER.accessKey,
    ADMIN_SECRET_KEY: OWNER.secretKey,
    ADMIN_ENDPOINT_URL: endpoint,
    ADMIN_REGION: REGION,
  };
  const add = ["admin", "create-user", "--access", BACKUPS.accessKey, "--secret", BACKUPS.secretKey, "--role", "user"];
  const { code, said: words } = await execute(program, add, { env: owner });
  if (code !== 0) throw new Failed(`versitygw takes no user: ${words.trim()}`);
  return {
    async make(name, hasLock) {
      const bucket = (who: typeof OWNER): Bucket => ({ url: `${endpoint}/${name}`, region: REGION, ...who });
      await askBucket(bucket(OWNER), "make", hasLock ? "lock" : "no lock", BACKUPS.accessKey);
      return { asOwner: bucket(OWNER), asBackups: bucket(BACKUPS) };
    },
    stop: () => endChild(child, "SIGTERM"),
  };
}

/** Has `bucket.py` do something with these credentials; returns what it says. */
export async function askBucket({ url, region, accessKey, secretKey }: Bucket, ...what: string[]): Promise<string> {
  const python = await pythonTool("moto", { program: "python" });
  const { origin, pathname } = new URL(url);
  const credentials = { AWS_ACCESS_KEY_ID: accessKey, AWS_SECRET_ACCESS_KEY: secretKey, AWS_DEFAULT_REGION: region };
  const { code, said, out } = await execute(python, [join(import.meta.dirname, "bucket.py"), origin, pathname.slice(1), ...what], {
    env: credentials,
  });
  if (code !== 0) throw new Failed(`bucket.py ${what.join(" ")}: ${said.trim().split("\n").at(-1)}`);
  return out.trim();
}
