import { expect, test } from "vitest";
import { Failed } from "../failed.ts";
import { NAME, the, type Account } from "./account.ts";
import { assertions } from "./assertions.ts";
import { expectedChanges } from "./expected-changes.ts";
import { faults } from "./faults.ts";
import { steps, type Place } from "./steps.ts";

test("every fault that is made has an assertion that is to notice it", () => {
  expect(faults.length).toBeGreaterThan(0);
  for (const { noticedBy } of faults)
    expect(
      assertions.filter(({ name }) => name.startsWith(noticedBy)),
      noticedBy,
    ).toHaveLength(1);
});

test("every difference that a second plan may have has a reason", () => {
  for (const { change, because } of expectedChanges) expect(because, change).toMatch(/\w{3}/);
});

/** An account that gives these answers, by operation, for any region. */
const answering = (answers: Record<string, unknown>): Account => ({
  async ask<T>(_service: string, operation: string) {
    if (!(operation in answers)) throw new Error(`not answered: ${operation}`);
    return answers[operation] as T;
  },
});

const check = (name: string, answers: Record<string, unknown>) =>
  the(
    assertions.filter((one) => one.name.startsWith(name)),
    name,
  ).check(answering(answers));

test("what is there once is taken; what is missing, or there twice, fails by its name", () => {
  expect(the(["vpc-1"], "network")).toBe("vpc-1");
  for (const [things, count] of [
    [[], 0],
    [["vpc-1", "vpc-2"], 2],
  ] as const)
    expect(() => the([...things], "network")).toThrow(new Failed(`network: ${count} instead of one`));
});

test("a template without disks has no encrypted ones", async () => {
  const template = (BlockDeviceMappings: unknown[]) => ({
    describe_launch_template_versions: {
      LaunchTemplateVersions: [
        { LaunchTemplateData: { MetadataOptions: { HttpTokens: "required", HttpPutResponseHopLimit: 1 }, BlockDeviceMappings } },
      ],
    },
  });
  await expect(check("nodes ask", template([{ Ebs: { Encrypted: true } }]))).resolves.toBe("2 templates");
  await expect(check("nodes ask", template([]))).rejects.toThrow(/encrypted disks$/);
});

test("a database in no subnet is in none of ours", async () => {
  const subnets = ["subnet-1", "subnet-2", "subnet-3"];
  const database = (ids: string[]) => ({
    describe_vpcs: { Vpcs: [{ VpcId: "vpc-1" }] },
    describe_subnets: { Subnets: subnets.map((SubnetId) => ({ SubnetId, Tags: [{ Key: "Tier", Value: "data" }] })) },
    describe_db_parameters: { Parameters: [{ ParameterName: "rds.force_ssl", ParameterValue: "1" }] },
    describe_key: { KeyMetadata: { Arn: "key" } },
    describe_db_instances: {
      DBInstances: [
        {
          MultiAZ: true,
          PubliclyAccessible: false,
          StorageEncrypted: true,
          KmsKeyId: "key",
          BackupRetentionPeriod: 35,
          DeletionProtection: true,
          EnabledCloudwatchLogsExports: ["postgresql"],
          DBParameterGroups: [{ DBParameterGroupName: "group" }],
          DBSubnetGroup: { Subnets: ids.map((SubnetIdentifier) => ({ SubnetIdentifier })) },
        },
      ],
    },
  });
  await expect(check("the database is private", database(subnets))).resolves.toBe("35 days");
  for (const ids of [[], subnets.slice(1)])
    await expect(check("the database is private", database(ids))).rejects.toThrow(new Failed("the database is in the data subnets"));
});

test("a policy of Amazon's that is attached besides, or is missing, is named", async () => {
  const ours = { list_roles: { Roles: [{ RoleName: `${NAME}-logs`, AssumeRolePolicyDocument: { Statement: [] } }] } };
  const PolicyArn = "arn:aws:iam::aws:policy/AdministratorAccess";
  const answers = { ...ours, list_role_policies: { PolicyNames: [] } };
  const found = check("no policy", { ...answers, list_attached_role_policies: { AttachedPolicies: [{ PolicyArn }] } });
  await expect(found).rejects.toThrow(Failed);
  await expect(found).rejects.toThrow(`attached: ${NAME}-logs ${PolicyArn}; not attached: ${NAME}-cluster-eu-central-1`);
});

test("a replica that is gone is not taken for one that follows nobody", async () => {
  const { run } = the(
    steps.filter(({ name }) => name.startsWith("promoted")),
    "step",
  );
  const promoted = (DBInstances: unknown[]) =>
    run({
      account: answering({ describe_db_instances: { DBInstances } }),
      values: { production: {}, dr: {} },
      workspace: { apply: async () => ({ added: 0, changed: 1, destroyed: 0 }) },
    } as unknown as Place);
  await expect(promoted([{}])).resolves.toBe("1 database");
  await expect(promoted([])).rejects.toThrow(new Failed("database in eu-west-1: 0 instead of one"));
  await expect(promoted([{ ReadReplicaSourceDBInstanceIdentifier: NAME }])).rejects.toThrow(new Failed("follows nobody"));
});
