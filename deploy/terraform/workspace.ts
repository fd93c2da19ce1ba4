import { cpSync, existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { Failed, MissingTool } from "../failed.ts";
import { execute } from "../gates/execute.ts";

export const definitions = import.meta.dirname;
/** What an installation is made from. */
export const ROOTS = ["production", "dr"] as const;
export type Root = (typeof ROOTS)[number];

/** The provider of both roots, as Terraform hashes what it has unpacked on Linux on amd64. A lock file would name where it came from. */
const PROVIDER_HASH = "h1:edXOJWE4ORX8Fm+dpVpICzMZJat4AX0VRCAy/xkcOc0=";

/** A change that a plan would make: the resource's address, what is done to it, and which of its attributes differ. */
export interface Change {
  address: string;
  actions: string;
  attributes: string[];
}

export type Values = Record<string, unknown>;

export interface Workspace {
  folder: string;
  init(root: Root): Promise<void>;
  apply(root: Root, values: Values): Promise<{ added: number; changed: number; destroyed: number }>;
  /** What another apply would change. */
  plan(root: Root, values: Values): Promise<Change[]>;
  /** What Terraform says when everything is to go, and whether it agrees. */
  planDestruction(root: Root, values: Values): Promise<{ agreed: boolean; said: string }>;
  destroy(root: Root, values: Values): Promise<void>;
  outputs(root: Root): Promise<Record<string, unknown>>;
  state(root: Root): string;
}

const program = process.env.TERRAFORM ?? "terraform";
const PLAIN = ["-input=false", "-no-color"];
/** Milliseconds that a command of Terraform may take. */
const APPLY_WITHIN = 1_200_000;

/** Fails as a missing tool where there is no Terraform. */
export async function terraformVersion(): Promise<string> {
  const ended = await execute(program, ["version", "-json"]).catch(() => null);
  if (ended?.code !== 0) throw new MissingTool(`skipped: ${program} is not on this machine`);
  return (JSON.parse(ended.out) as { terraform_version: string }).terraform_version;
}

/** A copy of the definitions in `folder`, set up for the emulator and with a state of its own; the ones in the source are not touched. */
export function layOutWorkspace(folder: string, emulator: NodeJS.ProcessEnv): Workspace {
  for (const part of ["modules", "tests", ...ROOTS])
    cpSync(join(definitions, part), join(folder, part), { recursive: true, filter: (path) => !path.includes(".terraform") });
  const env = { ...emulator, TF_IN_AUTOMATION: "1", ...pluginFolder(folder) };
  const at = (root: Root) => join(folder, root);

  async function terraform(root: Root, args: string[], secret?: string) {
    // In no file: Terraform keeps it for the time of a command.
    const more = secret === undefined ? {} : { TF_VAR_master_password: secret };
    return execute(program, args, { cwd: at(root), env: { ...env, ...more }, within: APPLY_WITHIN });
  }

  async function must(root: Root, args: string[], secret?: string) {
    const ended = await terraform(root, args, secret);
    if (ended.code !== 0) throw new Failed(`terraform ${args[0]} of ${root} failed:\n${errorsIn(ended.said)}`);
    return ended;
  }

  function withValues(root: Root, { master_password, ...values }: Values) {
    writeFileSync(join(at(root), "values.tfvars.json"), JSON.stringify(values));
    const secret = master_password as string | undefined;
    return { args: [...PLAIN, "-var-file=example.tfvars", "-var-file=values.tfvars.json"], secret };
  }

  return {
    folder,
    async init(root) {
      writeFileSync(join(at(root), "backend_override.tf"), 'terraform {\n  backend "local" {}\n}\n');
      writeFileSync(join(at(root), "providers_override.tf"), providers(root));
      const { code, said } = await terraform(root, ["init", ...PLAIN]);
      if (code !== 0)
        throw new MissingTool(`skipped: the provider cannot be had here (TERRAFORM_PLUGINS names a folder of it): ${said.slice(-400)}`);
      const locked = readFileSync(join(at(root), ".terraform.lock.hcl"), "utf8");
      if (process.platform === "linux" && process.arch === "x64" && !locked.includes(`"${PROVIDER_HASH}"`))
        throw new Failed(`${root}: the provider is another than the one that was tried:\n${locked}`);
    },
    async apply(root, values) {
      const { args, secret } = withValues(root, values);
      const { out } = await must(root, ["apply", "-auto-approve", "-parallelism=20", ...args], secret);
      const [, added, changed, destroyed] = /Apply complete! Resources: (\d+) added, (\d+) changed, (\d+) destroyed/.exec(out)!.map(Number);
      return { added: added!, changed: changed!, destroyed: destroyed! };
    },
    async plan(root, values) {
      const { args, secret } = withValues(root, values);
      await must(root, ["plan", "-out=again.plan", ...args], secret);
      const { out } = await must(root, ["show", "-json", "again.plan"]);
      return changesIn(JSON.parse(out) as Plan);
    },
    async planDestruction(root, values) {
      const { args, secret } = withValues(root, values);
      const { code, said } = await terraform(root, ["plan", "-destroy", ...args], secret);
      return { agreed: code === 0, said };
    },
    async destroy(root, values) {
      const { args, secret } = withValues(root, values);
      await must(root, ["destroy", "-auto-approve", "-parallelism=20", ...args], secret);
    },
    async outputs(root) {
      const { out } = await must(root, ["output", "-json"]);
      const found = JSON.parse(out) as Record<string, { value: unknown }>;
      return Object.fromEntries(Object.entries(found).map(([name, { value }]) => [name, value]));
    },
    state: (root) => readFileSync(join(at(root), "terraform.tfstate"), "utf8"),
  };
}

/** Where no registry can be reached, a folder laid out as Terraform's mirrors are. */
function pluginFolder(folder: string): NodeJS.ProcessEnv {
  const plugins = process.env.TERRAFORM_PLUGINS;
  if (!plugins) return {};
  if (!existsSync(plugins)) throw new Failed(`TERRAFORM_PLUGINS: there is no folder ${plugins}`);
  const file = join(folder, "cli.tfrc");
  writeFileSync(file, `provider_installation {\n  filesystem_mirror {\n    path = "${resolve(plugins)}"\n  }\n}\n`);
  return { TF_CLI_CONFIG_FILE: file };
}

// With the 25 tries that it makes by itself, a call that the emulator lacks takes minutes.
const providers = (root: Root) =>
  (root === "production" ? ["", '  alias = "dr"\n'] : [""])
    .map(
      (alias) => `provider "aws" {
${alias}  s3_use_path_style           = true
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  max_retries                 = 4
}
`,
    )
    .join("\n");

/** Lets everything be destroyed, in a copy: Terraform takes no variable there. */
export function allowDestruction(folder: string): void {
  for (const module of readdirSync(join(folder, "modules"))) {
    const file = join(folder, "modules", module, "main.tf");
    const text = readFileSync(file, "utf8");
    writeFileSync(file, text.replaceAll("prevent_destroy = true", "prevent_destroy = false"));
  }
}

interface Plan {
  resource_changes?: {
    address: string;
    change: { actions: string[]; before: Values | null; after: Values | null; after_unknown: Values };
  }[];
}

function changesIn({ resource_changes = [] }: Plan): Change[] {
  return resource_changes
    .filter(({ change }) => !["no-op", "read"].includes(change.actions.join()))
    .map(({ address, change: { actions, before, after, after_unknown } }) => ({
      address,
      actions: actions.join(),
      attributes: [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])]
        .filter((key) => JSON.stringify(before?.[key]) !== JSON.stringify(after?.[key]) && after_unknown[key] !== true)
        .sort(),
    }))
    .sort((one, other) => one.address.localeCompare(other.address));
}

function errorsIn(said: string): string {
  const found = said.split(/^(?=.*\bError: )/m).slice(1);
  return found.map((one) => one.split("\n").slice(0, 6).join("\n").trim()).join("\n") || said.slice(-1000);
}

/** Terraform's own tests with a provider that is played: no call is made. */
export async function testModules(folder: string): Promise<string> {
  const env = { TF_IN_AUTOMATION: "1", ...pluginFolder(folder) };
  // A folder without a file of its own has nothing to initialise.
  cpSync(join(definitions, "modules/key/versions.tf"), join(folder, "versions.tf"));
  const init = await execute(program, ["init", ...PLAIN], { cwd: folder, env });
  if (init.code !== 0) throw new Failed(`terraform init of the tests failed:\n${errorsIn(init.said)}`);
  const { code, said } = await execute(program, ["test", "-no-color"], { cwd: folder, env });
  const counted = /(\d+) passed, (\d+) failed/.exec(said);
  if (code !== 0 || !counted) throw new Failed(`terraform test failed:\n${errorsIn(said)}`);
  if (Number(counted[1]) === 0) throw new Failed("terraform test has run no test");
  return `${counted[1]} passed`;
}

/** Fails where a file is not laid out as Terraform itself does. */
export async function checkFormat(): Promise<string> {
  const { code, out, said } = await execute(program, ["fmt", "-check", "-recursive", definitions]);
  if (code !== 0) throw new Failed(`terraform fmt would change: ${out.trim().replaceAll("\n", ", ") || said}`);
  return "as terraform fmt does";
}
