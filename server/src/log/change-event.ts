import type { Committed, StoredEntry } from "@turnout/contract/log";
import { refuse, Refusal } from "@turnout/contract/refusals";
import { WRITERS } from "../db/connect.ts";
import { isOutage, OUTAGE_PATIENCE } from "../db/outage.ts";
import { errorType, type Span, type Tracing } from "../telemetry/tracing.ts";
import type { Caller } from "./caller.ts";
import { bodyHash, createCommandResults, type CommandResults } from "./command-results.ts";
import type { Command, CommandResult } from "./command.ts";
import type { EventRow } from "./event-row.ts";
import { wantedOf } from "./event-table.ts";
import { refusalFor } from "./refused-by-database.ts";
import {
  EventMoved,
  type Ahead,
  type Changes,
  type CommandRecord,
  type Decided,
  type Found,
  type RowsRead,
  type AssumedEvent,
  type Store,
  type Versions,
  type WantsOfEvent,
} from "./store.ts";
import { createWaitingCommands, type AheadLimits, type Batch, type EventCommands } from "./waiting-commands.ts";
import { createWorkingSet, NeedsMoreRows, type RowsLeft, type WorkingSet } from "./working-set.ts";

/** Rows that a selection loads at first; a decision that needs more is retried with eight times as many. */
const FIRST_ROWS = 256;

/** With one transaction at a time there is none to decide beside. */
const NEVER_AHEAD: AheadLimits = { from: Infinity, afterMiss: 0 };

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
  store: Pick<Store, "change" | "readAhead">;
  now: () => Date;
  hint: (hint: Hint) => void;
  /** `traceId`: of the command, where it is recorded. */
  measure?: (name: string, seconds: number, outcome: CommandOutcome, traceId?: string) => void;
  tracing?: Tracing | null;
  /** Most concurrent transactions; `WRITERS` by default. One: nothing is decided ahead. */
  transactions?: number;
  /** When the next batch is decided while one commits; `AHEAD` by default. */
  ahead?: AheadLimits;
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
 *
 * Of a busy event the next batch is decided while one commits, on what that one leaves. It is sent once that one is known to be
 * committed, and written only if the event stands where it was left: else it is decided again under the lock, like any other.
 */
export function createEventWriter(deps: WriterDeps): ChangeEvent {
  const { transactions = WRITERS } = deps;
  const waiting = createWaitingCommands<Request>(transactions > 1 ? deps.ahead : NEVER_AHEAD);
  const running = new Set<Running>();

  /** A batch that is decided ahead has a connection, as one that is being committed. */
  const isFree = () => running.size + [...running].filter(({ next }) => next).length < transactions;

  function begin() {
    while (isFree()) {
      const batch = waiting.take();
      if (!batch) break;
      void write(batch, null);
    }
    for (const each of running) if (isFree()) decideNext(each);
  }

  function decideNext(base: Running) {
    const { left } = base;
    if (!left || base.next) return;
    const batch = waiting.takeAhead(base.batch, (eventId) => left.has(eventId));
    if (batch) base.next = { batch, base: left, decided: recordingNothing(() => decideAhead(deps, batch, left)).catch(() => null) };
  }

  async function write(batch: Batch<Request>, ahead: Handed | null) {
    const own: Running = { batch, left: null, next: null };
    running.add(own);
    const progress: Progress = {
      decided(left) {
        own.left = left;
        queueMicrotask(begin);
      },
      committed(left, versions) {
        const { next } = own;
        own.left = null;
        if (next?.base !== left) return;
        own.next = null;
        waiting.follow(next.batch);
        void write(next.batch, { decided: next.decided, assumed: assumedOf(next, versions) });
      },
      moved: () => waiting.missed(batch),
    };
    const { held, outage } = ahead ? await settleAhead(deps, batch, ahead, progress) : await settle(deps, batch, progress);
    if (own.next) giveUp(own.next);
    waiting.done(batch, held);
    running.delete(own);
    if (outage) failLongWaiting(outage);
    begin();
  }

  /** It is decided on behalf of no command yet: it may be decided again. */
  const recordingNothing = <Result>(work: () => Result) => (deps.tracing ? deps.tracing.within(null, work) : work());

  /** What a decision stood on has not come about. */
  function giveUp({ batch, decided }: Next) {
    void decided.then((one) => one?.ahead.drop());
    waiting.giveBack(batch);
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

/** A batch that is being settled. */
interface Running {
  batch: Batch<Request>;
  /** What it leaves, once it is decided and on its way. */
  left: Left | null;
  next: Next | null;
}

/** The batch after it, as it is being decided. */
interface Next {
  batch: Batch<Request>;
  base: Left;
  /** Null: it could not be. */
  decided: Promise<DecidedAhead | null>;
}

/** A batch whose base is committed. */
interface Handed extends Pick<Next, "decided"> {
  assumed: AssumedEvent[];
}

interface DecidedAhead {
  ahead: Ahead;
  decisions: Decisions[];
  left: Left;
}

/** What a batch leaves of each event that it has decided on. */
type Left = Map<string, LeftOfEvent>;

interface LeftOfEvent extends Pick<Found, "epoch" | "version"> {
  event: EventRow;
  rows: RowsLeft;
  done: CommandRecord[];
}

/** How far a batch is; said of whole batches only. */
interface Progress {
  /** Its changes are being sent. */
  decided(left: Left): void;
  committed(left: Left, versions: Versions): void;
  /** It was decided ahead, and its events have moved meanwhile. */
  moved(): void;
}

function assumedOf({ batch, base }: Next, versions: Versions): AssumedEvent[] {
  return batch.events.map(({ eventId }) => {
    const { epoch, version, event } = base.get(eventId)!;
    return { eventId, epoch, position: event.log_seq, version: versions.get(eventId) ?? version };
  });
}

/** What is left, with the versions that are known only since the base is committed. */
const standingAt = (left: Left, assumed: AssumedEvent[]): Left =>
  new Map(assumed.map(({ eventId, version }) => [eventId, { ...left.get(eventId)!, version }]));

interface Settled {
  held: EventCommands<Request>[];
  /** The error if the database was down, else null. */
  outage: unknown;
}

/** Resolves or rejects each command of a batch, except those on events that another process has locked. */
async function settle(deps: WriterDeps, batch: Batch<Request>, progress?: Progress): Promise<Settled> {
  try {
    return { held: await commitBatch(deps, batch, progress), outage: null };
  } catch (error) {
    const halves = isOutage(error) ? null : halvesOf(batch);
    if (!halves) return failed(deps, batch, error);
    // One failing command must not fail the others. Those that were committed return their first result.
    const settled = [await settle(deps, halves[0]), await settle(deps, halves[1])];
    return { held: settled.flatMap(({ held }) => held), outage: settled.find(({ outage }) => outage !== null)?.outage ?? null };
  }
}

function failed(deps: WriterDeps, { events }: Batch<Request>, error: unknown): Settled {
  for (const { requests } of events) for (const request of requests) answer(deps, request, { refused: refusalFor(error, request.command) });
  return { held: [], outage: isOutage(error) ? error : null };
}

/** Commits what was decided ahead. Whatever is wrong with it but the database's state, it is decided again. */
async function settleAhead(deps: WriterDeps, batch: Batch<Request>, { decided, assumed }: Handed, progress: Progress): Promise<Settled> {
  const one = await decided;
  if (!one) return settle(deps, batch, progress);
  const { ahead, decisions } = one;
  const left = standingAt(one.left, assumed);
  try {
    const committing = asBatch(deps, batch, () => ahead.commit(assumed));
    progress.decided(left);
    progress.committed(left, await committing);
  } catch (error) {
    if (isOutage(error)) return failed(deps, batch, error);
    if (error instanceof EventMoved) progress.moved();
    return settle(deps, batch, progress);
  }
  announce(deps, batch, decisions);
  return { held: [], outage: null };
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
async function commitBatch(deps: WriterDeps, batch: Batch<Request>, progress?: Progress): Promise<EventCommands<Request>[]> {
  const { decisions, left, versions } = await asBatch(deps, batch, () => decideAndCommit(deps, batch, progress));
  progress?.committed(left, versions);
  announce(deps, batch, decisions);
  return batch.events.filter((_, place) => !decisions[place]);
}

async function decideAndCommit(deps: WriterDeps, batch: Batch<Request>, progress?: Progress) {
  const events = batch.events.map(wantsOf);
  for (let limit = FIRST_ROWS; ; limit *= 8) {
    try {
      let left: Left = new Map();
      const { result: decisions, versions } = await deps.store.change({ events, waits: batch.waits, limit }, (found) => {
        const decided = decideBatch(deps, batch, found, limit);
        left = leftBy(batch, decided.result);
        progress?.decided(left);
        return decided;
      });
      return { decisions, left, versions };
    } catch (error) {
      if (!(error instanceof NeedsMoreRows)) throw error;
    }
  }
}

/** Decides on what the batch before leaves, and on rows that are read while it is being committed. Any error is the next attempt's to judge. */
async function decideAhead(deps: WriterDeps, batch: Batch<Request>, base: Left): Promise<DecidedAhead> {
  const events = batch.events.map(wantsOf);
  for (let limit = FIRST_ROWS; ; limit *= 8) {
    const ahead = await deps.store.readAhead({ events, limit });
    try {
      const found = ahead.read.map((read, place) => foundAfter(base.get(events[place]!.eventId)!, read));
      const { result, changes } = decideBatch(deps, batch, found, limit);
      ahead.prepare(changes);
      return { ahead, decisions: result as Decisions[], left: leftBy(batch, result) };
    } catch (error) {
      ahead.drop();
      if (!(error instanceof NeedsMoreRows)) throw error;
    }
  }
}

/** What is found of an event once the batch before is committed. */
const foundAfter = ({ epoch, version, event, rows, done }: LeftOfEvent, read: RowsRead): Basis => ({
  ...read,
  epoch,
  version,
  isHeld: false,
  event,
  done: [...read.done, ...done],
  left: rows,
});

/** Publishes and answers what is committed. */
function announce(deps: WriterDeps, { events }: Batch<Request>, decisions: (Decisions | null)[]) {
  decisions.forEach((one, place) => {
    if (one?.hint) deps.hint(traced(one.hint, events[place]!));
  });
  events.forEach(({ requests }, place) => {
    for (const [index, decision] of decisions[place]?.decisions.entries() ?? []) answer(deps, requests[index]!, decision);
  });
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

/** What a batch decides on: found under the lock, or read ahead beside what the batch before leaves. */
interface Basis extends Found {
  left?: RowsLeft;
}

/** What was decided on one event. */
interface Decisions {
  decisions: Decision[];
  hint: Hint | null;
  changes: Changes | null;
  /** Null: there is no such event. */
  left: LeftOfEvent | null;
}

function leftBy({ events }: Batch<Request>, decisions: (Decisions | null)[]): Left {
  return new Map(events.flatMap(({ eventId }, place) => (decisions[place]?.left ? [[eventId, decisions[place].left]] : [])));
}

function decideBatch(deps: WriterDeps, { events }: Batch<Request>, found: Basis[], limit: number): Decided<(Decisions | null)[]> {
  const decided = events.map(({ requests }, place) => (found[place]!.isHeld ? null : decideAll(deps, requests, found[place]!, limit)));
  return { result: decided, changes: decided.flatMap((one) => one?.changes ?? []) };
}

/** Decides one event's commands in order of arrival. */
function decideAll(deps: WriterDeps, requests: Request[], found: Basis, limit: number): Decisions {
  const { event, epoch, version } = found;
  if (!event)
    return { decisions: requests.map(() => ({ refused: new Refusal("event_not_found") })), hint: null, changes: null, left: null };

  const set = createWorkingSet(event, found, limit, found.left);
  const results = createCommandResults(found.done);
  const decisions = requests.map((request) => decide(deps, set, results, request));
  const done = results.added();
  const changed = set.changes();
  const left = { epoch, version, event: changed.event, rows: set.left(), done };
  if (done.length === 0) return { decisions, hint: null, changes: null, left };

  const changes = { eventId: event.id, ...changed, done };
  const { entries } = changes;
  const hint = entries.length > 0 ? { eventId: event.id, epoch, after: event.log_seq, upTo: set.seq(), entries } : null;
  return { decisions, hint, changes, left };
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
