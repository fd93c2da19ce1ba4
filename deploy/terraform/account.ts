import { Failed } from "../failed.ts";
import type { Call, Emulator } from "./emulator.ts";

/** The example's installation. */
export const NAME = "turnout-production";
export const DR_NAME = `${NAME}-dr`;
export const HOME = "eu-central-1";
export const FAR = "eu-west-1";
export const HOST = "turnout.example";
export const ACCOUNT = "123456789012";

/** Amazon's API, asked as an auditor would: every answer is that of a call, none of the state. */
export interface Account {
  ask<T>(service: string, operation: string, parameters?: Record<string, unknown>, region?: string): Promise<T>;
}

export function openAccount(emulator: Emulator): Account {
  return {
    async ask<T>(service: string, operation: string, parameters: Record<string, unknown> = {}, region = HOME): Promise<T> {
      const call: Call = { service, operation, parameters, region };
      const outcome = await emulator.attempt<T>(call);
      if (outcome.error !== undefined) throw new Failed(`${service} ${operation}: ${outcome.message}`);
      return outcome.answer;
    },
  };
}

/** Throws with all that is not so. */
export function require(facts: Record<string, boolean>): void {
  const wrong = Object.entries(facts).filter(([, holds]) => !holds);
  if (wrong.length > 0) throw new Failed(wrong.map(([name]) => name).join("; "));
}
