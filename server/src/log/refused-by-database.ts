import { Refusal, type RefusalCode } from "@turnout/contract/refusals";
import type { Command } from "./command.ts";

/** Refusals for constraints of the writer's own tables. */
const own: Readonly<Record<string, RefusalCode>> = { command_results_pkey: "command_id_reused" };

/** The command's refusal for the violated constraint; any other error is returned as it is. */
export function refusalFor(error: unknown, { refusals = {} }: Pick<Command<never, unknown>, "refusals">): unknown {
  const { constraint = "" } = error as { constraint?: string };
  const refusal = refusals[constraint] ?? own[constraint];
  return refusal ? new Refusal(refusal) : error;
}
