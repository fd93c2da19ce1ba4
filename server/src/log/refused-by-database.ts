import { Refusal, type RefusalCode } from "@turnout/contract/refusals";
import type { Command } from "./command.ts";

/** Constraints of the writer's own tables. */
const own: Readonly<Record<string, RefusalCode>> = { command_results_pkey: "command_id_reused" };

/** What a command says of a constraint that the database found broken; what it says nothing of is returned as it is. */
export function refusalFor(error: unknown, { refusals = {} }: Pick<Command<never, unknown>, "refusals">): unknown {
  const { constraint = "" } = error as { constraint?: string };
  const refusal = refusals[constraint] ?? own[constraint];
  return refusal ? new Refusal(refusal) : error;
}
