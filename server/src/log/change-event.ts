import type { Committed, StoredEntry } from "@turnout/contract/log";
import { Refusal } from "@turnout/contract/refusals";
import { WRITERS } from "../db/connect.ts";
import { isOutage } from "../db/outage.ts";
import type { Caller } from "./caller.ts";
import { bodyHash, createCommandResults, type CommandResults } from "./command-results.ts";
import type { Command, CommandResult } from "./command.ts";
import { wantedOf } from "./event-table.ts";
import { refusalFor } from "./refused-by-database.ts";
import type { Changes, Decided, Found, Store, WantsOfEvent } from "./store.ts";
import { createWaitingCommands, type Batch, type EventCommands } from "./waiting-commands.ts";
import { createWorkingSet, NeedsMoreRows, type WorkingSet } from "./working-set.ts";

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
  /** How many transactions may be under way; `WRITERS` unless told. */
  transactions?: number;
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
 * stale, and a retried command returns its first result (L16). Commands that arrive while others commit form
 * the next batches, in order of arrival; one batch is of as many events as have commands waiting.
 */
export function createEventWriter(deps: WriterDeps): ChangeEvent {
  const { transactions = WRITERS } = deps;
  const waiting = createWaitingCommands<Request>();
  let writing = 0;

  function begin() {
    while (writing < transactions) {
      const batch = waiting.take();
      if (!batch) return;
      writing += 1;
      void write(batch);
    }
  }

  async function write(batch: Batch<Request>) {
    const { held, outage } = await settle(deps, batch);
    waiting.done(batch, held);
    writing -= 1;
    if (outage) giveUp(outage);
    begin();
  }

  /** Who has waited out one time limit of the database already is not kept for the next. */
  function giveUp(outage: unknown) {
    const longAgo = performance.now() - PATIENCE_IN_OUTAGE;
    for (const tired of waiting.drop(({ arrived }) => arrived <= longAgo)) answer(deps, tired, { refused: outage });
  }

  return (eventId, command, input, caller, options = {}) =>
    new Promise((resolve, reject) => {
      waiting.add(eventId, {
        command: command as Command<never, unknown>,
        commandId: input.commandId,
        input,
        caller,
        opensEvent: options.opensEvent ?? false,
        arrived: performance.now(),
        resolve: resolve as Request["resolve"],
        reject,
      });
      // Commands that arrive together are decided together.
      queueMicrotask(begin);
    });
}

interface Settled {
  held: EventCommands<Request>[];
  /** Why the database could not be had, if it could not. */
  outage: unknown;
}

/** Gives each command of a batch its answer, but for those on events that another process holds. */
async function settle(deps: WriterDeps, batch: Batch<Request>): Promise<Settled> {
  try {
    return { held: await commitBatch(deps, batch), outage: null };
  } catch (error) {
    const halves = isOutage(error) ? null : halvesOf(batch);
    if (!halves) {
      for (const { requests } of batch.events)
        for (const request of requests) answer(deps, request, { refused: refusalFor(error, request.command) });
      return { held: [], outage: isOutage(error) ? error : null };
    }
    // One bad command must not fail its neighbours. Those that had committed get their first answer again.
    const settled = [await settle(deps, halves[0]), await settle(deps, halves[1])];
    return { held: settled.flatMap(({ held }) => held), outage: settled.find(({ outage }) => outage !== null)?.outage ?? null };
  }
}

/** Event from event first, then command from command. Null: there is only one. */
function halvesOf({ events, waits }: Batch<Request>): [Batch<Request>, Batch<Request>] | null {
  const [{ eventId, requests }] = events as [EventCommands<Request>];
  if (events.length === 1 && requests.length === 1) return null;
  const split = <Part>(parts: Part[]) => [parts.slice(0, parts.length >> 1), parts.slice(parts.length >> 1)] as const;
  const halves = events.length > 1 ? split(events) : split(requests).map((part) => [{ eventId, requests: part }]);
  return halves.map((half) => ({ events: half, waits })) as [Batch<Request>, Batch<Request>];
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

/** Decides and commits. Returns the events of which another process has the lock. */
async function commitBatch(deps: WriterDeps, batch: Batch<Request>): Promise<EventCommands<Request>[]> {
  const events = batch.events.map(wantsOf);
  for (let limit = FIRST_ROWS; ; limit *= 8) {
    try {
      const decided = await deps.store.change({ events, waits: batch.waits, limit }, (found) => decideBatch(deps, batch, found, limit));
      for (const one of decided) if (one?.hint) deps.hint(one.hint);
      batch.events.forEach(({ requests }, place) => {
        for (const [index, decision] of decided[place]?.decisions.entries() ?? []) answer(deps, requests[index]!, decision);
      });
      return batch.events.filter((_, place) => !decided[place]);
    } catch (error) {
      if (!(error instanceof NeedsMoreRows)) throw error;
    }
  }
}

const wantsOf = ({ eventId, requests }: EventCommands<Request>): WantsOfEvent => ({
  eventId,
  opensEvent: requests.some((request) => request.opensEvent),
  commandIds: requests.map((request) => request.commandId),
  rows: wantedOf(requests.flatMap((request) => request.command.needs(request.input as never, request.caller))),
});

interface Decisions {
  decisions: Decision[];
  hint: Hint | null;
  changes: Changes | null;
}

function decideBatch(deps: WriterDeps, { events }: Batch<Request>, found: Found[], limit: number): Decided<(Decisions | null)[]> {
  const decided = events.map(({ requests }, place) => (found[place]!.isHeld ? null : decideAll(deps, requests, found[place]!, limit)));
  return { result: decided, changes: decided.flatMap((one) => one?.changes ?? []) };
}

/** Decides on one event's commands in turn. */
function decideAll(deps: WriterDeps, requests: Request[], found: Found, limit: number): Decisions {
  const { event } = found;
  if (!event) return { decisions: requests.map(() => ({ refused: new Refusal("event_not_found") })), hint: null, changes: null };

  const set = createWorkingSet(event, found, limit);
  const results = createCommandResults(found.done);
  const decisions = requests.map((request) => decide(deps, set, results, request));
  if (results.added().length === 0) return { decisions, hint: null, changes: null };

  const changes = { eventId: event.id, ...set.changes(), done: results.added() };
  const { entries } = changes;
  const hint = entries.length > 0 ? { eventId: event.id, epoch: found.epoch, after: event.log_seq, upTo: set.seq(), entries } : null;
  return { decisions, hint, changes };
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
