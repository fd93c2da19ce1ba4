import type { RefusalCode } from "@turnout/contract/refusals";
import type { Caller } from "./caller.ts";
import type { Need } from "./event-table.ts";
import type { EventState } from "./working-set.ts";

/**
 * A kind of change to an event. `needs` names the rows to load; `decide` is a synchronous function of those rows, which
 * are read under the event's lock: it refuses, or changes rows and appends entries.
 */
export interface Command<Input, Result> {
  readonly name: string;
  /**
   * Refusals, by constraint name, for violations that `decide` cannot foresee: an id that is taken elsewhere, a
   * reference to a row that has just been deleted. Any other violation is a bug.
   */
  readonly refusals?: Readonly<Record<string, RefusalCode>>;
  needs(input: Input, caller: Caller): Need[];
  decide(state: EventState, input: Input, caller: Caller, now: Date): Result;
}

/** What a command returns besides the position; empty for most. */
export type CommandResult = Record<string, string | number | boolean | null | readonly string[]>;

export function command<Input, Result extends CommandResult | void>(definition: Command<Input, Result>): Command<Input, Result> {
  return definition;
}
