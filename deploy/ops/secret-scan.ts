import { randomBytes } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../containers.ts";
import { Failed } from "../failed.ts";
import type { Finding } from "../gates/accepted.ts";
import { execute } from "../gates/execute.ts";
import { judge, requireFound } from "../gates/judge.ts";
import { goTool, inScratch } from "../gates/locked-tools.ts";

export const about = "Looks for secrets in every commit by Gitleaks: 0 findings, and secrets that are made for this run are found";

export async function run(): Promise<void> {
  const gitleaks = await goTool("gitleaks");
  await inScratch(async (folder) => {
    const planted = plant();
    for (const [rule, text] of Object.entries(planted)) writeFileSync(join(folder, `${rule}.txt`), text);
    const found = await scan(gitleaks, ["dir", folder], folder);
    requireFound(
      "Gitleaks",
      Object.keys(planted),
      found.map(({ rule }) => rule),
    );
    judge("Gitleaks", await scan(gitleaks, ["git", root], folder));
  });
}

/** What looks like a secret and is none, new each time so that no commit ever holds it. */
function plant(): Record<string, string> {
  const letters = (length: number, from: string) => Array.from(randomBytes(length), (byte) => from[byte % from.length]).join("");
  return {
    "github-pat": `token = "ghp_${letters(36, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")}"`,
    "aws-access-token": `AWS_ACCESS_KEY_ID=AKIA${letters(16, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")}`,
    "private-key": ["-----BEGIN", " PRIVATE KEY-----\n", randomBytes(256).toString("base64"), "\n-----END", " PRIVATE KEY-----"].join(""),
  };
}

async function scan(gitleaks: string, what: string[], folder: string): Promise<Finding[]> {
  const report = join(folder, "report.json");
  const config = join(root, "deploy/gates/gitleaks.toml");
  const args = ["--config", config, "--no-banner", "--redact", "--report-format", "json", "--report-path", report, "--exit-code", "9"];
  const { code, said } = await execute(gitleaks, [...what, ...args]);
  if (code !== 0 && code !== 9) throw new Failed(`Gitleaks could not scan: ${said}`);
  const results = JSON.parse(readFileSync(report, "utf8")) as { RuleID: string; File: string; StartLine: number; Commit: string }[];
  return results.map(({ RuleID, File, StartLine, Commit }) => ({
    rule: RuleID,
    file: `${Commit.slice(0, 9)} ${File}`.trim(),
    line: StartLine,
  }));
}
