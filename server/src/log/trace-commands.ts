import { Refusal } from "@turnout/contract/refusals";
import { errorType, type Span, type Tracing } from "../telemetry/tracing.ts";
import type { Decision, Request } from "./decide-batch.ts";
import type { Hint } from "./hint.ts";
import type { Batch, EventCommands } from "./waiting-commands.ts";

/** How a command ended, as it is counted and recorded. */
export type CommandOutcome = "accepted" | "refused" | "failed";

export function outcomeOf(decision: Decision): CommandOutcome {
  if ("accepted" in decision) return "accepted";
  return decision.refused instanceof Refusal ? "refused" : "failed";
}

/** The span of a command. Null: what sends it is not recorded. */
export function spanOf(tracing: Tracing | null | undefined, command: string): Span | null {
  const sender = tracing?.current();
  if (!sender) return null;
  return tracing!.inside(sender, { name: `command ${command}`, kind: "internal", attributes: { "turnout.command": command } });
}

export function endSpan(span: Span, decision: Decision, outcome: CommandOutcome) {
  span.set({ "turnout.outcome": outcome });
  if ("refused" in decision && outcome === "failed") span.fail(errorType(decision.refused));
  span.end();
}

/** Records a batch as part of the first command of those recorded, and linked with the others. */
export async function asBatch<Result>(
  tracing: Tracing | null | undefined,
  { events }: Batch<Request>,
  work: () => Promise<Result>,
): Promise<Result> {
  if (!tracing) return work();
  const spans = events.flatMap(({ requests }) => requests.flatMap(({ span }) => span ?? []));
  const [first, ...others] = spans;
  // As part of none otherwise: what runs next runs on behalf of the batch before.
  if (!first) return tracing.within(null, work);
  const commands = events.reduce((sum, { requests }) => sum + requests.length, 0);
  const attributes = { "turnout.batch.events": events.length, "turnout.batch.commands": commands };
  const span = tracing.inside(first, { name: "commit batch", kind: "internal", attributes });
  for (const other of others) {
    span.link(other);
    other.link(span);
  }
  try {
    return await tracing.within(span, work);
  } catch (error) {
    span.fail(errorType(error));
    throw error;
  } finally {
    span.end();
  }
}

/** Continues the trace of the first recorded command where the entries are sent. */
export function traced(hint: Hint, { requests }: EventCommands<Request>): Hint {
  const trace = requests.find(({ span }) => span)?.span?.traceparent;
  return trace ? { ...hint, trace } : hint;
}
