import { DR_NAME, FAR, HOME, HOST, NAME, require, type Account } from "./account.ts";

/** What has to be so in an account, whoever set it up. */
export interface Assertion {
  name: string;
  /** Throws `Failed` where it is not so; returns what was seen. */
  check(account: Account): Promise<string>;
}

interface Tag {
  Key: string;
  Value: string;
}
interface Rules {
  FromPort?: number;
  ToPort?: number;
  IpRanges: { CidrIp: string }[];
  Ipv6Ranges: { CidrIpv6: string }[];
}
interface Group {
  GroupId: string;
  GroupName: string;
  VpcId: string;
  IpPermissions: Rules[];
  IpPermissionsEgress: Rules[];
}
interface Statement {
  Sid?: string;
  Effect: string;
  Action: string | string[];
  Resource?: string | string[];
  Condition?: Record<string, Record<string, string | string[]>>;
}
interface Database {
  DBInstanceIdentifier: string;
  DBInstanceArn: string;
  MultiAZ: boolean;
  PubliclyAccessible: boolean;
  StorageEncrypted: boolean;
  KmsKeyId: string;
  BackupRetentionPeriod: number;
  DeletionProtection: boolean;
  EnabledCloudwatchLogsExports: string[];
  DBParameterGroups: { DBParameterGroupName: string }[];
  DBSubnetGroup: { Subnets: { SubnetIdentifier: string }[] };
  ReadReplicaSourceDBInstanceIdentifier?: string;
  TagList: Tag[];
}

const regions = [HOME, FAR];
const nameIn = (region: string) => (region === HOME ? NAME : DR_NAME);
const tagOf = (tags: Tag[] | undefined, key: string) => tags?.find(({ Key }) => Key === key)?.Value;
const list = (one: string | string[] | undefined) => [one ?? []].flat();

async function networkOf(account: Account, region: string): Promise<string> {
  const filter = { Filters: [{ Name: "tag:Name", Values: [nameIn(region)] }] };
  const { Vpcs } = await account.ask<{ Vpcs: { VpcId: string }[] }>("ec2", "describe_vpcs", filter, region);
  require({ [`${region} has one network of ours`]: Vpcs.length === 1 });
  return Vpcs[0]!.VpcId;
}

async function inNetwork<T>(account: Account, region: string, operation: string): Promise<T> {
  return account.ask<T>("ec2", operation, { Filters: [{ Name: "vpc-id", Values: [await networkOf(account, region)] }] }, region);
}

interface Subnet {
  SubnetId: string;
  AvailabilityZone: string;
  Tags?: Tag[];
}

async function subnetsOf(account: Account, region: string, tier: string): Promise<Subnet[]> {
  const { Subnets } = await inNetwork<{ Subnets: Subnet[] }>(account, region, "describe_subnets");
  return Subnets.filter(({ Tags }) => tagOf(Tags, "Tier") === tier);
}

async function databaseIn(account: Account, region: string): Promise<Database> {
  const { DBInstances } = await account.ask<{ DBInstances: Database[] }>("rds", "describe_db_instances", {}, region);
  require({ [`${region} has one database`]: DBInstances.length === 1 });
  return DBInstances[0]!;
}

async function keyIn(account: Account, region: string): Promise<string> {
  const asked = { KeyId: `alias/${NAME}` };
  return (await account.ask<{ KeyMetadata: { Arn: string } }>("kms", "describe_key", asked, region)).KeyMetadata.Arn;
}

async function balancerIn(account: Account, region: string) {
  interface Balancers {
    LoadBalancers: { LoadBalancerArn: string; DNSName: string; Scheme: string }[];
  }
  const { LoadBalancers } = await account.ask<Balancers>("elbv2", "describe_load_balancers", { Names: [nameIn(region)] }, region);
  return LoadBalancers[0]!;
}

const attributes = (found: { Attributes: Tag[] }) => Object.fromEntries(found.Attributes.map(({ Key, Value }) => [Key, Value]));

const BUCKETS = [HOME, FAR].flatMap((region) =>
  ["logs", "exports", ...(region === HOME ? ["trail"] : [])].map((kind) => ({ region, kind, bucket: `example-turnout-${kind}-${region}` })),
);

/** All of them, in the order in which they are told. */
export const assertions: Assertion[] = [
  {
    name: "three zones, each with a public, a private and a data subnet, and a way out of its own",
    async check(account) {
      for (const region of regions) {
        for (const tier of ["public", "private", "data"]) {
          const zones = (await subnetsOf(account, region, tier)).map(({ AvailabilityZone }) => AvailabilityZone);
          require({ [`${region}: ${tier} subnets in three zones`]: zones.length === 3 && new Set(zones).size === 3 });
        }
        interface Gateways {
          NatGateways: { SubnetId: string; State: string }[];
        }
        const { NatGateways } = await inNetwork<Gateways>(account, region, "describe_nat_gateways");
        const open = NatGateways.filter(({ State }) => State === "available");
        require({ [`${region}: a NAT gateway in each public subnet`]: new Set(open.map(({ SubnetId }) => SubnetId)).size === 3 });
      }
      return "9 subnets and 3 NAT gateways in each of 2 regions";
    },
  },
  {
    name: "no route leads from the data subnets anywhere",
    async check(account) {
      interface Tables {
        RouteTables: { Associations: { SubnetId?: string }[]; Routes: { GatewayId?: string; NatGatewayId?: string }[] }[];
      }
      let routes = 0;
      for (const region of regions) {
        const { RouteTables } = await inNetwork<Tables>(account, region, "describe_route_tables");
        for (const { SubnetId } of await subnetsOf(account, region, "data")) {
          const table = RouteTables.find(({ Associations }) => Associations.some((one) => one.SubnetId === SubnetId));
          require({ [`${region}: ${SubnetId} has a table of its own`]: table !== undefined });
          require({ [`${region}: ${SubnetId} has local routes only`]: table!.Routes.every(({ GatewayId }) => GatewayId === "local") });
          routes += table!.Routes.length;
        }
      }
      return `${routes} routes, all local`;
    },
  },
  {
    name: "nothing but 80 and 443 of the load balancers is open to the world, and the default groups are closed",
    async check(account) {
      const open: string[] = [];
      for (const region of regions) {
        const { SecurityGroups } = await inNetwork<{ SecurityGroups: Group[] }>(account, region, "describe_security_groups");
        for (const { GroupName, IpPermissions, IpPermissionsEgress } of SecurityGroups) {
          const toWorld = IpPermissions.filter(
            ({ IpRanges, Ipv6Ranges }) =>
              IpRanges.some(({ CidrIp }) => CidrIp.endsWith("/0")) || Ipv6Ranges.some(({ CidrIpv6 }) => CidrIpv6.endsWith("/0")),
          );
          open.push(...toWorld.map(({ FromPort, ToPort }) => `${GroupName}:${FromPort}-${ToPort}`));
          if (GroupName === "default")
            require({ [`${region}: the default group is closed`]: IpPermissions.length + IpPermissionsEgress.length === 0 });
        }
      }
      const meant = [NAME, DR_NAME].flatMap((name) => [`${name}-edge:80-80`, `${name}-edge:443-443`]);
      require({ [`open to the world: ${open.join(", ")}`]: open.sort().join() === meant.sort().join() });
      return open.join(", ");
    },
  },
  {
    name: "flow logs tell of all traffic",
    async check(account) {
      interface Logs {
        FlowLogs: { ResourceId: string; TrafficType: string; LogGroupName?: string; LogDestination?: string }[];
      }
      for (const region of regions) {
        const network = await networkOf(account, region);
        const { FlowLogs } = await account.ask<Logs>("ec2", "describe_flow_logs", {}, region);
        const ours = FlowLogs.filter(({ ResourceId, TrafficType }) => ResourceId === network && TrafficType === "ALL");
        require({ [`${region}: a flow log of all traffic`]: ours.length === 1 });
      }
      return "2 regions";
    },
  },
  {
    name: "the database is private, encrypted by our key, in two zones, takes TLS only, and goes back 14 days or more",
    async check(account) {
      const found = await databaseIn(account, HOME);
      const data = (await subnetsOf(account, HOME, "data")).map(({ SubnetId }) => SubnetId);
      const group = { DBParameterGroupName: found.DBParameterGroups[0]!.DBParameterGroupName };
      interface Parameters {
        Parameters: { ParameterName: string; ParameterValue?: string }[];
      }
      const { Parameters } = await account.ask<Parameters>("rds", "describe_db_parameters", group);
      require({
        "the database is not public": !found.PubliclyAccessible,
        "the database is encrypted by our key": found.StorageEncrypted && found.KmsKeyId === (await keyIn(account, HOME)),
        "the database is in two zones": found.MultiAZ,
        "the database goes back 14 days": found.BackupRetentionPeriod >= 14,
        "the database cannot be deleted": found.DeletionProtection,
        "the database writes logs": found.EnabledCloudwatchLogsExports.includes("postgresql"),
        "the database is in the data subnets": found.DBSubnetGroup.Subnets.every(({ SubnetIdentifier }) => data.includes(SubnetIdentifier)),
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
        const [cache] = ReplicationGroups;
        require({
          [`${region}: TLS`]: cache?.TransitEncryptionEnabled === true,
          [`${region}: encrypted`]: cache?.AtRestEncryptionEnabled === true,
          [`${region}: takes over`]: cache?.AutomaticFailover === "enabled" && cache.MultiAZ === "enabled",
        });
        nodes.push(cache!.MemberClusters.length);
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
        const { SSEAlgorithm, KMSMasterKeyID } = encryption.ServerSideEncryptionConfiguration.Rules[0]!.ApplyServerSideEncryptionByDefault;
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
    name: "the clusters are reached from inside only, keep all their logs, and encrypt secrets",
    async check(account) {
      interface Cluster {
        cluster: {
          version: string;
          resourcesVpcConfig: { endpointPublicAccess: boolean; endpointPrivateAccess: boolean };
          logging: { clusterLogging: { enabled: boolean; types: string[] }[] };
          encryptionConfig: { resources: string[]; provider: { keyArn: string } }[];
        };
      }
      const versions: string[] = [];
      for (const region of regions) {
        const { cluster } = await account.ask<Cluster>("eks", "describe_cluster", { name: nameIn(region) }, region);
        const kept = cluster.logging.clusterLogging.filter(({ enabled }) => enabled).flatMap(({ types }) => types);
        const [encryption] = cluster.encryptionConfig;
        require({
          [`${region}: from inside only`]:
            !cluster.resourcesVpcConfig.endpointPublicAccess && cluster.resourcesVpcConfig.endpointPrivateAccess,
          [`${region}: all logs`]: ["api", "audit", "authenticator", "controllerManager", "scheduler"].every((type) => kept.includes(type)),
          [`${region}: secrets are encrypted`]:
            encryption?.resources.includes("secrets") === true && encryption.provider.keyArn === (await keyIn(account, region)),
        });
        versions.push(cluster.version);
      }
      return `Kubernetes ${versions.join(" and ")}`;
    },
  },
  {
    name: "in the clusters, the pipeline may change the namespace and nothing else, and four service accounts have a role each",
    async check(account) {
      for (const region of regions) {
        const of = { clusterName: nameIn(region) };
        const { accessEntries } = await account.ask<{ accessEntries: string[] }>("eks", "list_access_entries", of, region);
        interface Policies {
          associatedAccessPolicies: { policyArn: string; accessScope: { type: string; namespaces?: string[] } }[];
        }
        const may = await Promise.all(
          accessEntries.map(async (principalArn) => {
            const asked = { ...of, principalArn };
            const { associatedAccessPolicies } = await account.ask<Policies>("eks", "list_associated_access_policies", asked, region);
            return associatedAccessPolicies.map(
              ({ policyArn, accessScope }) =>
                `${principalArn.split("/").at(-1)}: ${policyArn.split("/").at(-1)} in ${accessScope.namespaces?.join() || accessScope.type}`,
            );
          }),
        );
        const meant = ["administrators: AmazonEKSClusterAdminPolicy in cluster", `${NAME}-deploy: AmazonEKSEditPolicy in turnout`];
        require({ [`${region}: ${may.flat().join("; ")}`]: may.flat().sort().join() === meant.join() });
        interface Associations {
          associations: { namespace: string; serviceAccount: string }[];
        }
        const { associations } = await account.ask<Associations>("eks", "list_pod_identity_associations", of, region);
        const accounts = associations.map(({ namespace, serviceAccount }) => `${namespace}/${serviceAccount}`).sort();
        const wanted =
          "external-secrets/external-secrets,kube-system/aws-load-balancer-controller,logging/collector,turnout/turnout-exports";
        require({ [`${region}: roles of ${accounts.join()}`]: accounts.join() === wanted });
      }
      return "2 entries and 4 service accounts in each of 2 clusters";
    },
  },
  {
    name: "nodes ask for their credentials with a token, one hop away, and have encrypted disks",
    async check(account) {
      interface Templates {
        LaunchTemplateVersions: {
          LaunchTemplateData: {
            MetadataOptions: { HttpTokens: string; HttpPutResponseHopLimit: number };
            BlockDeviceMappings: { Ebs: { Encrypted: boolean } }[];
          };
        }[];
      }
      for (const region of regions) {
        const asked = { LaunchTemplateName: `${nameIn(region)}-nodes`, Versions: ["$Latest"] };
        const { LaunchTemplateVersions } = await account.ask<Templates>("ec2", "describe_launch_template_versions", asked, region);
        const { MetadataOptions, BlockDeviceMappings } = LaunchTemplateVersions[0]!.LaunchTemplateData;
        require({
          [`${region}: token, one hop`]: MetadataOptions.HttpTokens === "required" && MetadataOptions.HttpPutResponseHopLimit === 1,
          [`${region}: encrypted disks`]: BlockDeviceMappings.every(({ Ebs }) => Ebs.Encrypted),
        });
      }
      return "2 templates";
    },
  },
  {
    name: "the load balancers speak TLS 1.2 and newer, redirect the rest, keep silent sockets for four pings, and let go of a pod in time",
    async check(account) {
      for (const region of regions) {
        const { LoadBalancerArn } = await balancerIn(account, region);
        interface Listeners {
          Listeners: { Port: number; SslPolicy?: string; DefaultActions: { Type: string; RedirectConfig?: { Protocol: string } }[] }[];
        }
        const { Listeners } = await account.ask<Listeners>("elbv2", "describe_listeners", { LoadBalancerArn }, region);
        const [https, http] = [443, 80].map((port) => Listeners.find(({ Port }) => Port === port));
        const of = { LoadBalancerArn };
        const balancer = attributes(await account.ask("elbv2", "describe_load_balancer_attributes", of, region));
        interface Targets {
          TargetGroups: { TargetGroupArn: string; HealthCheckPath: string }[];
        }
        const { TargetGroups } = await account.ask<Targets>("elbv2", "describe_target_groups", of, region);
        const { TargetGroupArn, HealthCheckPath } = TargetGroups[0]!;
        const targets = attributes(await account.ask("elbv2", "describe_target_group_attributes", { TargetGroupArn }, region));
        require({
          [`${region}: two listeners`]: Listeners.length === 2,
          [`${region}: TLS 1.2 and newer`]: https?.SslPolicy === "ELBSecurityPolicy-TLS13-1-2-2021-06",
          [`${region}: redirects`]: http?.DefaultActions[0]?.RedirectConfig?.Protocol === "HTTPS",
          [`${region}: keeps silent sockets`]: Number(balancer["idle_timeout.timeout_seconds"]) >= 4 * 25,
          [`${region}: cannot be deleted`]: balancer["deletion_protection.enabled"] === "true",
          [`${region}: drops invalid headers`]: balancer["routing.http.drop_invalid_header_fields.enabled"] === "true",
          [`${region}: keeps logs`]: balancer["access_logs.s3.enabled"] === "true",
          [`${region}: lets go before shutdown.noticeSeconds (30)`]: Number(targets["deregistration_delay.timeout_seconds"]) < 30,
          [`${region}: needs no stickiness`]: targets["stickiness.enabled"] === "false",
          [`${region}: counts what is open`]: targets["load_balancing.algorithm.type"] === "least_outstanding_requests",
          [`${region}: asks /healthz`]: HealthCheckPath === "/healthz",
        });
      }
      return "2 load balancers";
    },
  },
  {
    name: "a firewall stands before both load balancers",
    async check(account) {
      interface Acl {
        WebACL?: { Id: string; Name: string };
      }
      interface Rules {
        WebACL: { Rules: { Name: string }[] };
      }
      for (const region of regions) {
        const { LoadBalancerArn } = await balancerIn(account, region);
        const { WebACL } = await account.ask<Acl>("wafv2", "get_web_acl_for_resource", { ResourceArn: LoadBalancerArn }, region);
        require({ [`${region}: a firewall`]: WebACL !== undefined });
        const asked = { Id: WebACL!.Id, Name: WebACL!.Name, Scope: "REGIONAL" };
        const { Rules } = (await account.ask<Rules>("wafv2", "get_web_acl", asked, region)).WebACL;
        require({ [`${region}: four rules`]: Rules.length === 4 });
      }
      return "4 rules each";
    },
  },
  {
    name: "the name leads to the first region while it is healthy, and to the other one otherwise",
    async check(account) {
      const { HostedZones } = await account.ask<{ HostedZones: { Id: string }[] }>("route53", "list_hosted_zones");
      interface Records {
        ResourceRecordSets: { Name: string; Type: string; Failover?: string; HealthCheckId?: string; AliasTarget?: { DNSName: string } }[];
      }
      const { ResourceRecordSets } = await account.ask<Records>("route53", "list_resource_record_sets", {
        HostedZoneId: HostedZones[0]!.Id,
      });
      const found = ResourceRecordSets.filter(({ Name, Type }) => Name === `${HOST}.` && Type === "A");
      require({ [`${found.length} records`]: found.length === 2 });
      for (const [region, failover] of [
        [HOME, "PRIMARY"],
        [FAR, "SECONDARY"],
      ] as const) {
        const record = found.find(({ Failover }) => Failover === failover);
        const { DNSName } = await balancerIn(account, region);
        require({
          [`${failover}: leads to ${region}`]: record?.AliasTarget?.DNSName.replace(/\.$/, "") === DNSName,
          [`${failover}: has a health check`]: record?.HealthCheckId !== undefined,
        });
        interface Check {
          HealthCheck: { HealthCheckConfig: { Type: string; ResourcePath: string; FullyQualifiedDomainName: string } };
        }
        const { HealthCheck } = await account.ask<Check>("route53", "get_health_check", { HealthCheckId: record!.HealthCheckId });
        const { Type, ResourcePath, FullyQualifiedDomainName } = HealthCheck.HealthCheckConfig;
        require({
          [`${failover}: asks its own region by https`]:
            Type === "HTTPS" && ResourcePath === "/healthz" && FullyQualifiedDomainName === `${failover.toLowerCase()}.${HOST}`,
        });
      }
      return "2 records, each with a health check";
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
    name: "every log group is encrypted, and keeps what it says for so long",
    async check(account) {
      interface Groups {
        logGroups: { logGroupName: string; retentionInDays?: number; kmsKeyId?: string }[];
      }
      let count = 0;
      for (const region of regions) {
        const { logGroups } = await account.ask<Groups>("logs", "describe_log_groups", {}, region);
        const ours = logGroups.filter(({ logGroupName }) => logGroupName.includes(NAME));
        for (const { logGroupName, retentionInDays, kmsKeyId } of ours)
          require({ [`${region}: ${logGroupName}`]: (retentionInDays ?? 0) >= 90 && kmsKeyId !== undefined });
        require({ [`${region}: log groups`]: ours.length >= 9 });
        count += ours.length;
      }
      return `${count} groups`;
    },
  },
  {
    name: "alarms watch what the product cannot see, and each of them tells somebody",
    async check(account) {
      interface Alarms {
        MetricAlarms: { AlarmName: string; AlarmActions: string[]; OKActions: string[] }[];
      }
      const seen: number[] = [];
      for (const region of regions) {
        const { MetricAlarms } = await account.ask<Alarms>("cloudwatch", "describe_alarms", {}, region);
        const names = MetricAlarms.map(({ AlarmName }) => AlarmName.replace(`${nameIn(region)}-`, "")).sort();
        const meant = [...ALARMS.both, ...(region === HOME ? ALARMS.home : ALARMS.far)].sort();
        require({ [`${region}: ${names.join(", ")}`]: names.join() === meant.join() });
        const topics = new Set(MetricAlarms.flatMap(({ AlarmActions, OKActions }) => [AlarmActions.join(), OKActions.join()]));
        const [topic] = topics;
        require({ [`${region}: all tell the same topic`]: topics.size === 1 && topic !== "" });
        const told = await account.ask<{ Attributes: { KmsMasterKeyId?: string } }>(
          "sns",
          "get_topic_attributes",
          { TopicArn: topic },
          region,
        );
        interface Subscriptions {
          Subscriptions: { Protocol: string; Endpoint: string }[];
        }
        const { Subscriptions } = await account.ask<Subscriptions>("sns", "list_subscriptions_by_topic", { TopicArn: topic }, region);
        require({
          [`${region}: the topic is encrypted`]: told.Attributes.KmsMasterKeyId !== undefined,
          [`${region}: somebody is told`]: Subscriptions.some(({ Protocol }) => Protocol === "email"),
        });
        seen.push(names.length);
      }
      return `${seen.join(" and ")} alarms`;
    },
  },
  {
    name: "the database is backed up every day into a locked vault, and copied into a locked one in the other region",
    async check(account) {
      const { BackupPlansList } = await account.ask<{ BackupPlansList: { BackupPlanId: string }[] }>("backup", "list_backup_plans");
      require({ "one plan": BackupPlansList.length === 1 });
      const [of] = BackupPlansList.map(({ BackupPlanId }) => ({ BackupPlanId }));
      interface Plan {
        BackupPlan: {
          Rules: { ScheduleExpression: string; TargetBackupVaultName: string; CopyActions?: { DestinationBackupVaultArn: string }[] }[];
        };
      }
      const { Rules } = (await account.ask<Plan>("backup", "get_backup_plan", of)).BackupPlan;
      const copy = Rules[0]!.CopyActions?.[0]?.DestinationBackupVaultArn;
      interface Selections {
        BackupSelectionsList: { SelectionId: string }[];
      }
      const { BackupSelectionsList } = await account.ask<Selections>("backup", "list_backup_selections", of);
      interface Selection {
        BackupSelection: { ListOfTags: { ConditionKey: string; ConditionValue: string }[] };
      }
      const asked = { ...of, SelectionId: BackupSelectionsList[0]!.SelectionId };
      const [tag] = (await account.ask<Selection>("backup", "get_backup_selection", asked)).BackupSelection.ListOfTags;
      const { TagList } = await databaseIn(account, HOME);
      require({
        "every day": Rules[0]!.ScheduleExpression === "cron(0 22 * * ? *)",
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
    name: "what is done to the account is recorded, in every region",
    async check(account) {
      interface Trails {
        trailList: { Name: string; IsMultiRegionTrail: boolean; LogFileValidationEnabled: boolean; KmsKeyId?: string }[];
      }
      const { trailList } = await account.ask<Trails>("cloudtrail", "describe_trails");
      const { IsLogging } = await account.ask<{ IsLogging: boolean }>("cloudtrail", "get_trail_status", { Name: NAME });
      const trail = trailList.find(({ Name }) => Name === NAME);
      require({
        "every region": trail?.IsMultiRegionTrail === true,
        "its files can be checked": trail?.LogFileValidationEnabled === true,
        encrypted: trail?.KmsKeyId !== undefined,
        "it records": IsLogging,
      });
      return "1 trail";
    },
  },
  {
    name: "images cannot be replaced, are encrypted, scanned, and copied to the other region",
    async check(account) {
      interface Repositories {
        repositories: {
          repositoryName: string;
          imageTagMutability: string;
          imageScanningConfiguration: { scanOnPush: boolean };
          encryptionConfiguration: { encryptionType: string };
        }[];
      }
      const { repositories } = await account.ask<Repositories>("ecr", "describe_repositories");
      for (const one of repositories)
        require({
          [`${one.repositoryName}: cannot be replaced`]: one.imageTagMutability === "IMMUTABLE",
          [`${one.repositoryName}: scanned`]: one.imageScanningConfiguration.scanOnPush,
          [`${one.repositoryName}: encrypted by a key`]: one.encryptionConfiguration.encryptionType === "KMS",
        });
      interface Registry {
        replicationConfiguration: { rules: { destinations: { region: string }[] }[] };
      }
      const { rules } = (await account.ask<Registry>("ecr", "describe_registry")).replicationConfiguration;
      require({ "three repositories": repositories.length === 3, copied: rules[0]?.destinations[0]?.region === FAR });
      return `${repositories.length} repositories`;
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
  {
    name: "somebody is told before a month gets more expensive than it may",
    async check(account) {
      const of = { AccountId: "123456789012", BudgetName: NAME };
      interface Found {
        Budget: { TimeUnit: string; BudgetLimit: { Amount: string; Unit: string } };
      }
      const { Budget } = await account.ask<Found>("budgets", "describe_budget", of);
      interface Told {
        Notifications: { NotificationType: string; Threshold: number; ComparisonOperator: string }[];
      }
      const { Notifications } = await account.ask<Told>("budgets", "describe_notifications_for_budget", of);
      for (const { NotificationType, Threshold, ComparisonOperator } of Notifications) {
        const asked = { ...of, Notification: { NotificationType, Threshold, ComparisonOperator } };
        const { Subscribers } = await account.ask<{ Subscribers: unknown[] }>("budgets", "describe_subscribers_for_notification", asked);
        require({ [`${NotificationType}: somebody is told`]: Subscribers.length === 1 });
      }
      const kinds = Notifications.map(({ NotificationType }) => NotificationType).sort();
      require({
        "1500 dollars a month": Number(Budget.BudgetLimit.Amount) === 1500 && Budget.TimeUnit === "MONTHLY",
        "told of the forecast and of what is spent": kinds.join() === "ACTUAL,FORECASTED",
      });
      return `${Budget.BudgetLimit.Amount} ${Budget.BudgetLimit.Unit}, 2 notifications`;
    },
  },
  {
    name: "no policy of ours allows every action on everything, and only named environments of the repository get the pipeline's roles",
    async check(account) {
      const { Roles } = await account.ask<{ Roles: { RoleName: string; AssumeRolePolicyDocument: { Statement: Statement[] } }[] }>(
        "iam",
        "list_roles",
      );
      const ours = Roles.filter(({ RoleName }) => RoleName.startsWith(NAME));
      let statements = 0;
      for (const { RoleName } of ours) {
        const { PolicyNames } = await account.ask<{ PolicyNames: string[] }>("iam", "list_role_policies", { RoleName });
        for (const PolicyName of PolicyNames) {
          const asked = { RoleName, PolicyName };
          const { PolicyDocument } = await account.ask<{ PolicyDocument: { Statement: Statement | Statement[] } }>(
            "iam",
            "get_role_policy",
            asked,
          );
          for (const { Effect, Action, Resource } of [PolicyDocument.Statement].flat()) {
            const everything = list(Action).some((one) => one === "*" || one.endsWith(":*")) && list(Resource).includes("*");
            require({ [`${RoleName} allows everything`]: Effect !== "Allow" || !everything });
            statements++;
          }
        }
      }
      const subjects = ours
        .flatMap(({ AssumeRolePolicyDocument }) => AssumeRolePolicyDocument.Statement)
        .filter(({ Action }) => list(Action).includes("sts:AssumeRoleWithWebIdentity"))
        .map(({ Condition }) => {
          const equals = Condition?.StringEquals ?? {};
          require({ "for AWS only": list(equals["token.actions.githubusercontent.com:aud"]).join() === "sts.amazonaws.com" });
          return list(equals["token.actions.githubusercontent.com:sub"]).join();
        });
      const meant = ["repo:example/turnout:environment:production", "repo:example/turnout:environment:release"];
      require({ [`roles for ${subjects.join(", ")}`]: subjects.sort().join() === meant.join() });
      return `${ours.length} roles, ${statements} statements`;
    },
  },
];

const ALARMS = {
  both: [
    "answers-5xx",
    "balancer-errors",
    "cache-memory-1",
    "cache-memory-2",
    "database-connections",
    "database-processor",
    "database-storage",
    "pods-away",
    "slow-answers",
  ],
  home: ["backup-copy-failed", "backup-failed", "backup-missing", "cache-memory-3"],
  far: ["replica-lag"],
};
