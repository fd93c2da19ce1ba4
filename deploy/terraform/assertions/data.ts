import {
  FAR,
  HOME,
  NAME,
  databaseIn,
  keyIn,
  list,
  regions,
  require,
  subnetsOf,
  tagOf,
  the,
  type Assertion,
  type Statement,
} from "../account.ts";

const BUCKETS = [HOME, FAR].flatMap((region) =>
  ["logs", "exports", ...(region === HOME ? ["trail"] : [])].map((kind) => ({ region, kind, bucket: `example-turnout-${kind}-${region}` })),
);

export const data: Assertion[] = [
  {
    name: "the database is private, encrypted by our key, in two zones, takes TLS only, and goes back 14 days or more",
    async check(account) {
      const found = await databaseIn(account, HOME);
      const { Subnets } = found.DBSubnetGroup;
      const meant = (await subnetsOf(account, HOME, "data")).map(({ SubnetId }) => SubnetId);
      const { DBParameterGroupName } = the(found.DBParameterGroups, "group of parameters");
      interface Parameters {
        Parameters: { ParameterName: string; ParameterValue?: string }[];
      }
      const { Parameters } = await account.ask<Parameters>("rds", "describe_db_parameters", { DBParameterGroupName });
      require({
        "the database is not public": !found.PubliclyAccessible,
        "the database is encrypted by our key": found.StorageEncrypted && found.KmsKeyId === (await keyIn(account, HOME)),
        "the database is in two zones": found.MultiAZ,
        "the database goes back 14 days": found.BackupRetentionPeriod >= 14,
        "the database cannot be deleted": found.DeletionProtection,
        "the database writes logs": found.EnabledCloudwatchLogsExports.includes("postgresql"),
        "the database is in the data subnets":
          Subnets.length === 3 && Subnets.every(({ SubnetIdentifier }) => meant.includes(SubnetIdentifier)),
        "the database takes TLS only": Parameters.some((one) => one.ParameterName === "rds.force_ssl" && one.ParameterValue === "1"),
      });
      return `${found.BackupRetentionPeriod} days`;
    },
  },
  {
    name: "a replica of the database is in the other region, private and encrypted by that region's key",
    async check(account) {
      const [source, replica] = [await databaseIn(account, HOME), await databaseIn(account, FAR)];
      require({
        "the replica follows the database": replica.ReadReplicaSourceDBInstanceIdentifier === source.DBInstanceArn,
        "the replica is not public": !replica.PubliclyAccessible,
        "the replica is encrypted by its region's key": replica.StorageEncrypted && replica.KmsKeyId === (await keyIn(account, FAR)),
        "the replica is in two zones": replica.MultiAZ,
      });
      return `${replica.DBInstanceIdentifier} follows ${source.DBInstanceIdentifier}`;
    },
  },
  {
    name: "the caches speak TLS only, are encrypted, and have nodes in more than one zone that take over",
    async check(account) {
      interface Caches {
        ReplicationGroups: {
          MemberClusters: string[];
          TransitEncryptionEnabled: boolean;
          AtRestEncryptionEnabled: boolean;
          AutomaticFailover: string;
          MultiAZ: string;
        }[];
      }
      const nodes: number[] = [];
      for (const region of regions) {
        const { ReplicationGroups } = await account.ask<Caches>("elasticache", "describe_replication_groups", {}, region);
        const cache = the(ReplicationGroups, `cache in ${region}`);
        require({
          [`${region}: TLS`]: cache.TransitEncryptionEnabled,
          [`${region}: encrypted`]: cache.AtRestEncryptionEnabled,
          [`${region}: takes over`]: cache.AutomaticFailover === "enabled" && cache.MultiAZ === "enabled",
        });
        nodes.push(cache.MemberClusters.length);
      }
      require({ [`nodes: ${nodes.join()}`]: nodes.join() === "3,2" });
      return "3 nodes here, 2 there";
    },
  },
  {
    name: "buckets have versions, are encrypted, closed to the public, and refuse calls without TLS",
    async check(account) {
      for (const { region, kind, bucket } of BUCKETS) {
        const ask = <T>(operation: string) => account.ask<T>("s3", operation, { Bucket: bucket }, region);
        const { Status } = await ask<{ Status: string }>("get_bucket_versioning");
        interface Encryption {
          ServerSideEncryptionConfiguration: {
            Rules: { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: string; KMSMasterKeyID?: string } }[];
          };
        }
        const encryption = await ask<Encryption>("get_bucket_encryption");
        const { Rules } = encryption.ServerSideEncryptionConfiguration;
        const { SSEAlgorithm, KMSMasterKeyID } = the(Rules, `${bucket}: rule of encryption`).ApplyServerSideEncryptionByDefault;
        const closed = await ask<{ PublicAccessBlockConfiguration: Record<string, boolean> }>("get_public_access_block");
        const { Statement } = JSON.parse((await ask<{ Policy: string }>("get_bucket_policy")).Policy) as { Statement: Statement[] };
        const deny = Statement.find(({ Effect, Condition }) => Effect === "Deny" && Condition?.Bool?.["aws:SecureTransport"] === "false");
        require({
          [`${bucket}: versions`]: Status === "Enabled",
          [`${bucket}: encrypted`]: kind === "logs" ? SSEAlgorithm === "AES256" : KMSMasterKeyID === (await keyIn(account, region)),
          [`${bucket}: closed to the public`]: Object.values(closed.PublicAccessBlockConfiguration).filter(Boolean).length === 4,
          [`${bucket}: TLS only`]: deny !== undefined && list(deny.Action).includes("s3:*"),
        });
      }
      return `${BUCKETS.length} buckets`;
    },
  },
  {
    name: "exports and the trail are locked, and exports are copied to the other region",
    async check(account) {
      interface Lock {
        ObjectLockConfiguration: { Rule: { DefaultRetention: { Mode: string; Days: number } } };
      }
      const days: string[] = [];
      for (const { region, kind, bucket } of BUCKETS.filter((one) => one.kind !== "logs")) {
        const { ObjectLockConfiguration } = await account.ask<Lock>("s3", "get_object_lock_configuration", { Bucket: bucket }, region);
        const { Mode, Days } = ObjectLockConfiguration.Rule.DefaultRetention;
        require({ [`${bucket}: locked`]: Mode === "COMPLIANCE" && Days >= (kind === "trail" ? 365 : 30) });
        days.push(`${kind} ${Days} days`);
      }
      interface Replication {
        ReplicationConfiguration: { Rules: { Status: string; Destination: { Bucket: string } }[] };
      }
      const asked = { Bucket: `example-turnout-exports-${HOME}` };
      const { ReplicationConfiguration } = await account.ask<Replication>("s3", "get_bucket_replication", asked);
      const [rule] = ReplicationConfiguration.Rules;
      require({
        "exports are copied": rule?.Status === "Enabled" && rule.Destination.Bucket === `arn:aws:s3:::example-turnout-exports-${FAR}`,
      });
      return days.join(", ");
    },
  },
  {
    name: "the secret is encrypted by our key, has a copy in the other region, and nothing in it comes from here",
    async check(account) {
      interface Secret {
        KmsKeyId: string;
        ReplicationStatus: { Region: string }[];
        VersionIdsToStages?: Record<string, unknown>;
      }
      const secret = await account.ask<Secret>("secretsmanager", "describe_secret", { SecretId: NAME });
      require({
        "encrypted by our key": secret.KmsKeyId === (await keyIn(account, HOME)),
        "a copy in the other region": secret.ReplicationStatus.some(({ Region }) => Region === FAR),
        "no value": Object.keys(secret.VersionIdsToStages ?? {}).length === 0,
      });
      return "1 copy, no value";
    },
  },
  {
    name: "the database is backed up every day into a locked vault, and copied into a locked one in the other region",
    async check(account) {
      const { BackupPlansList } = await account.ask<{ BackupPlansList: { BackupPlanId: string }[] }>("backup", "list_backup_plans");
      const of = { BackupPlanId: the(BackupPlansList, "plan of backups").BackupPlanId };
      interface Plan {
        BackupPlan: {
          Rules: { ScheduleExpression: string; TargetBackupVaultName: string; CopyActions?: { DestinationBackupVaultArn: string }[] }[];
        };
      }
      const { Rules } = (await account.ask<Plan>("backup", "get_backup_plan", of)).BackupPlan;
      const rule = the(Rules, "rule of the plan");
      const copy = rule.CopyActions?.[0]?.DestinationBackupVaultArn;
      interface Selections {
        BackupSelectionsList: { SelectionId: string }[];
      }
      const { BackupSelectionsList } = await account.ask<Selections>("backup", "list_backup_selections", of);
      interface Selection {
        BackupSelection: { ListOfTags: { ConditionKey: string; ConditionValue: string }[] };
      }
      const asked = { ...of, SelectionId: the(BackupSelectionsList, "selection of the plan").SelectionId };
      const [tag] = (await account.ask<Selection>("backup", "get_backup_selection", asked)).BackupSelection.ListOfTags;
      const { TagList } = await databaseIn(account, HOME);
      require({
        "every day": rule.ScheduleExpression === "cron(0 22 * * ? *)",
        "copied to the other region": copy?.split(":")[3] === FAR,
        "the database is selected": tag !== undefined && tagOf(TagList, tag.ConditionKey) === tag.ConditionValue,
      });
      for (const region of regions) {
        interface Vault {
          Locked: boolean;
          MinRetentionDays: number;
          EncryptionKeyArn: string;
        }
        const vault = await account.ask<Vault>("backup", "describe_backup_vault", { BackupVaultName: NAME }, region);
        require({
          [`${region}: the vault is locked`]: vault.Locked && vault.MinRetentionDays >= 14,
          [`${region}: the vault is encrypted by our key`]: vault.EncryptionKeyArn === (await keyIn(account, region)),
        });
      }
      return "2 vaults, locked for 14 days";
    },
  },
  {
    name: "the keys of both regions change every year",
    async check(account) {
      for (const region of regions) {
        const asked = { KeyId: await keyIn(account, region) };
        const { KeyRotationEnabled } = await account.ask<{ KeyRotationEnabled: boolean }>("kms", "get_key_rotation_status", asked, region);
        require({ [`${region}: changes`]: KeyRotationEnabled });
      }
      return "2 keys";
    },
  },
];
