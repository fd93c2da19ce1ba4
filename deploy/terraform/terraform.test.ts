import { globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { expect, test } from "vitest";

const folder = import.meta.dirname;
const files = globSync("{modules/*,production,dr}/*.tf", { cwd: folder });
const read = (file: string) => readFileSync(join(folder, file), "utf8");

/** What holds data, or what data cannot be read without. */
const KEEPERS = ["aws_backup_vault", "aws_db_instance", "aws_ecr_repository", "aws_kms_key", "aws_s3_bucket", "aws_secretsmanager_secret"];

interface Block {
  kind: string;
  labels: string[];
  body: string;
}

/** The blocks of a file as `terraform fmt` lays them out: from the first column to a brace in the first column. */
function blocksOf(text: string): Block[] {
  return [...text.matchAll(/^(\w+)((?: "[^"]*")*) \{\n([\s\S]*?)^\}$/gm)].map(([, kind, labels, body]) => ({
    kind: kind!,
    labels: [...labels!.matchAll(/"([^"]*)"/g)].map(([, label]) => label!),
    body: body!,
  }));
}

/** What is wrong with a file, by the rules that need no tool. */
function wrongIn(file: string, text: string): string[] {
  return blocksOf(text).flatMap(({ kind, labels, body }) => {
    const name = [kind, ...labels].join(" ");
    const wrong: string[] = [];
    const has = (setting: string) => new RegExp(`^  ${setting} +=|^  ${setting} \\{`, "m").test(body);
    if (kind === "variable" && !(has("type") && has("description"))) wrong.push(`${name}: no type or no description`);
    if (kind === "output" && !has("description")) wrong.push(`${name}: no description`);
    if (kind === "provider" && file.startsWith("modules/")) wrong.push(`${name}: set up in a module`);
    if (kind === "resource" && KEEPERS.includes(labels[0]!) && !body.includes("prevent_destroy = true"))
      wrong.push(`${name}: can be destroyed`);
    if (/actions\s*=\s*\["\*"\]|Action"?\s*[=:]\s*\[?"\*"/.test(body)) wrong.push(`${name}: every action`);
    return wrong.map((one) => `${file}: ${one}`);
  });
}

test("every input has a type and every value a description, what holds data is kept, and no policy allows every action", () => {
  expect(files.length).toBeGreaterThan(60);
  expect(files.flatMap((file) => wrongIn(file, read(file)))).toEqual([]);
});

test("a file that breaks these rules is found", () => {
  const planted = `variable "size" {
  default = 3
}

output "size" {
  value = var.size
}

provider "aws" {
  region = "eu-central-1"
}

resource "aws_db_instance" "this" {
  engine = "postgres"
}

data "aws_iam_policy_document" "this" {
  statement {
    actions   = ["*"]
    resources = ["*"]
  }
}
`;
  expect(wrongIn("modules/planted/main.tf", planted)).toHaveLength(5);
});

test("every module has its inputs, its values and its versions in files of their own", () => {
  for (const module of globSync("modules/*", { cwd: folder })) {
    const names = globSync(`${module}/*`, { cwd: folder }).map((file) => basename(file));
    expect(names.sort(), module).toEqual(["main.tf", "outputs.tf", "variables.tf", "versions.tf"]);
  }
});

test("both roots take one version of the provider, exactly", () => {
  const versions = ["production", "dr"].map(
    (root) => /source += "hashicorp\/aws"\n +version = "([^"]+)"/.exec(read(`${root}/versions.tf`))?.[1],
  );
  expect(versions[0]).toMatch(/^\d+\.\d+\.\d+$/);
  expect(versions[1]).toBe(versions[0]);
});

test("a root's example names every input that has no default, and no other", () => {
  for (const root of ["production", "dr"]) {
    const inputs = blocksOf(read(`${root}/variables.tf`));
    const needed = inputs.filter(({ body }) => !/^  default +=/m.test(body)).map(({ labels }) => labels[0]);
    const named = [...read(`${root}/example.tfvars`).matchAll(/^(\w+) +=/gm)].map(([, name]) => name);
    // From the environment, and from the first region.
    expect([...named, ...(root === "production" ? ["master_password"] : ["production"])].sort(), root).toEqual(needed.sort());
  }
});
