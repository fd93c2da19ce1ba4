import { Failed } from "../failed.ts";
import { ACCOUNT, FAR, HOME, NAME, type Account } from "./account.ts";
import type { Credentials, Emulator } from "./emulator.ts";

interface Tried {
  service: string;
  operation: string;
  parameters: Record<string, unknown>;
  region?: string;
}

/** What a role is tried with: calls that it needs, and neighbours of them that it must not make. */
interface Role {
  role: string;
  allowed: Tried[];
  refused: Tried[];
}

const exports = `example-turnout-exports-${HOME}`;
const image = (repositoryName: string): Tried[] => [
  {
    service: "ecr",
    operation: "batch_check_layer_availability",
    parameters: { repositoryName, layerDigests: [`sha256:${"a".repeat(64)}`] },
  },
  { service: "ecr", operation: "put_image", parameters: { repositoryName, imageManifest: "{}", imageTag: "0.1.0" } },
];
const secret = (SecretId: string, region = HOME): Tried => ({
  service: "secretsmanager",
  operation: "get_secret_value",
  parameters: { SecretId },
  region,
});
const describe = (name: string, region = HOME): Tried => ({ service: "eks", operation: "describe_cluster", parameters: { name }, region });
// Of a file in parts, which needs the same right: what is written in one goes is locked for a month, and the bucket stays with it.
const write = (Bucket: string): Tried => ({
  service: "s3",
  operation: "create_multipart_upload",
  parameters: { Bucket, Key: "2030/export.json" },
});
const log = (logGroupName: string, operation = "create_log_stream", region = HOME): Tried => ({
  service: "logs",
  operation,
  parameters: operation === "delete_log_group" ? { logGroupName } : { logGroupName, logStreamName: "pod" },
  region,
});
const deleteDatabase: Tried = {
  service: "rds",
  operation: "delete_db_instance",
  parameters: { DBInstanceIdentifier: NAME, SkipFinalSnapshot: true },
};
const grantItself = (role: string): Tried => ({
  service: "iam",
  operation: "put_role_policy",
  parameters: { RoleName: `${NAME}-${role}`, PolicyName: "more", PolicyDocument: "{}" },
});

const balancerTargets = (name: string): Tried => ({
  service: "elbv2",
  operation: "deregister_targets",
  parameters: {
    TargetGroupArn: `arn:aws:elasticloadbalancing:${HOME}:${ACCOUNT}:targetgroup/${name}/0123456789abcdef`,
    Targets: [{ Id: "192.0.2.9", Port: 8080 }],
  },
});

export const roles: Role[] = [
  {
    role: "release",
    allowed: image("turnout-server"),
    refused: [...image("somebody-elses"), describe(NAME), secret(NAME), deleteDatabase, grantItself("release")],
  },
  {
    role: "deploy",
    allowed: [describe(NAME), describe(`${NAME}-dr`, FAR), image("turnout-server")[0]!],
    refused: [describe("another"), image("turnout-server")[1]!, secret(NAME), deleteDatabase, grantItself("deploy")],
  },
  {
    role: "secrets",
    allowed: [secret(NAME), secret(NAME, FAR)],
    refused: [
      secret("another"),
      { service: "secretsmanager", operation: "put_secret_value", parameters: { SecretId: NAME, SecretString: "x" } },
      { service: "secretsmanager", operation: "delete_secret", parameters: { SecretId: NAME } },
      write(exports),
    ],
  },
  {
    role: "balancer",
    allowed: [
      { service: "elbv2", operation: "describe_target_groups", parameters: {} },
      { service: "ec2", operation: "describe_subnets", parameters: {} },
      balancerTargets(NAME),
    ],
    refused: [
      balancerTargets("another"),
      { service: "elbv2", operation: "delete_load_balancer", parameters: { LoadBalancerArn: "arn:aws:elasticloadbalancing:x" } },
      { service: "ec2", operation: "create_security_group", parameters: { GroupName: "x", Description: "x" } },
      secret(NAME),
    ],
  },
  {
    role: "exports",
    allowed: [write(exports)],
    refused: [
      write(`example-turnout-logs-${HOME}`),
      { service: "s3", operation: "get_object", parameters: { Bucket: exports, Key: "2030/export.json" } },
      { service: "s3", operation: "delete_object", parameters: { Bucket: exports, Key: "2030/export.json" } },
      {
        service: "s3",
        operation: "put_bucket_versioning",
        parameters: { Bucket: exports, VersioningConfiguration: { Status: "Suspended" } },
      },
      secret(NAME),
    ],
  },
  {
    role: "logs",
    allowed: [log(`/${NAME}/pods/api`), log(`/${NAME}/pods/worker`, "create_log_stream", FAR)],
    refused: [log(`/aws/eks/${NAME}/cluster`), log(`/${NAME}/pods/api`, "delete_log_group"), secret(NAME), write(exports)],
  },
];

/** Has each role make its calls while policies are in force. A call that is let through may still find nothing there. */
export async function tryRoles(account: Account, emulator: Emulator): Promise<string> {
  const credentials = new Map<string, Credentials>();
  for (const { role } of roles) credentials.set(role, await assume(account, role));
  const wrong: string[] = [];
  let [allowed, refused] = [0, 0];
  await emulator.enforcePolicies(true);
  try {
    for (const { role, ...calls } of roles) {
      for (const call of calls.allowed)
        if (await isRefused(emulator, call, credentials.get(role)!)) wrong.push(`${role} may not ${told(call)}`);
      for (const call of calls.refused)
        if (!(await isRefused(emulator, call, credentials.get(role)!))) wrong.push(`${role} may ${told(call)}`);
      allowed += calls.allowed.length;
      refused += calls.refused.length;
    }
  } finally {
    await emulator.enforcePolicies(false);
  }
  if (wrong.length > 0) throw new Failed(wrong.join("; "));
  return `${roles.length} roles: ${allowed} calls allowed, ${refused} refused`;
}

const told = ({ operation, parameters }: Tried) => `${operation} ${JSON.stringify(parameters)}`;

async function assume(account: Account, role: string): Promise<Credentials> {
  const asked = { RoleArn: `arn:aws:iam::${ACCOUNT}:role/${NAME}-${role}`, RoleSessionName: "tried" };
  interface Assumed {
    Credentials: { AccessKeyId: string; SecretAccessKey: string; SessionToken: string };
  }
  const { AccessKeyId, SecretAccessKey, SessionToken } = (await account.ask<Assumed>("sts", "assume_role", asked)).Credentials;
  return { aws_access_key_id: AccessKeyId, aws_secret_access_key: SecretAccessKey, aws_session_token: SessionToken };
}

async function isRefused(emulator: Emulator, { region = HOME, ...call }: Tried, credentials: Credentials): Promise<boolean> {
  const outcome = await emulator.attempt({ ...call, region, credentials });
  if (outcome.error === undefined) return false;
  const said = `${outcome.error} ${outcome.message}`;
  // Credentials that nobody knows must not look like a policy that refuses.
  if (/InvalidClientTokenId|InvalidAccessKeyId|InvalidToken|AuthFailure|Signature/.test(said))
    throw new Failed(`${told({ ...call, region })}: ${said}`);
  return /AccessDenied|Access Denied|UnauthorizedOperation|not authorized to perform/.test(said);
}
