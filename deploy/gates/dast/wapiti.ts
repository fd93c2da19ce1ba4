import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { Failed, MissingTool } from "../../failed.ts";
import { execute } from "../execute.ts";
import { inScratch, pythonTool } from "../locked-tools.ts";
import type { ApiDocument } from "./api-document.ts";
import type { Finding } from "./findings.ts";

/**
 * The attacks. Left out are those on software of others (WordPress, printers, .htaccess …) and on what the product does not
 * speak (LDAP, XML), those that need a server of the scanner's maker on the internet (log4shell, ssrf, nikto's and wapp's
 * lists), and `ssl`, which needs TLS.
 */
const MODULES = ["backup", "crlf", "csrf", "exec", "file", "permanentxss", "redirect", "sql", "timesql", "upload", "xss"];
/** Kinds of attack that look at every answer without a request of their own. */
const WATCHING = ["cookieflags", "csp", "http_headers", "information_disclosure", "inconsistent_redirection"];

/** Most time of a whole scan (ms); its parts have limits of their own, and a scan that meets this one is a failure. */
const SCAN_WITHIN = 280_000;

export interface Scan {
  url: string;
  /** Pages to start from. Absent: the root. */
  start?: string[];
  document?: ApiDocument;
  /** Most seconds for the crawl, and for each attack. */
  patience: number;
}

interface Report {
  vulnerabilities: Record<string, Hit[]>;
  anomalies: Record<string, Hit[]>;
}
interface Hit {
  method: string;
  path: string;
  info: string;
  parameter: string | null;
}

/** Kinds that rest on a comparison of answers, which other requests of the scan can change meanwhile. */
const COMPARED = new Set(["SQL Injection", "Blind SQL Injection"]);

/**
 * Scans with Wapiti, installed at the first call, and returns what it holds against the server. An operation whose answers
 * seemed to follow what was injected is attacked once more, alone and one request at a time, and counts if it is found again.
 */
export async function scanWithWapiti(scan: Scan): Promise<Finding[]> {
  const found = await attack(scan, { modules: [...MODULES, ...WATCHING], tasks: 8 });
  const { document } = scan;
  const doubted = found.filter(({ kind, where }) => COMPARED.has(kind) && document && operationAt(document, where));
  if (!document || doubted.length === 0) return found;
  const paths = Object.assign({}, ...doubted.map(({ where }) => operationAt(document, where))) as ApiDocument["paths"];
  const alone = await attack({ ...scan, start: [], document: { ...document, paths } }, { modules: ["sql", "timesql"], tasks: 1 });
  const { kept, dropped } = foundAgain(found, doubted, alone);
  for (const { kind, where, what } of dropped) console.log(`not found again when attacked alone: ${kind}: ${where}: ${what}`);
  return kept;
}

/** Findings without those in doubt that a second scan does not have for the same operation. */
export function foundAgain(found: Finding[], doubted: Finding[], again: Finding[]): { kept: Finding[]; dropped: Finding[] } {
  const isAgain = (one: Finding) => again.some(({ kind, where }) => kind === one.kind && where === one.where);
  const dropped = doubted.filter((one) => !isAgain(one));
  return { kept: found.filter((one) => !dropped.includes(one)), dropped };
}

/** The part of the document for `POST /api/events`; nothing for a page. */
function operationAt({ paths }: ApiDocument, where: string): ApiDocument["paths"] | undefined {
  const [method = "", path = ""] = where.split(" ");
  const operation = paths[path]?.[method.toLowerCase()];
  return operation && { [path]: { [method.toLowerCase()]: operation } };
}

interface Means {
  modules: string[];
  /** Requests at a time. */
  tasks: number;
}

async function attack(scan: Scan, means: Means): Promise<Finding[]> {
  const program = await pythonTool("wapiti", { interpreter: python() });
  return inScratch(async (folder) => {
    const report = join(folder, "report.json");
    const { code, said } = await execute(program, argumentsOf(scan, means, folder, report), { cwd: folder, within: SCAN_WITHIN });
    if (code !== 0) throw new Failed(`wapiti failed or was not done after ${SCAN_WITHIN / 1_000} s (${code})\n${said.slice(-4_000)}`);
    const { vulnerabilities, anomalies } = JSON.parse(readFileSync(report, "utf8")) as Report;
    return [...Object.entries(vulnerabilities), ...Object.entries(anomalies)].flatMap(([kind, hits]) =>
      hits.map(({ method, path, info, parameter }) => ({
        kind,
        where: `${method} ${path}`,
        what: parameter ? `${parameter}: ${info}` : info,
      })),
    );
  });
}

function argumentsOf({ url, start = [], document, patience }: Scan, { modules, tasks }: Means, folder: string, report: string): string[] {
  const api = join(folder, "openapi.json");
  if (document) writeFileSync(api, JSON.stringify(document));
  const options: Record<string, string> = {
    url: `${url}/`,
    scope: "domain",
    module: modules.join(","),
    level: "1",
    tasks: String(tasks),
    timeout: "10",
    depth: "5",
    "max-scan-time": String(patience),
    "max-attack-time": String(patience),
    header: `Origin: ${url}`,
    // Its own default is a server on the internet, whose address would be sent in attacks.
    endpoint: url,
    "dns-endpoint": "localhost",
    "store-session": join(folder, "session"),
    "store-config": join(folder, "config"),
    format: "json",
    output: report,
    ...(document && { swagger: api }),
  };
  const flags = ["--flush-session", "--no-bugreport", "--drop-set-cookie", ...start.flatMap((page) => ["--start", page])];
  return [...flags, ...Object.entries(options).flatMap(([name, value]) => [`--${name}`, value])];
}

/** Wapiti needs 3.13. */
function python(): string {
  const ofPyenv = versionsIn(join(homedir(), ".pyenv/versions"), "bin");
  const ofHostedRunner = versionsIn(join(process.env.RUNNER_TOOL_CACHE ?? "/opt/hostedtoolcache", "Python"), "x64/bin");
  const places = ["python3.13", ...ofPyenv, ...ofHostedRunner, "python3"];
  const found = places.find((place) => /Python 3\.(1[3-9])/.test(String(spawnSync(place, ["--version"]).stdout)));
  if (!found) throw new MissingTool("skipped: wapiti needs Python 3.13: neither this machine nor pyenv has it");
  return found;
}

function versionsIn(folder: string, programs: string): string[] {
  const versions = existsSync(folder) ? readdirSync(folder).filter((name) => name.startsWith("3.13")) : [];
  return versions.map((name) => join(folder, name, programs, "python3"));
}
