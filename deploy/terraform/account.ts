import { Failed } from "../failed.ts";
import type { Call, Emulator } from "./emulator.ts";

/** The example's installation. */
export const NAME = "turnout-production";
export const DR_NAME = `${NAME}-dr`;
export const HOME = "eu-central-1";
export const FAR = "eu-west-1";
export const HOST = "turnout.example";
export const ACCOUNT = "123456789012";

/** Amazon's API, asked as an auditor would: every answer is that of a call, none of the state. */
export interface Account {
  ask<T>(service: string, operation: string, parameters?: Record<string, unknown>, region?: string): Promise<T>;
}

export function openAccount(emulator: Emulator): Account {
  return {
    async ask<T>(service: string, operation: string, parameters: Record<string, unknown> = {}, region = HOME): Promise<T> {
      const call: Call = { service, operation, parameters, region };
      const outcome = await emulator.attempt<T>(call);
      if (outcome.error !== undefined) throw new Failed(`${service} ${operation}: ${outcome.message}`);
      return outcome.answer;
    },
  };
}

/** Throws with all that is not so. */
export function require(facts: Record<string, boolean>): void {
  const wrong = Object.entries(facts).filter(([, holds]) => !holds);
  if (wrong.length > 0) throw new Failed(wrong.map(([name]) => name).join("; "));
}

/** The only one of these, so that one that is missing fails by its name. */
export function the<T>(things: T[], what: string): T {
  if (things.length !== 1) throw new Failed(`${what}: ${things.length} instead of one`);
  return things[0]!;
}

/** What has to be so in an account, whoever set it up. */
export interface Assertion {
  name: string;
  /** Throws `Failed` where it is not so; returns what was seen. */
  check(account: Account): Promise<string>;
}

export interface Tag {
  Key: string;
  Value: string;
}

export interface Statement {
  Sid?: string;
  Effect: string;
  Action: string | string[];
  Resource?: string | string[];
  Condition?: Record<string, Record<string, string | string[]>>;
}

interface Subnet {
  SubnetId: string;
  AvailabilityZone: string;
  Tags?: Tag[];
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

export const regions = [HOME, FAR];
export const nameIn = (region: string) => (region === HOME ? NAME : DR_NAME);
export const tagOf = (tags: Tag[] | undefined, key: string) => tags?.find(({ Key }) => Key === key)?.Value;
export const list = (one: string | string[] | undefined) => [one ?? []].flat();

export async function networkOf(account: Account, region: string): Promise<string> {
  const filter = { Filters: [{ Name: "tag:Name", Values: [nameIn(region)] }] };
  const { Vpcs } = await account.ask<{ Vpcs: { VpcId: string }[] }>("ec2", "describe_vpcs", filter, region);
  return the(Vpcs, `network in ${region}`).VpcId;
}

export async function inNetwork<T>(account: Account, region: string, operation: string): Promise<T> {
  return account.ask<T>("ec2", operation, { Filters: [{ Name: "vpc-id", Values: [await networkOf(account, region)] }] }, region);
}

export async function subnetsOf(account: Account, region: string, tier: string): Promise<Subnet[]> {
  const { Subnets } = await inNetwork<{ Subnets: Subnet[] }>(account, region, "describe_subnets");
  return Subnets.filter(({ Tags }) => tagOf(Tags, "Tier") === tier);
}

export async function databaseIn(account: Account, region: string): Promise<Database> {
  const { DBInstances } = await account.ask<{ DBInstances: Database[] }>("rds", "describe_db_instances", {}, region);
  return the(DBInstances, `database in ${region}`);
}

export async function keyIn(account: Account, region: string): Promise<string> {
  const asked = { KeyId: `alias/${NAME}` };
  return (await account.ask<{ KeyMetadata: { Arn: string } }>("kms", "describe_key", asked, region)).KeyMetadata.Arn;
}

export async function balancerIn(account: Account, region: string) {
  interface Balancers {
    LoadBalancers: { LoadBalancerArn: string; DNSName: string; Scheme: string }[];
  }
  const { LoadBalancers } = await account.ask<Balancers>("elbv2", "describe_load_balancers", { Names: [nameIn(region)] }, region);
  return the(LoadBalancers, `load balancer in ${region}`);
}

export const attributes = (found: { Attributes: Tag[] }) => Object.fromEntries(found.Attributes.map(({ Key, Value }) => [Key, Value]));
