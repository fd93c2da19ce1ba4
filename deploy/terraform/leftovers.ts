import { ACCOUNT, FAR, HOME, type Account } from "./account.ts";

/** What is asked for once everything has been destroyed: the service, the call, and where in its answer the things are. */
const KINDS: [service: string, operation: string, answer: string, parameters?: Record<string, unknown>][] = [
  ["ec2", "describe_nat_gateways", "NatGateways", { Filters: [{ Name: "state", Values: ["available", "pending"] }] }],
  ["ec2", "describe_addresses", "Addresses"],
  ["ec2", "describe_flow_logs", "FlowLogs"],
  ["ec2", "describe_vpcs", "Vpcs", { Filters: [{ Name: "is-default", Values: ["false"] }] }],
  ["ec2", "describe_launch_templates", "LaunchTemplates"],
  ["eks", "list_clusters", "clusters"],
  ["rds", "describe_db_instances", "DBInstances"],
  ["rds", "describe_db_snapshots", "DBSnapshots", { SnapshotType: "manual" }],
  ["elasticache", "describe_replication_groups", "ReplicationGroups"],
  ["elbv2", "describe_load_balancers", "LoadBalancers"],
  ["elbv2", "describe_target_groups", "TargetGroups"],
  ["acm", "list_certificates", "CertificateSummaryList"],
  ["wafv2", "list_web_acls", "WebACLs", { Scope: "REGIONAL" }],
  ["logs", "describe_log_groups", "logGroups"],
  ["cloudwatch", "describe_alarms", "MetricAlarms"],
  ["cloudwatch", "list_dashboards", "DashboardEntries"],
  ["sns", "list_topics", "Topics"],
  ["secretsmanager", "list_secrets", "SecretList"],
  ["backup", "list_backup_vaults", "BackupVaultList"],
  ["backup", "list_backup_plans", "BackupPlansList"],
  ["cloudtrail", "describe_trails", "trailList"],
  ["ecr", "describe_repositories", "repositories"],
];

const GLOBAL: typeof KINDS = [
  ["s3", "list_buckets", "Buckets"],
  ["iam", "list_roles", "Roles"],
  ["iam", "list_open_id_connect_providers", "OpenIDConnectProviderList"],
  ["route53", "list_health_checks", "HealthChecks"],
  ["budgets", "describe_budgets", "Budgets", { AccountId: ACCOUNT }],
];

/** Everything that is there still, as `region service: how many`. */
export async function leftovers(account: Account): Promise<string[]> {
  const asked = [
    ...[HOME, FAR].flatMap((region) => KINDS.map((kind) => ({ region, kind }))),
    ...GLOBAL.map((kind) => ({ region: HOME, kind })),
  ];
  const found: string[] = [];
  for (const { region, kind } of asked) {
    const [service, operation, answer, parameters] = kind;
    const things = (await account.ask<Record<string, unknown[]>>(service, operation, parameters, region))[answer] ?? [];
    if (things.length > 0) found.push(`${region} ${service} ${answer}: ${things.length}`);
  }
  return found;
}
