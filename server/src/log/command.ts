import type { RefusalCode } from "@turnout/contract/refusals";
import type { Caller } from "./caller.ts";
import type { Need } from "./event-table.ts";
import type { EventState } from "./working-set.ts";

/**
 * One thing that can be done to an event. `needs` names the rows it wants; `decide` is a synchronous function
 * over those rows, read under the event's lock: it refuses, or it changes rows and appends entries.
 */
export interface Command<Input, Result> {
  readonly name: string;
  /**
   * How it refuses when the database finds a constraint broken that `decide` cannot see: an id that is somebody else's, a
   * reference to what has just gone. By the constraint's name; any other is a bug.
   */
  readonly refusals?: Readonly<Record<string, RefusalCode>>;
  needs(input: Input, caller: Caller): Need[];
  decide(state: EventState, input: Input, caller: Caller, now: Date): Result;
}

/** What a command leaves for its caller beside the position; empty for most. */
export type CommandResult = Record<string, string | number | boolean | null | readonly string[]>;

export function command<Input, Result extends CommandResult | void>(definition: Command<Input, Result>): Command<Input, Result> {
  return definition;
}
