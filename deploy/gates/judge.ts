import { Failed } from "../failed.ts";
import { settle, type Accepted, type Finding } from "./accepted.ts";

/** Prints what a gate found in our tree, and fails for a finding that nobody accepted, or an acceptance without one. */
export function judge(tool: string, findings: Finding[], accepted: Accepted[] = []): void {
  const { open, idle } = settle(findings, accepted);
  const faults = [
    ...open.map(({ rule, file, line }) => `found: ${rule} in ${file}${line ? `:${line}` : ""}`),
    ...idle.map(({ rule, file }) => `accepted, but not found any more: ${rule} in ${String(file)}`),
  ];
  if (faults.length > 0) throw new Failed(`${tool}:\n${faults.join("\n")}`);
  console.log(`${tool}: 0 findings${accepted.length > 0 ? `, ${accepted.length} accepted` : ""}`);
}

/** Fails where a planted fault was not found: such a gate has looked at nothing. */
export function requireFound(tool: string, planted: string[], found: string[]): void {
  const missed = planted.filter((one) => !found.includes(one));
  if (planted.length === 0 || missed.length > 0) throw new Failed(`${tool} does not find what is planted: ${missed.join(", ")}`);
  console.log(`${tool}: all ${planted.length} planted faults found`);
}
