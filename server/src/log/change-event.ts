import type { Committed, StoredEntry } from "@turnout/contract/log";
import { refuse, Refusal } from "@turnout/contract/refusals";
import { WRITERS } from "../db/connect.ts";
import { isOutage, OUTAGE_PATIENCE } from "../db/outage.ts";
import { errorType, type Span, type Tracing } from "../telemetry/tracing.ts";
import type { Caller } from "./caller.ts";
import { bodyHash, createCommandResults, type CommandResults } from "./command-results.ts";
import type { Command, CommandResult } from "./command.ts";
import { wantedOf } from "./event-table.ts";
import { refusalFor } from "./refused-by-database.ts";
import type { Changes, Decided, Found, Store, WantsOfEvent } from "./store.ts";
import { createWaitingCommands, type Batch, type EventCommands } from "./waiting-commands.ts";
import { createWorkingSet, NeedsMoreRows, type WorkingSet } from "./working-set.ts";

/** Rows that a selection loads at first; a decision that needs more is retried with eight times as many. */
const FIRST_ROWS = 256;

/** Published after each commit: the event, the new positions, and their entries. */
export interface Hint {
  eventId: string;
  /** The epoch of the positions: in another epoch the same positions hold other entries. */
  epoch: string;
  after: number;
  upTo: number;
  entries: StoredEntry[];
  /** The `traceparent` of a command among them. Absent: none is recorded. */
  trace?: string;
}

export interface Outcome<Result = CommandResult> extends Committed {
  result: Result;
}

export interface WriterDeps {
  store: Pick<Store, "change">;
  now: () => Date;
  hint: (hint: Hint) => void;
  /** `traceId`: of the command, where it is recorded. */
  measure?: (name: string, seconds: number, outcome: CommandOutcome, traceId?: string) => void;
  tracing?: Tracing | null;
  /** Most concurrent transactions; `WRITERS` by default. */
  transactions?: number;
}

type CommandOutcome = "accepted" | "refused" | "failed";

interface Request {
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

type Decision = { accepted: Outcome<never> } | { refused: unknown };

export type ChangeEvent = <Input extends { commandId: string }, Result>(
  eventId: string,
  command: Command<Input, Result>,
  input: Input,
  caller: Caller,
  options?: { opensEvent?: boolean },
) => Promise<Outcome<Result>>;

/**
 * The only writer of events: rows, log entries and the jobs they cause are committed together or not at all.
 *
 * The lock on the event's row is the only concurrency control: log order is commit order (L2), a capacity check cannot
 * be stale, and a retried command returns its first result (L16). Commands that arrive during a commit form the next
 * batches, in order of arrival; one batch spans all events that have commands waiting.
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
    if (outage) failLongWaiting(outage);
    begin();
  }

  /** Fails the commands that have waited through one time limit of the database already. */
  function failLongWaiting(outage: unknown) {
    const longAgo = performance.now() - OUTAGE_PATIENCE;
    for (const request of waiting.drop(({ arrived }) => arrived <= longAgo)) answer(deps, request, { refused: outage });
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
        span: spanOf(deps, command.name),
        resolve: resolve as Request["resolve"],
        reject,
      });
      // A microtask later, so that commands that arrive together are decided together.
      queueMicrotask(begin);
    });
}

interface Settled {
  held: EventCommands<Request>[];
  /** The error if the database was down, else null. */
  outage: unknown;
}

/** Resolves or rejects each command of a batch, except those on events that another process has locked. */
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
    // One failing command must not fail the others. Those that were committed return their first result.
    const settled = [await settle(deps, halves[0]), await settle(deps, halves[1])];
    return { held: settled.flatMap(({ held }) => held), outage: settled.find(({ outage }) => outage !== null)?.outage ?? null };
  }
}

/** Splits a batch in two, by event if it has several, else by command. Null: a single command. */
function halvesOf({ events, waits }: Batch<Request>): [Batch<Request>, Batch<Request>] | null {
  const [{ eventId, requests }] = events as [EventCommands<Request>];
  if (events.length === 1 && requests.length === 1) return null;
  const split = <Part>(parts: Part[]) => [parts.slice(0, parts.length >> 1), parts.slice(parts.length >> 1)] as const;
  const halves = events.length > 1 ? split(events) : split(requests).map((part) => [{ eventId, requests: part }]);
  return halves.map((half) => ({ events: half, waits })) as [Batch<Request>, Batch<Request>];
}

function answer(deps: WriterDeps, request: Request, decision: Decision) {
  const seconds = (performance.now() - request.arrived) / 1000;
  const outcome = outcomeOf(decision);
  deps.measure?.(request.command.name, seconds, outcome, request.span?.traceId);
  if (request.span) endSpan(request.span, decision, outcome);
  if ("accepted" in decision) request.resolve(decision.accepted);
  else request.reject(decision.refused);
}

function outcomeOf(decision: Decision): CommandOutcome {
  if ("accepted" in decision) return "accepted";
  return decision.refused instanceof Refusal ? "refused" : "failed";
}

/** Null: what sends the command is not recorded. */
function spanOf({ tracing }: WriterDeps, command: string): Span | null {
  const sender = tracing?.current();
  if (!sender) return null;
  return tracing!.inside(sender, { name: `command ${command}`, kind: "internal", attributes: { "turnout.command": command } });
}

function endSpan(span: Span, decision: Decision, outcome: CommandOutcome) {
  span.set({ "turnout.outcome": outcome });
  if ("refused" in decision && outcome === "failed") span.fail(errorType(decision.refused));
  span.end();
}

/** Records a batch as part of the first command of those recorded, and linked with the others. */
async function asBatch<Result>({ tracing }: WriterDeps, { events }: Batch<Request>, work: () => Promise<Result>): Promise<Result> {
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

/** Decides and commits. Returns the events that another process has locked. */
async function commitBatch(deps: WriterDeps, batch: Batch<Request>): Promise<EventCommands<Request>[]> {
  const decided = await asBatch(deps, batch, () => decideAndCommit(deps, batch));
  decided.forEach((one, place) => {
    if (one?.hint) deps.hint(traced(one.hint, batch.events[place]!));
  });
  batch.events.forEach(({ requests }, place) => {
    for (const [index, decision] of decided[place]?.decisions.entries() ?? []) answer(deps, requests[index]!, decision);
  });
  return batch.events.filter((_, place) => !decided[place]);
}

async function decideAndCommit(deps: WriterDeps, batch: Batch<Request>): Promise<(Decisions | null)[]> {
  const events = batch.events.map(wantsOf);
  for (let limit = FIRST_ROWS; ; limit *= 8) {
    try {
      return await deps.store.change({ events, waits: batch.waits, limit }, (found) => decideBatch(deps, batch, found, limit));
    } catch (error) {
      if (!(error instanceof NeedsMoreRows)) throw error;
    }
  }
}

/** Continues the trace of the first recorded command where the entries are sent. */
function traced(hint: Hint, { requests }: EventCommands<Request>): Hint {
  const trace = requests.find(({ span }) => span)?.span?.traceparent;
  return trace ? { ...hint, trace } : hint;
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

/** Decides one event's commands in order of arrival. */
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
  if (before && before.bodyHash === hash && before.caller === caller.key) return { accepted: acceptedAs(before) };

  const now = deps.now();
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
