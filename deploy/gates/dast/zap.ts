import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { Failed, MissingTool } from "../../failed.ts";
import { execute } from "../execute.ts";
import { inScratch } from "../locked-tools.ts";
import type { ApiDocument } from "./api-document.ts";
import type { Finding } from "./findings.ts";

/** The engine with its rules, which are to be had in its image only. */
export const ZAP_IMAGE = "ghcr.io/zaproxy/zaproxy:2.17.0@sha256:781a2bdaea47324e7bab583e2263f21d257b0aee61ed51521a5be45f5f5081ef";
/** The folder that ZAP shares with us, as it is called in its container. */
const SHARED = "/zap/wrk";
/** Most minutes for the crawl, for what it does beside it, for one kind of attack, and for all of them. */
const MINUTES = { crawl: 3, watch: 5, attack: 3, attacks: 30 };
/** Most time of a scan with the fetch of the image (ms). */
const SCAN_WITHIN = 50 * 60_000;

export interface ZapScan {
  url: string;
  /** Pages to crawl from. */
  start: string[];
  /** The API, each of whose operations is attacked as well. */
  document?: ApiDocument;
  /** Whether it attacks, or only looks at the answers. */
  attacks: boolean;
}

/** Scans with ZAP in a container, on the network of this machine, and returns what it holds against the server. */
export async function scanWithZap(scan: ZapScan): Promise<Finding[]> {
  const engine = await containerEngine();
  return inScratch(async (folder) => {
    writeFileSync(join(folder, "plan.yaml"), stringify(planOf(scan)));
    if (scan.document) writeFileSync(join(folder, "openapi.json"), JSON.stringify(scan.document));
    // It works as a user of its own there.
    chmodSync(folder, 0o777);
    const container = ["run", "--rm", "--network", "host", "--volume", `${folder}:${SHARED}:rw`, ZAP_IMAGE];
    // Silent: it asks its makers for nothing, so that what it finds depends on the image alone.
    const args = ["zap.sh", "-cmd", "-silent", "-autorun", `${SHARED}/plan.yaml`];
    const { code, said } = await execute(engine, [...container, ...args], { cwd: folder, within: SCAN_WITHIN });
    const report = join(folder, "report.json");
    if (code !== 0 || !existsSync(report)) throw new Failed(`ZAP failed (${code})\n${said.slice(-4_000)}`);
    return findingsIn(JSON.parse(readFileSync(report, "utf8")) as ZapReport);
  });
}

async function containerEngine(): Promise<string> {
  for (const engine of ["docker", "podman"]) {
    const fetched = await execute(engine, ["pull", ZAP_IMAGE]).catch(() => null);
    if (fetched?.code === 0) return engine;
  }
  throw new MissingTool(`skipped: neither docker nor podman can fetch ${ZAP_IMAGE}`);
}

const CONTEXT = "turnout";

/** A plan of ZAP's automation framework. */
export function planOf({ url, start, document, attacks }: ZapScan): object {
  const job = (type: string, parameters: object) => ({ type, parameters });
  return {
    env: {
      contexts: [{ name: CONTEXT, urls: [url], includePaths: [`${url}.*`] }],
      parameters: { failOnError: true, failOnWarning: false, progressToStdout: true },
    },
    jobs: [
      job("passiveScan-config", { scanOnlyInScope: true, enableTags: false }),
      ...(document ? [job("openapi", { apiFile: `${SHARED}/openapi.json`, targetUrl: url, context: CONTEXT })] : []),
      ...start.map((page) => job("spider", { context: CONTEXT, url: page, maxDuration: MINUTES.crawl })),
      job("passiveScan-wait", { maxDuration: MINUTES.watch }),
      ...(attacks
        ? [job("activeScan", { context: CONTEXT, maxRuleDurationInMins: MINUTES.attack, maxScanDurationInMins: MINUTES.attacks })]
        : []),
      job("report", { template: "traditional-json", reportDir: SHARED, reportFile: "report.json" }),
    ],
  };
}

/** What is used here of its report. */
export interface ZapReport {
  site: { alerts: { pluginid: string; alert: string; riskcode: string; instances: { method: string; uri: string; param: string }[] }[] }[];
}

/** Each alert of at least low risk, at each place. ZAP calls what it only wants to mention "informational". */
export const findingsIn = ({ site }: ZapReport): Finding[] =>
  site
    .flatMap(({ alerts }) => alerts)
    .filter(({ riskcode }) => Number(riskcode) > 0)
    .flatMap(({ pluginid, alert, instances }) =>
      instances.map(({ method, uri, param }) => ({
        kind: pluginid,
        where: `${method} ${new URL(uri).pathname}`,
        what: param ? `${param}: ${alert}` : alert,
      })),
    );
