import { isOutage } from "../db/outage.ts";
import type { Tracing } from "../telemetry/tracing.ts";
import {
  decideBatch,
  leftBy,
  type Basis,
  type Decision,
  type Decisions,
  type Left,
  type LeftOfEvent,
  type Request,
} from "./decide-batch.ts";
import { wantedOf } from "./event-table.ts";
import type { Hint } from "./hint.ts";
import { refusalFor } from "./refused-by-database.ts";
import { EventMoved, type Ahead, type AssumedEvent, type RowsRead, type Store, type Versions, type WantsOfEvent } from "./store.ts";
import { asBatch, endSpan, outcomeOf, traced, type CommandOutcome } from "./trace-commands.ts";
import type { Batch, EventCommands } from "./waiting-commands.ts";
import { NeedsMoreRows } from "./working-set.ts";

/** Rows that a selection loads at first; a decision that needs more is retried with eight times as many. Most need few or none. */
const FIRST_ROWS = 32;

export interface SettlingDeps {
  store: Pick<Store, "change" | "readAhead">;
  now: () => Date;
  hint: (hint: Hint) => void;
  /** `traceId`: of the command, where it is recorded. */
  measure?: (name: string, seconds: number, outcome: CommandOutcome, traceId?: string) => void;
  tracing?: Tracing | null;
}

/** A batch whose base is committed. */
export interface Handed {
  /** Null: it could not be. */
  decided: Promise<DecidedAhead | null>;
  assumed: AssumedEvent[];
}

export interface DecidedAhead {
  ahead: Ahead;
  decisions: Decisions[];
  left: Left;
}

/** How far a batch is; said of whole batches only. */
export interface Progress {
  /** Its changes are being sent. */
  decided(left: Left): void;
  committed(left: Left, versions: Versions): void;
  /** It was decided ahead, and its events have moved meanwhile. */
  moved(): void;
}

/** What is left, with the versions that are known only since the base is committed. */
const standingAt = (left: Left, assumed: AssumedEvent[]): Left =>
  new Map(assumed.map(({ eventId, version }) => [eventId, { ...left.get(eventId)!, version }]));

export interface Settled {
  held: EventCommands<Request>[];
  /** The error if the database was down, else null. */
  outage: unknown;
}

/** Resolves or rejects each command of a batch, except those on events that another process has locked. */
export async function settle(deps: SettlingDeps, batch: Batch<Request>, progress?: Progress): Promise<Settled> {
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

function failed(deps: SettlingDeps, { events }: Batch<Request>, error: unknown): Settled {
  for (const { requests } of events) for (const request of requests) answer(deps, request, { refused: refusalFor(error, request.command) });
  return { held: [], outage: isOutage(error) ? error : null };
}

/** Commits what was decided ahead. Whatever is wrong with it but the database's state, it is decided again. */
export async function settleAhead(
  deps: SettlingDeps,
  batch: Batch<Request>,
  { decided, assumed }: Handed,
  progress: Progress,
): Promise<Settled> {
  const one = await decided;
  if (!one) return settle(deps, batch, progress);
  const { ahead, decisions } = one;
  const left = standingAt(one.left, assumed);
  try {
    const committing = asBatch(deps.tracing, batch, () => ahead.commit(assumed));
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

export function answer(deps: SettlingDeps, request: Request, decision: Decision) {
  const seconds = (performance.now() - request.arrived) / 1000;
  const outcome = outcomeOf(decision);
  deps.measure?.(request.command.name, seconds, outcome, request.span?.traceId);
  if (request.span) endSpan(request.span, decision, outcome);
  if ("accepted" in decision) request.resolve(decision.accepted);
  else request.reject(decision.refused);
}

/** Decides and commits. Returns the events that another process has locked. */
async function commitBatch(deps: SettlingDeps, batch: Batch<Request>, progress?: Progress): Promise<EventCommands<Request>[]> {
  const { decisions, left, versions } = await asBatch(deps.tracing, batch, () => decideAndCommit(deps, batch, progress));
  progress?.committed(left, versions);
  announce(deps, batch, decisions);
  return batch.events.filter((_, place) => !decisions[place]);
}

async function decideAndCommit(deps: SettlingDeps, batch: Batch<Request>, progress?: Progress) {
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
export async function decideAhead(deps: SettlingDeps, batch: Batch<Request>, base: Left): Promise<DecidedAhead> {
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
function announce(deps: SettlingDeps, { events }: Batch<Request>, decisions: (Decisions | null)[]) {
  decisions.forEach((one, place) => {
    if (one?.hint) deps.hint(traced(one.hint, events[place]!));
  });
  events.forEach(({ requests }, place) => {
    for (const [index, decision] of decisions[place]?.decisions.entries() ?? []) answer(deps, requests[index]!, decision);
  });
}

const wantsOf = ({ eventId, requests }: EventCommands<Request>): WantsOfEvent => ({
  eventId,
  opensEvent: requests.some((request) => request.opensEvent),
  commandIds: requests.map((request) => request.commandId),
  rows: wantedOf(requests.flatMap((request) => request.command.needs(request.input as never, request.caller))),
});
