import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { root } from "../containers.ts";
import { Failed } from "../failed.ts";
import type { Accepted, Finding } from "../gates/accepted.ts";
import { acceptedByCheckov, CHECKOV_KINDS, layOutDefinitions, scanWithCheckov } from "../gates/checkov.ts";
import { execute } from "../gates/execute.ts";
import { judge, requireFound } from "../gates/judge.ts";
import { goTool, inScratch, pythonTool } from "../gates/locked-tools.ts";

export const about =
  "Checks images, the chart, pipelines and Terraform by Hadolint, zizmor, actionlint, TFLint and Checkov: 0, each planted fault found";

const docker = join(root, "deploy/docker");
const dockerfiles = [docker, join(docker, "bases")].flatMap((folder) =>
  readdirSync(folder)
    .filter((file) => file.endsWith(".Dockerfile"))
    .map((file) => join(folder, file)),
);
const because = "a stand-in for machines without a registry: it takes what Debian's release has that day";
const acceptedByHadolint: Accepted[] = ["nginx", "node"].map((name) => ({
  rule: "DL3008",
  file: `deploy/docker/bases/${name}.Dockerfile`,
  because,
}));

export async function run(): Promise<void> {
  const tools = {
    hadolint: await pythonTool("hadolint"),
    zizmor: await pythonTool("zizmor"),
    actionlint: await goTool("actionlint"),
    tflint: await goTool("tflint"),
    checkov: await pythonTool("checkov"),
  };
  await inScratch(async (folder) => {
    plant(folder);
    const image = join(folder, "Dockerfile");
    const workflow = join(folder, ".github/workflows/planted.yml");
    requireFound("Hadolint", ["DL3007", "DL3008"], rulesOf(await hadolint(tools.hadolint, [image], folder)));
    requireFound("zizmor", ["unpinned-uses", "template-injection", "artipacked"], rulesOf(await zizmor(tools.zizmor, folder)));
    requireFound("actionlint", ["expression"], rulesOf(await actionlint(tools.actionlint, [workflow], folder)));
    requireFound("TFLint", ["terraform_typed_variables", "terraform_unused_declarations"], rulesOf(await tflint(tools.tflint, folder)));
    requireFound("Checkov", PLANTED_FOR_CHECKOV, rulesOf((await scanWithCheckov(tools.checkov, folder)).findings));
  });
  judge("Hadolint", await hadolint(tools.hadolint, dockerfiles, root), acceptedByHadolint);
  judge("zizmor", await zizmor(tools.zizmor, root));
  const workflows = readdirSync(join(root, ".github/workflows")).map((file) => join(root, ".github/workflows", file));
  judge("actionlint", await actionlint(tools.actionlint, workflows, root));
  judge("TFLint", await tflint(tools.tflint, join(root, "deploy/terraform")));
  await inScratch(async (folder) => {
    layOutDefinitions(folder);
    const { findings, kinds } = await scanWithCheckov(tools.checkov, folder);
    const unread = CHECKOV_KINDS.filter((kind) => !kinds.includes(kind));
    if (unread.length > 0) throw new Failed(`Checkov has not read any file of these kinds: ${unread.join(", ")}`);
    judge("Checkov", findings, acceptedByCheckov);
  });
}

/** A root user; a container that may become more; a public database, and one that is not encrypted. */
const PLANTED_FOR_CHECKOV = ["CKV_DOCKER_3", "CKV_K8S_16", "CKV_AWS_17", "CKV_AWS_16"];

const rulesOf = (findings: Finding[]) => findings.map(({ rule }) => rule);

const POD = `apiVersion: v1
kind: Pod
metadata: { name: planted, namespace: events }
spec: { containers: [{ name: one, image: "one:latest", securityContext: { privileged: true } }] }
`;

const DATABASE = `variable "untyped" {}

resource "aws_db_instance" "planted" {
  engine              = "postgres"
  publicly_accessible = true
}
`;

/** What each tool has to find. */
function plant(folder: string) {
  mkdirSync(join(folder, ".github/workflows"), { recursive: true });
  writeFileSync(join(folder, "Dockerfile"), "FROM debian:latest\nRUN apt-get update && apt-get install curl\n");
  writeFileSync(join(folder, "pod.yaml"), POD);
  writeFileSync(join(folder, "main.tf"), DATABASE);
  writeFileSync(
    join(folder, ".github/workflows/planted.yml"),
    `on: pull_request
jobs:
  one:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
      - run: echo "\${{ github.event.pull_request.title }}"
      - run: echo "\${{ nothing.of.the.kind }}"
`,
  );
}

async function hadolint(program: string, files: string[], from: string): Promise<Finding[]> {
  const { out } = await execute(program, ["--format", "json", "--failure-threshold", "info", ...files]);
  const found = JSON.parse(out) as { code: string; file: string; line: number; level: string }[];
  return found.filter(({ level }) => level !== "style").map(({ code, file, line }) => ({ rule: code, file: relative(from, file), line }));
}

async function zizmor(program: string, folder: string): Promise<Finding[]> {
  const { out, said } = await execute(program, ["--offline", "--no-exit-codes", "--format", "json", join(folder, ".github/workflows")]);
  const found = JSON.parse(out || "null") as { ident: string; locations: { symbolic: { key: unknown } }[] }[] | null;
  if (!found) throw new Failed(`zizmor could not check: ${said}`);
  return found.map(({ ident, locations }) => ({ rule: ident, file: JSON.stringify(locations[0]?.symbolic.key ?? "") }));
}

async function actionlint(program: string, files: string[], from: string): Promise<Finding[]> {
  const { out } = await execute(program, ["-format", "{{json .}}", "-shellcheck=", "-pyflakes=", ...files]);
  const found = JSON.parse(out || "[]") as { kind: string; filepath: string; line: number }[];
  return found.map(({ kind, filepath, line }) => ({ rule: kind, file: relative(from, filepath), line }));
}

async function tflint(program: string, folder: string): Promise<Finding[]> {
  const args = ["--recursive", "--format=json", `--config=${join(root, "deploy/terraform/.tflint.hcl")}`, `--chdir=${folder}`];
  const { out, said } = await execute(program, args);
  const { issues, errors } = JSON.parse(out || '{"issues":[],"errors":[{}]}') as {
    issues: { rule: { name: string }; range: { filename: string; start: { line: number } } }[];
    errors: unknown[];
  };
  if (errors.length > 0) throw new Failed(`TFLint could not check: ${said}`);
  return issues.map(({ rule, range }) => ({ rule: rule.name, file: range.filename, line: range.start.line }));
}
