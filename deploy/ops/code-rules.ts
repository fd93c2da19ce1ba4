import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { parse } from "yaml";
import { root } from "../containers.ts";
import { Failed } from "../failed.ts";
import type { Accepted, Finding } from "../gates/accepted.ts";
import { execute } from "../gates/execute.ts";
import { judge, requireFound } from "../gates/judge.ts";
import { inScratch, pythonTool } from "../gates/locked-tools.ts";

export const about = "Holds the source against this product's own security rules by Semgrep: 0 findings, each planted fault found";

const rules = join(root, "deploy/gates/semgrep");
const ours = ["contract", "server", "web", "dev-database", "scripts", "tools", "deploy", "bench", "torture", "e2e"];

const accepted: Accepted[] = [
  {
    rule: "database-outside-its-room",
    file: "server/src/jobs/require-queue.ts",
    because: "one question before the queue's library connects by itself",
  },
  {
    rule: "settings-outside-config",
    file: "server/src/pictures/picture-decoder.ts",
    because: "passes the environment on to a process of its own",
  },
  { rule: "settings-outside-config", file: "server/src/run-process.ts", because: "hands the environment to config, once" },
  {
    rule: "settings-outside-config",
    file: /^server\/src\/export\/(command|export-main|import-main)\.ts$/,
    because: "commands hand the environment to config, once, and ask npm in which folder they were called",
  },
  {
    rule: "settings-outside-config",
    file: "server/src/mail/deliverability/deliverability-main.ts",
    because: "a command hands the environment to config, once",
  },
  {
    rule: "certificate-not-checked",
    file: "server/src/tls/certificate-end.ts",
    because: "asks when a certificate ends, also of one that has ended; nothing is sent over the connection",
  },
  {
    rule: "sql-made-of-strings",
    file: /^server\/src\/export\/(fetched|import-data)\.ts$/,
    because: "a cursor and a list of columns cannot be parameters; both come from our source and the database's catalogue",
  },
  {
    rule: "database-outside-its-room",
    file: "server/src/jobs/job-listener.ts",
    because: "one connection that only listens, with its own timeouts, beside the queue's pool",
  },
  {
    rule: "sql-made-of-strings",
    file: "server/src/jobs/job-listener.ts",
    because: "a channel's name cannot be a parameter; it is a constant",
  },
  {
    rule: "database-outside-its-room",
    file: "server/src/replaceable-settings.ts",
    because: "tries a new password before the pools move to it, with its own timeouts",
  },
  { rule: "guessable-secret", file: "server/src/notifications/send-push.ts", because: "spreads retries in time; nobody gains by guessing" },
  { rule: "guessable-secret", file: "server/src/redis/connect-redis.ts", because: "spreads reconnects in time; nobody gains by guessing" },
  {
    rule: "guessable-secret",
    file: "server/src/telemetry/open-telemetry.ts",
    because: "which traces are recorded is left to chance, and nobody gains by guessing it",
  },
];

interface Rule {
  id: string;
  metadata: { at: string; planted: string };
}

export async function run(): Promise<void> {
  const semgrep = await pythonTool("semgrep");
  await inScratch((folder) => findPlanted(semgrep, folder));
  judge("Semgrep", await scan(semgrep, root, ours), accepted);
}

/** Each rule alone on the fault that it describes, since a line may break several. */
async function findPlanted(semgrep: string, folder: string) {
  const all = readdirSync(rules).flatMap((file) => (parse(readFileSync(join(rules, file), "utf8")) as { rules: Rule[] }).rules);
  const places = all.map(({ metadata }, index) => join(dirname(metadata.at), `planted-${index}${/\.\w+$/.exec(metadata.at)![0]}`));
  all.forEach(({ metadata }, index) => {
    mkdirSync(join(folder, dirname(places[index]!)), { recursive: true });
    writeFileSync(join(folder, places[index]!), `${metadata.planted}\n`);
  });
  const found = await scan(semgrep, folder, ["."]);
  requireFound(
    "Semgrep",
    all.map(({ id }) => id),
    found.filter(({ rule, file }) => places.indexOf(file) === all.findIndex(({ id }) => id === rule)).map(({ rule }) => rule),
  );
}

async function scan(semgrep: string, folder: string, paths: string[]): Promise<Finding[]> {
  const args = ["scan", "--config", rules, "--metrics=off", "--disable-version-check", "--no-git-ignore", "--strict", "--quiet", "--json"];
  const exclude = ["--exclude=node_modules", "--exclude=dist", "--exclude=.cache"];
  const env = { PATH: `${dirname(semgrep)}:${process.env.PATH}` };
  const { out, said } = await execute(semgrep, [...args, ...exclude, "--project-root", folder, ...paths], { cwd: folder, env });
  const { results, errors } = JSON.parse(out || "{}") as {
    results?: { check_id: string; path: string; start: { line: number } }[];
    errors?: { message: string }[];
  };
  if (!results || errors?.length) throw new Failed(`Semgrep could not scan: ${errors?.map(({ message }) => message).join("\n") || said}`);
  return results.map(({ check_id, path, start }) => ({
    rule: basename(check_id).split(".").at(-1)!,
    file: path.replace(/^\.\//, ""),
    line: start.line,
  }));
}
