import type { Committed } from "@turnout/contract/log";
import { refuse, Refusal } from "@turnout/contract/refusals";
import type { Span } from "../telemetry/tracing.ts";
import type { Caller } from "./caller.ts";
import { bodyHash, createCommandResults, type CommandResults } from "./command-results.ts";
import type { Command, CommandResult } from "./command.ts";
import type { EventRow } from "./event-row.ts";
import type { Hint } from "./hint.ts";
import type { Changes, CommandRecord, Decided, Found } from "./store.ts";
import type { Batch } from "./waiting-commands.ts";
import { createWorkingSet, type RowsLeft, type WorkingSet } from "./working-set.ts";

export interface Outcome<Result = CommandResult> extends Committed {
  result: Result;
}

/** A command on its way. */
export interface Request {
  command: Command<never, unknown>;
  commandId: string;
  input: unknown;
  caller: Caller;
  /** Creates the event's row if there is none. */
  opensEvent: boolean;
  arrived: number;
  span: Span | null;
  resolve(outcome: Outcome<never>): void;
  reject(error: unknown): void;
}

export type Decision = { accepted: Outcome<never> } | { refused: unknown };

interface Clock {
  now: () => Date;
}

/** What a batch leaves of each event that it has decided on. */
export type Left = Map<string, LeftOfEvent>;

export interface LeftOfEvent extends Pick<Found, "epoch" | "version"> {
  event: EventRow;
  rows: RowsLeft;
  done: CommandRecord[];
}

/** What a batch decides on: found under the lock, or read ahead beside what the batch before leaves. */
export interface Basis extends Found {
  left?: RowsLeft;
}

/** What was decided on one event. */
export interface Decisions {
  decisions: Decision[];
  hint: Hint | null;
  changes: Changes | null;
  /** Null: there is no such event. */
  left: LeftOfEvent | null;
}

export function leftBy({ events }: Batch<Request>, decisions: (Decisions | null)[]): Left {
  return new Map(events.flatMap(({ eventId }, place) => (decisions[place]?.left ? [[eventId, decisions[place].left]] : [])));
}

export function decideBatch(clock: Clock, { events }: Batch<Request>, found: Basis[], limit: number): Decided<(Decisions | null)[]> {
  const decided = events.map(({ requests }, place) => (found[place]!.isHeld ? null : decideAll(clock, requests, found[place]!, limit)));
  return { result: decided, changes: decided.flatMap((one) => one?.changes ?? []) };
}

/** Decides one event's commands in order of arrival. */
function decideAll(clock: Clock, requests: Request[], found: Basis, limit: number): Decisions {
  const { event, epoch, version } = found;
  if (!event)
    return { decisions: requests.map(() => ({ refused: new Refusal("event_not_found") })), hint: null, changes: null, left: null };

  const set = createWorkingSet(event, found, limit, found.left);
  const results = createCommandResults(found.done);
  const decisions = requests.map((request) => decide(clock, set, results, request));
  const done = results.added();
  const changed = set.changes();
  const left = { epoch, version, event: changed.event, rows: set.left(), done };
  if (done.length === 0) return { decisions, hint: null, changes: null, left };

  const changes = { eventId: event.id, ...changed, done };
  const { entries } = changes;
  const hint = entries.length > 0 ? { eventId: event.id, epoch, after: event.log_seq, upTo: set.seq(), entries } : null;
  return { decisions, hint, changes, left };
}

function decide(clock: Clock, set: WorkingSet, results: CommandResults, request: Request): Decision {
  const { command, commandId, input, caller } = request;
  const hash = bodyHash(command.name, input);
  const before = results.get(commandId);
  if (before && before.bodyHash === hash && before.caller === caller.key) return { accepted: acceptedAs(before) };

  const now = clock.now();
  set.begin({ commandId, now });
  try {
    const result = (command.decide(set.state, input as never, caller, now) ?? {}) as CommandResult;
    if (before) refuse("command_id_reused"); // last: a caller who may not see the event is told so, whoever has used the id
    set.accept();
    const record = { commandId, caller: caller.key, bodyHash: hash, seq: set.seq(), result };
    results.add(record);
    return { accepted: acceptedAs(record) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    set.undo();
    return { refused: error };
  }
}

const acceptedAs = ({ seq, commandId, result }: { seq: number; commandId: string; result: unknown }): Outcome<never> => ({
  seq,
  commandId,
  result: result as never,
});
