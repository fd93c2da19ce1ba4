/** One fault of each kind, which the analysis has to find. */
export const PLANTED = `
import { createHash } from "node:crypto";
import { exec } from "node:child_process";

const password = "hunter2-secret";

export function digest(text: string): string {
  return createHash("md5").update(text + password).digest("hex");
}

export function isSame(left: number, right: number): boolean {
  return left === left && right > 0;
}

export function run(name: string): unknown {
  exec("ls " + name);
  return eval(name);
}

export function slow(text: string): boolean {
  return /^(a+)+$/.test(text);
}
`;

/** A weak hash, a comparison that is a test for NaN, dynamic code, a regular expression that takes exponential time. */
export const PLANTED_RULES = ["S4790", "S6679", "S1523", "S5852"];
