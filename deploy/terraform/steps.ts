import { randomBytes } from "node:crypto";
import { Failed } from "../failed.ts";
import type { Step } from "../run-steps.ts";
import { databaseIn, FAR, HOME, HOST, require, type Account } from "./account.ts";
import { assertions } from "./assertions.ts";
import type { Emulator } from "./emulator.ts";
import { expectedChanges } from "./expected-changes.ts";
import { faults, requireNoticed } from "./faults.ts";
import { leftovers } from "./leftovers.ts";
import { tryRoles } from "./roles.ts";
import { allowDestruction, checkFormat, ROOTS, testModules, type Root, type Values, type Workspace } from "./workspace.ts";

export interface Place {
  emulator: Emulator;
  account: Account;
  workspace: Workspace;
  /** Per root, what its example leaves out. */
  values: Record<Root, Values>;
}

/** What holds data: Terraform refuses to destroy it. It does not get as far as their keys, which would go last. */
const PROTECTED: Record<Root, string[]> = {
  production: [
    "module.audit.module.bucket.aws_s3_bucket.this",
    "module.database.aws_db_instance.this",
    "module.dr_storage.module.exports.aws_s3_bucket.this",
    "module.dr_storage.module.logs.aws_s3_bucket.this",
    "module.dr_vault.aws_backup_vault.this",
    "module.registry.aws_ecr_repository.this",
    "module.secrets.aws_secretsmanager_secret.this",
    "module.storage.module.exports.aws_s3_bucket.this",
    "module.storage.module.logs.aws_s3_bucket.this",
    "module.vault.aws_backup_vault.this",
  ],
  dr: ["module.replica.aws_db_instance.this"],
};

/** What stays on purpose: the snapshot that each database leaves, the promoted one too. */
const LEFT_ON_PURPOSE = ["eu-central-1 rds DBSnapshots: 1", "eu-west-1 rds DBSnapshots: 1"];

/** What has to be there before: the zone of the name. */
export async function prepare(place: Place): Promise<void> {
  const asked = { Name: HOST, CallerReference: "before" };
  const { HostedZone } = await place.account.ask<{ HostedZone: { Id: string } }>("route53", "create_hosted_zone", asked);
  place.values.production = {
    zone_id: HostedZone.Id.split("/").at(-1)!,
    master_password: randomBytes(24).toString("hex"),
  };
}

export const steps: Step<Place>[] = [
  { name: "all files are laid out alike", run: () => checkFormat() },
  {
    name: "modules refuse what they must not be given (terraform test, no call is made)",
    run: ({ workspace }) => testModules(workspace.folder),
  },
  {
    name: "the first region is made",
    async run({ workspace, values }) {
      await workspace.init("production");
      const { added } = await workspace.apply("production", values.production);
      return `${added} resources`;
    },
  },
  {
    name: "the second region is made, from what the first one says of itself",
    async run({ workspace, values }) {
      await workspace.init("dr");
      values.dr = { production: (await workspace.outputs("production")).production };
      const { added } = await workspace.apply("dr", values.dr);
      return `${added} resources`;
    },
  },
  ...assertions.map(({ name, check }) => ({ name, run: ({ account }: Place) => check(account) })),
  {
    name: "neither state holds the database's password",
    async run({ workspace, values }) {
      const password = values.production.master_password as string;
      require(Object.fromEntries(ROOTS.map((root) => [`${root}: no password`, !workspace.state(root).includes(password)])));
      return "2 states";
    },
  },
  {
    name: "each role may do what it needs, and none of what is next to it",
    run: ({ account, emulator }) => tryRoles(account, emulator),
  },
  {
    name: "another plan changes nothing but what the emulator has forgotten",
    async run({ workspace, values }) {
      const plans = ROOTS.map(async (root) =>
        (await workspace.plan(root, values[root])).map(
          ({ address, actions, attributes }) => `${root} ${address} ${actions} ${attributes.join()}`,
        ),
      );
      const seen = (await Promise.all(plans)).flat();
      const meant = expectedChanges.map(({ change }) => change).sort();
      const [more, less] = [seen.filter((one) => !meant.includes(one)), meant.filter((one) => !seen.includes(one))];
      if (more.length + less.length > 0)
        throw new Failed([...more.map((one) => `not expected: ${one}`), ...less.map((one) => `expected: ${one}`)].join("\n  "));
      return `${seen.length} expected differences`;
    },
  },
  {
    name: "what somebody changes by hand is noticed (control)",
    run: ({ account }) => requireNoticed(account),
  },
  {
    name: "another apply mends it",
    async run({ workspace, values, account }) {
      for (const { undo } of faults) await undo?.(account);
      const { added, changed, destroyed } = await workspace.apply("production", values.production);
      for (const { check } of assertions) await check(account);
      return `${added} added, ${changed} changed, ${destroyed} destroyed; all ${assertions.length} hold again`;
    },
  },
  {
    name: "what holds data is not destroyed",
    async run({ workspace, values }) {
      const refused: string[] = [];
      const answers = ROOTS.map(async (root) => ({ root, ...(await workspace.planDestruction(root, values[root])) }));
      for (const { root, agreed, said } of await Promise.all(answers)) {
        // Broken into lines at any blank.
        const text = said.replaceAll(/\s+/g, " ");
        const named = [...text.matchAll(/Resource ((?:module\.\w+\.)+\w+\.\w+)(?:\["[^"]+"\])? has lifecycle\.prevent_destroy/g)].map(
          ([, address]) => address!,
        );
        const found = [...new Set(named)].sort();
        require({ [`${root}: refused for ${found.join(", ")}`]: !agreed && found.join() === PROTECTED[root].join() });
        refused.push(...found);
      }
      return `${refused.length} kinds refused`;
    },
  },
  {
    name: "promoted, the replica follows nobody; meanwhile, the first region gives up its protections",
    async run({ workspace, values, account }) {
      values.dr = { ...values.dr, promoted: true };
      await Promise.all([workspace.apply("dr", values.dr), workspace.apply("production", { ...values.production, protect: false })]);
      const { ReadReplicaSourceDBInstanceIdentifier: source } = await databaseIn(account, FAR);
      require({ "follows nobody": !source });
      return "1 database";
    },
  },
  {
    name: "without its protections, everything is destroyed",
    async run({ workspace, values, account }) {
      allowDestruction(workspace.folder);
      const open = (root: Root) => ({ ...values[root], protect: false });
      await workspace.apply("dr", open("dr"));
      for (const root of [...ROOTS].reverse()) await destroyWithLogs(workspace, root, open(root), account);
      return "both regions";
    },
  },
  {
    name: "nothing is left but the databases' last snapshots",
    async run({ account }) {
      const left = await leftovers(account);
      require({ [`left: ${left.join(", ") || "nothing"}`]: left.join() === LEFT_ON_PURPOSE.join() });
      return left.join(", ");
    },
  },
];

/** Logs arrive as long as something is there that is logged: their buckets can be emptied only when all else is gone. */
async function destroyWithLogs(workspace: Workspace, root: Root, values: Values, account: Account): Promise<void> {
  try {
    await workspace.destroy(root, values);
  } catch (error) {
    const told = error instanceof Failed ? error.message.match(/^Error: .*/gm) : null;
    if (!told?.every((one) => one.includes("-logs-") && one.includes("BucketNotEmpty"))) throw error;
    for (const region of [HOME, FAR]) {
      const bucket = `example-turnout-logs-${region}`;
      if (told.some((one) => one.includes(`(${bucket})`))) await emptyBucket(account, bucket, region);
    }
    await workspace.destroy(root, values);
  }
}

async function emptyBucket(account: Account, Bucket: string, region: string): Promise<void> {
  interface Listed {
    Versions?: { Key: string; VersionId: string }[];
    DeleteMarkers?: { Key: string; VersionId: string }[];
  }
  const { Versions = [], DeleteMarkers = [] } = await account.ask<Listed>("s3", "list_object_versions", { Bucket }, region);
  for (const { Key, VersionId } of [...Versions, ...DeleteMarkers])
    await account.ask("s3", "delete_object", { Bucket, Key, VersionId }, region);
}
