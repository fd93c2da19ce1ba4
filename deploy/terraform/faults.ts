import { Failed } from "../failed.ts";
import { FAR, NAME, the, type Account } from "./account.ts";
import { assertions } from "./assertions.ts";

/** A mistake that somebody makes in the account by hand, and the assertion that has to notice. */
interface Fault {
  name: string;
  noticedBy: string;
  make(account: Account): Promise<unknown>;
  /** Where Terraform does not mend it: it knows nothing of what somebody adds. */
  undo?(account: Account): Promise<unknown>;
}

const WORLD = { IpProtocol: "tcp", FromPort: 5432, ToPort: 5432, IpRanges: [{ CidrIp: "0.0.0.0/0" }] };

async function databaseGroup(account: Account): Promise<string> {
  const named = { Filters: [{ Name: "group-name", Values: [`${NAME}-database`] }] };
  const { SecurityGroups } = await account.ask<{ SecurityGroups: { GroupId: string }[] }>("ec2", "describe_security_groups", named);
  return the(SecurityGroups, "group of the database").GroupId;
}

export const faults: Fault[] = [
  {
    name: "a public database",
    noticedBy: "the database is private",
    make: (account) =>
      account.ask("rds", "modify_db_instance", { DBInstanceIdentifier: NAME, PubliclyAccessible: true, ApplyImmediately: true }),
  },
  {
    name: "the database's port open to the world",
    noticedBy: "nothing but 80 and 443",
    make: async (account) =>
      account.ask("ec2", "authorize_security_group_ingress", { GroupId: await databaseGroup(account), IpPermissions: [WORLD] }),
    undo: async (account) =>
      account.ask("ec2", "revoke_security_group_ingress", { GroupId: await databaseGroup(account), IpPermissions: [WORLD] }),
  },
  {
    name: "exports without the rule for TLS",
    noticedBy: "buckets have versions",
    make: (account) => account.ask("s3", "delete_bucket_policy", { Bucket: "example-turnout-exports-eu-central-1" }),
  },
  {
    name: "an alarm that is gone",
    noticedBy: "alarms watch",
    make: (account) => account.ask("cloudwatch", "delete_alarms", { AlarmNames: [`${NAME}-backup-missing`] }),
  },
  {
    name: "an unlocked vault in the other region",
    noticedBy: "the database is backed up every day",
    make: (account) => account.ask("backup", "delete_backup_vault_lock_configuration", { BackupVaultName: NAME }, FAR),
  },
  {
    name: "no flow log",
    noticedBy: "flow logs",
    async make(account) {
      const { FlowLogs } = await account.ask<{ FlowLogs: { FlowLogId: string }[] }>("ec2", "describe_flow_logs");
      await account.ask("ec2", "delete_flow_logs", { FlowLogIds: FlowLogs.map(({ FlowLogId }) => FlowLogId) });
    },
  },
  {
    name: "a role that may do everything",
    noticedBy: "no policy of ours allows every action",
    make: (account) =>
      account.ask("iam", "put_role_policy", {
        RoleName: `${NAME}-logs`,
        PolicyName: "more",
        PolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] }),
      }),
    undo: (account) => account.ask("iam", "delete_role_policy", { RoleName: `${NAME}-logs`, PolicyName: "more" }),
  },
];

/** Makes every fault, and fails where an assertion that has to notice one does not. */
export async function requireNoticed(account: Account): Promise<string> {
  for (const { make } of faults) await make(account);
  const unnoticed: string[] = [];
  for (const { name, noticedBy } of faults) {
    const assertion = assertions.find((one) => one.name.startsWith(noticedBy))!;
    const holds = await assertion.check(account).then(
      () => true,
      (error: unknown) => {
        if (error instanceof Failed) return false;
        throw error;
      },
    );
    if (holds) unnoticed.push(name);
  }
  if (unnoticed.length > 0) throw new Failed(`not noticed: ${unnoticed.join(", ")}`);
  return `${faults.length} of ${faults.length}: ${faults.map(({ name }) => name).join(", ")}`;
}
