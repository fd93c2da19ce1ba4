import { join } from "node:path";
import { root } from "../../containers.ts";
import { Failed } from "../../failed.ts";
import { execute } from "../execute.ts";
import { javaHome } from "../java.ts";
import { inScratch } from "../locked-tools.ts";
import { mavenArtifact } from "../maven.ts";
import { acceptedIssues } from "./rules.ts";
import type { Sonar } from "./server.ts";

const SCANNER = {
  coordinates: "org.sonarsource.scanner.cli:sonar-scanner-cli:8.1.0.6389:jar",
  sha256: "e0e36cab2d2238bdf4468d16e5d361ad52564c44683c7351591b17518a0bb77c",
};
/** Most time of an analysis (ms). */
const ANALYSIS_WITHIN = 1_800_000;
/** Most time until the server has judged what was sent (s). */
const RESULT_WITHIN = 300;

export interface Project {
  key: string;
  folder: string;
  sources: string[];
  /** What knows the types. Absent: the analyser's own guess. */
  types?: string[];
}

export const product: Project = {
  key: "turnout",
  folder: root,
  sources: ["contract/src", "server/src", "dev-database/src", "web/src", "deploy"],
  types: ["contract", "server", "web", "deploy"].map((name) => `${name}/tsconfig.json`),
};

/** A line for each finding. `isGreen`: what the quality gate says. */
export interface Verdict {
  isGreen: boolean;
  lines: number;
  findings: string[];
}

interface Issue {
  rule: string;
  component: string;
  line?: number;
  message: string;
}

/** Analyses a project and waits for the judgement of the gate. */
export async function analyse({ url, ask }: Sonar, token: string, project: Project): Promise<Verdict> {
  await ask("POST", "projects/create", { project: project.key, name: project.key });
  return inScratch(async (folder) => {
    const settings = { ...settingsOf(project), "host.url": url, token, "working.directory": join(folder, "work") };
    const options = Object.entries(settings).map(([name, value]) => `-Dsonar.${name}=${value}`);
    const { code, said } = await execute(join(javaHome(), "bin/java"), ["-Xmx256m", "-jar", await mavenArtifact(SCANNER), ...options], {
      env: { SONAR_USER_HOME: join(folder, "home") },
      within: ANALYSIS_WITHIN,
    });
    // It fails when the gate is red; what is red is asked below.
    if (code !== 0 && !said.includes("QUALITY GATE STATUS: FAILED"))
      throw new Failed(`SonarQube's scanner (${code}): ${said.slice(-4_000)}`);
    return verdictOn(ask, project.key);
  });
}

function settingsOf({ key, folder, sources, types }: Project): Record<string, string> {
  const ignored = Object.fromEntries(
    acceptedIssues.flatMap(({ rule, path }, at) => [
      [`issue.ignore.multicriteria.e${at}.ruleKey`, rule],
      [`issue.ignore.multicriteria.e${at}.resourceKey`, path],
    ]),
  );
  return {
    projectKey: key,
    projectBaseDir: folder,
    sources: sources.join(","),
    exclusions: "**/*.test.ts,**/*.test.tsx,**/*.test-support.*,**/testing/**,**/node_modules/**",
    "scm.disabled": "true",
    "scanner.skipJreProvisioning": "true",
    "scanner.javaExePath": join(javaHome(), "bin/java"),
    "scanner.javaOpts": "-Xmx512m",
    "nodejs.executable": process.execPath,
    "javascript.node.maxspace": "1500",
    "qualitygate.wait": "true",
    "qualitygate.timeout": String(RESULT_WITHIN),
    ...(types && { "typescript.tsconfigPaths": types.join(",") }),
    ...(acceptedIssues.length > 0 && { "issue.ignore.multicriteria": acceptedIssues.map((_one, at) => `e${at}`).join(",") }),
    ...ignored,
  };
}

async function verdictOn(ask: Sonar["ask"], key: string): Promise<Verdict> {
  const { projectStatus } = await ask<{ projectStatus: { status: string } }>("GET", "qualitygates/project_status", { projectKey: key });
  const { issues } = await ask<{ issues: Issue[] }>("GET", "issues/search", { componentKeys: key, resolved: "false", ps: "500" });
  const { hotspots } = await ask<{ hotspots: (Issue & { securityCategory: string })[] }>("GET", "hotspots/search", {
    project: key,
    ps: "500",
  });
  const { component } = await ask<{ component: { measures: { metric: string; value: string }[] } }>("GET", "measures/component", {
    component: key,
    metricKeys: "ncloc,duplicated_lines_density",
  });
  const measured = (name: string) => Number(component.measures.find(({ metric }) => metric === name)?.value ?? 0);
  const text = ({ rule, component: file, line, message }: Issue) => `${file.split(":").at(-1)}:${line ?? 1} ${rule}: ${message}`;
  return {
    isGreen: projectStatus.status === "OK",
    lines: measured("ncloc"),
    findings: [
      ...issues.map(text),
      ...hotspots.map((one) => text({ ...one, rule: `hotspot ${one.securityCategory}` })),
      `duplicated lines: ${measured("duplicated_lines_density")} %`,
    ],
  };
}
