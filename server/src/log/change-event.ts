import type { Committed, StoredEntry } from "@turnout/contract/log";
import { Refusal } from "@turnout/contract/refusals";
import { isOutage } from "../db/outage.ts";
import type { Caller } from "./caller.ts";
import { bodyHash, createCommandResults, type CommandResults } from "./command-results.ts";
import type { Command, CommandResult } from "./command.ts";
import { wantedOf } from "./event-table.ts";
import type { Decided, Found, Store } from "./store.ts";
import { createWorkingSet, NeedsMoreRows, type WorkingSet } from "./working-set.ts";

/** Commands decided together under one lock. */
export const MAX_BATCH = 500;
/** Commands that may wait for one event in one process; beyond that they are refused with `overloaded`. */
export const MAX_WAITING = 20_000;
/** How long a command may have waited when the database turns out to be away (ms): longer, and it is told so at once. */
export const PATIENCE_IN_OUTAGE = 1_000;
/** Rows a selection loads at first; a decision that needs more is tried again with eight times as many. */
const FIRST_ROWS = 256;

/** Told after every commit which range of which event is new, and what is in it. */
export interface Hint {
  eventId: string;
  /** Which life of the database the range is of: in another, the same positions are something else. */
  epoch: string;
  after: number;
  upTo: number;
  entries: StoredEntry[];
}

export interface Outcome<Result = CommandResult> extends Committed {
  result: Result;
}

export interface WriterDeps {
  store: Pick<Store, "change">;
  now: () => Date;
  hint: (hint: Hint) => void;
  measure?: (name: string, seconds: number, outcome: "accepted" | "refused" | "failed") => void;
}

interface Request {
  command: Command<never, unknown>;
  commandId: string;
  input: unknown;
  caller: Caller;
  /** Creates the event's row if it is not there yet. */
  opensEvent: boolean;
  arrived: number;
  resolve(outcome: Outcome<never>): void;
  reject(error: unknown): void;
}

type Decision = { accepted: Outcome<never> } | { refused: unknown };

export type ChangeEvent = <Input extends { commandId: string }, Result>(
  eventId: string,
  command: Command<Input, Result>,
  input: Input,
  caller: Caller,
  options?: { opensEvent?: boolean },
) => Promise<Outcome<Result>>;

/**
 * The only writer of events: rows, log entries and the jobs they set off are committed together or not at all.
 *
 * The row lock is the whole concurrency story: log order is commit order (L2), a capacity check cannot go
 * stale, and a retried command returns its first result (L16). Commands that arrive while one batch commits
 * form the next, in order of arrival.
 */
export function createEventWriter(deps: WriterDeps): ChangeEvent {
  const waiting = new Map<string, Request[]>();

  async function work(eventId: string, queue: Request[]) {
    while (queue.length > 0) {
      const outage = await settle(deps, eventId, queue.splice(0, MAX_BATCH));
      if (outage) giveUp(queue, outage);
    }
    waiting.delete(eventId);
  }

  /** Who has waited out one time limit of the database already is not kept for the next. */
  function giveUp(queue: Request[], outage: unknown) {
    const longAgo = performance.now() - PATIENCE_IN_OUTAGE;
    const later = queue.findIndex(({ arrived }) => arrived > longAgo);
    const tired = queue.splice(0, later === -1 ? queue.length : later);
    for (const request of tired) answer(deps, request, { refused: outage });
  }

  return (eventId, command, input, caller, options = {}) =>
    new Promise((resolve, reject) => {
      const request = {
        command: command as Command<never, unknown>,
        commandId: input.commandId,
        input,
        caller,
        opensEvent: options.opensEvent ?? false,
        arrived: performance.now(),
        resolve: resolve as Request["resolve"],
        reject,
      };
      const queue = waiting.get(eventId);
      if (queue && queue.length >= MAX_WAITING) return reject(new Refusal("overloaded"));
      if (queue) return void queue.push(request);
      const fresh = [request];
      waiting.set(eventId, fresh);
      queueMicrotask(() => void work(eventId, fresh));
    });
}

/** Gives each command of a batch its answer. Returns why the database could not be had, if it could not. */
async function settle(deps: WriterDeps, eventId: string, batch: Request[]): Promise<unknown> {
  try {
    const decisions = await commitBatch(deps, eventId, batch);
    batch.forEach((request, index) => answer(deps, request, decisions[index]!));
    return null;
  } catch (error) {
    if (batch.length === 1 || isOutage(error)) {
      for (const request of batch) answer(deps, request, { refused: refusalFor(error) });
      return isOutage(error) ? error : null;
    }
    // One bad command must not fail its neighbours. Those that had committed get their first answer again.
    const half = batch.length >> 1;
    const outages = [await settle(deps, eventId, batch.slice(0, half)), await settle(deps, eventId, batch.slice(half))];
    return outages.find((outage) => outage !== null) ?? null;
  }
}

/** Ids that clients make can already be somebody else's, or name what is not there. */
function refusalFor(error: unknown): unknown {
  const { code } = error as { code?: string };
  if (code === "23505") return new Refusal("command_id_reused");
  return code === "23503" ? new Refusal("image_unreadable") : error;
}

function answer(deps: WriterDeps, request: Request, decision: Decision) {
  const seconds = (performance.now() - request.arrived) / 1000;
  if ("accepted" in decision) {
    deps.measure?.(request.command.name, seconds, "accepted");
    return request.resolve(decision.accepted);
  }
  deps.measure?.(request.command.name, seconds, decision.refused instanceof Refusal ? "refused" : "failed");
  request.reject(decision.refused);
}

async function commitBatch(deps: WriterDeps, eventId: string, batch: Request[]): Promise<Decision[]> {
  const wants = {
    opensEvent: batch.some((request) => request.opensEvent),
    commandIds: batch.map((request) => request.commandId),
    rows: wantedOf(batch.flatMap((request) => request.command.needs(request.input as never, request.caller))),
  };
  for (let limit = FIRST_ROWS; ; limit *= 8) {
    try {
      const { decisions, hint } = await deps.store.change(eventId, { ...wants, limit }, (found) => decideBatch(deps, batch, found, limit));
      if (hint) deps.hint(hint);
      return decisions;
    } catch (error) {
      if (!(error instanceof NeedsMoreRows)) throw error;
    }
  }
}

interface Decisions {
  decisions: Decision[];
  hint: Hint | null;
}

function decideBatch(deps: WriterDeps, batch: Request[], found: Found, limit: number): Decided<Decisions> {
  const { event } = found;
  if (!event) return { result: { decisions: batch.map(() => ({ refused: new Refusal("event_not_found") })), hint: null }, changes: null };

  const set = createWorkingSet(event, found, limit);
  const results = createCommandResults(found.done);
  const decisions = batch.map((request) => decide(deps, set, results, request));
  if (results.added().length === 0) return { result: { decisions, hint: null }, changes: null };

  const changes = { ...set.changes(), done: results.added() };
  const { entries } = changes;
  const hint = entries.length > 0 ? { eventId: event.id, epoch: found.epoch, after: event.log_seq, upTo: set.seq(), entries } : null;
  return { result: { decisions, hint }, changes };
}

function decide(deps: WriterDeps, set: WorkingSet, results: CommandResults, request: Request): Decision {
  const { command, commandId, input, caller } = request;
  const hash = bodyHash(command.name, input);
  const before = results.get(commandId);
  if (before) {
    const isSame = before.bodyHash === hash && before.caller === caller.key;
    return isSame ? { accepted: outcomeOf(before) } : { refused: new Refusal("command_id_reused") };
  }

  const now = deps.now();
  set.begin({ commandId, now });
  try {
    const result = (command.decide(set.state, input as never, caller, now) ?? {}) as CommandResult;
    set.accept();
    const record = { commandId, caller: caller.key, bodyHash: hash, seq: set.seq(), result };
    results.add(record);
    return { accepted: outcomeOf(record) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    set.undo();
    return { refused: error };
  }
}

const outcomeOf = ({ seq, commandId, result }: { seq: number; commandId: string; result: unknown }): Outcome<never> => ({
  seq,
  commandId,
  result: result as never,
});
