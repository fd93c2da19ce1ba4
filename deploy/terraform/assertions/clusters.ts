import { FAR, NAME, keyIn, list, nameIn, regions, require, the, type Account, type Assertion, type Statement } from "../account.ts";

interface Role {
  RoleName: string;
  AssumeRolePolicyDocument: { Statement: Statement[] };
}

const AMAZONS = "arn:aws:iam::aws:policy";

/** The policies of Amazon's own that the modules attach, with the role of each. */
const ATTACHED = [
  ...regions.flatMap((region) => [
    `${nameIn(region)}-cluster-${region} ${AMAZONS}/AmazonEKSClusterPolicy`,
    `${nameIn(region)}-node-${region} ${AMAZONS}/AmazonEKSWorkerNodePolicy`,
    `${nameIn(region)}-node-${region} ${AMAZONS}/AmazonEKS_CNI_Policy`,
    `${nameIn(region)}-node-${region} ${AMAZONS}/AmazonEC2ContainerRegistryReadOnly`,
    `${nameIn(region)}-database-${region} ${AMAZONS}/service-role/AmazonRDSEnhancedMonitoringRole`,
  ]),
  `${NAME}-backup ${AMAZONS}/service-role/AWSBackupServiceRolePolicyForBackup`,
  `${NAME}-backup ${AMAZONS}/service-role/AWSBackupServiceRolePolicyForRestores`,
];

export const clusters: Assertion[] = [
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
        const { MetadataOptions, BlockDeviceMappings } = the(LaunchTemplateVersions, `newest template in ${region}`).LaunchTemplateData;
        require({
          [`${region}: token, one hop`]: MetadataOptions.HttpTokens === "required" && MetadataOptions.HttpPutResponseHopLimit === 1,
          [`${region}: encrypted disks`]: BlockDeviceMappings.length > 0 && BlockDeviceMappings.every(({ Ebs }) => Ebs.Encrypted),
        });
      }
      return "2 templates";
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
    name: "no policy of ours allows every action on everything, and only named environments of the repository get the pipeline's roles",
    async check(account) {
      const { Roles } = await account.ask<{ Roles: Role[] }>("iam", "list_roles");
      const ours = Roles.filter(({ RoleName }) => RoleName.startsWith(NAME));
      const attached: string[] = [];
      let statements = 0;
      for (const { RoleName } of ours) {
        statements += await requireBounds(account, RoleName);
        attached.push(...(await attachedTo(account, RoleName)));
      }
      const [more, less] = [attached.filter((one) => !ATTACHED.includes(one)), ATTACHED.filter((one) => !attached.includes(one))];
      require({ [`attached: ${more.join(", ")}`]: more.length === 0, [`not attached: ${less.join(", ")}`]: less.length === 0 });
      const subjects = ours.flatMap(subjectsOf);
      const meant = ["repo:example/turnout:environment:production", "repo:example/turnout:environment:release"];
      require({ [`roles for ${subjects.join(", ")}`]: subjects.sort().join() === meant.join() });
      return `${ours.length} roles, ${statements} statements, ${attached.length} policies of Amazon's own`;
    },
  },
];

/** Fails where a policy in the role allows every action on everything; returns how many statements there are. */
async function requireBounds(account: Account, RoleName: string): Promise<number> {
  interface Policy {
    PolicyDocument: { Statement: Statement | Statement[] };
  }
  let count = 0;
  const { PolicyNames } = await account.ask<{ PolicyNames: string[] }>("iam", "list_role_policies", { RoleName });
  for (const PolicyName of PolicyNames) {
    const { PolicyDocument } = await account.ask<Policy>("iam", "get_role_policy", { RoleName, PolicyName });
    for (const { Effect, Action, Resource } of [PolicyDocument.Statement].flat()) {
      const everything = list(Action).some((one) => one === "*" || one.endsWith(":*")) && list(Resource).includes("*");
      require({ [`${RoleName} allows everything`]: Effect !== "Allow" || !everything });
      count++;
    }
  }
  return count;
}

async function attachedTo(account: Account, RoleName: string): Promise<string[]> {
  interface Attached {
    AttachedPolicies: { PolicyArn: string }[];
  }
  const { AttachedPolicies } = await account.ask<Attached>("iam", "list_attached_role_policies", { RoleName });
  return AttachedPolicies.map(({ PolicyArn }) => `${RoleName} ${PolicyArn}`);
}

/** Who may take on the role by a token of the pipeline. */
function subjectsOf({ AssumeRolePolicyDocument }: Role): string[] {
  return AssumeRolePolicyDocument.Statement.filter(({ Action }) => list(Action).includes("sts:AssumeRoleWithWebIdentity")).map(
    ({ Condition }) => {
      const equals = Condition?.StringEquals ?? {};
      require({ "for AWS only": list(equals["token.actions.githubusercontent.com:aud"]).join() === "sts.amazonaws.com" });
      return list(equals["token.actions.githubusercontent.com:sub"]).join();
    },
  );
}
