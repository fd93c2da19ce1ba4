import { createHash } from "node:crypto";
import type { Committed, StoredEntry } from "@turnout/contract/log";
import { Refusal, refuse } from "@turnout/contract/refusals";
import { sql, type Kysely, type Transaction } from "kysely";
import type { Database } from "../db/database.ts";
import type { Caller } from "./caller.ts";
import type { Command, CommandResult } from "./command.ts";
import { eventColumns, type EventRow } from "./event-row.ts";
import { createWorkingSet, NeedsMoreRows, type WorkingSet } from "./working-set.ts";

/** Commands decided together under one lock. */
export const MAX_BATCH = 500;
/** Commands that may wait for one event in one process; beyond that they are refused with `overloaded`. */
export const MAX_WAITING = 20_000;
/** Rows a selection loads at first; a decision that needs more is tried again with eight times as many. */
const FIRST_ROWS = 256;

/** Told after every commit which range of which event is new, and what is in it. */
export interface Hint {
  eventId: string;
  after: number;
  upTo: number;
  entries: StoredEntry[];
}

export interface Outcome<Result = CommandResult> extends Committed {
  result: Result;
}

/** Work of slices that has to commit with the entries that cause it: jobs, redactions. */
export type Effect = (tx: Transaction<Database>, eventId: string, entries: StoredEntry[]) => Promise<void>;

export interface WriterDeps {
  db: Kysely<Database>;
  now: () => Date;
  effects: Effect[];
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

type Decision = { accepted: Outcome<never>; isNew: boolean } | { refused: unknown };

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
      const batch = queue.splice(0, MAX_BATCH);
      await settle(deps, eventId, batch);
    }
    waiting.delete(eventId);
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

async function settle(deps: WriterDeps, eventId: string, batch: Request[]) {
  try {
    const decisions = await commitBatch(deps, eventId, batch);
    batch.forEach((request, index) => answer(deps, request, decisions[index]!));
  } catch (error) {
    if (batch.length === 1) return answer(deps, batch[0]!, { refused: refusalFor(error) });
    // One bad command must not fail its neighbours. Those that had committed get their first answer again.
    for (const request of batch) await settle(deps, eventId, [request]);
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
  for (let rows = FIRST_ROWS; ; rows *= 8) {
    try {
      const { decisions, hint } = await deps.db.transaction().execute((tx) => decideBatch(deps, tx, eventId, batch, rows));
      if (hint) deps.hint(hint);
      return decisions;
    } catch (error) {
      if (!(error instanceof NeedsMoreRows)) throw error;
    }
  }
}

async function decideBatch(deps: WriterDeps, tx: Transaction<Database>, eventId: string, batch: Request[], rows: number) {
  const locked = await lockEvent(
    tx,
    eventId,
    batch.some((request) => request.opensEvent),
  );
  const earlier = await earlierOutcomes(tx, eventId, batch);
  if (!locked) return { decisions: batch.map((): Decision => ({ refused: new Refusal("event_not_found") })), hint: null };

  const set = createWorkingSet(tx, locked);
  const fresh = batch.filter((request) => !earlier.has(request.commandId));
  await set.load(
    fresh.flatMap((request) => request.command.needs(request.input as never, request.caller)),
    rows,
  );

  const decisions = batch.map((request) => decide(deps, set, earlier, request));
  const accepted = batch.filter((_, index) => isNew(decisions[index]!));
  if (accepted.length === 0) {
    // An event that nobody was allowed to open leaves nothing behind.
    if (locked.log_seq === 0) await sql`delete from events where id = ${eventId}`.execute(tx);
    return { decisions, hint: null };
  }

  const entries = await set.save();
  await saveEvent(tx, set.state.event);
  await appendEntries(tx, eventId, entries);
  await saveOutcomes(tx, eventId, accepted, earlier);
  for (const effect of deps.effects) await effect(tx, eventId, entries);

  const hint = entries.length > 0 ? { eventId, after: locked.log_seq, upTo: set.seq(), entries } : null;
  return { decisions, hint };
}

const isNew = (decision: Decision) => "accepted" in decision && decision.isNew;

interface Earlier {
  bodyHash: string;
  caller: string;
  outcome: Outcome<never>;
}

function decide(deps: WriterDeps, set: WorkingSet, earlier: Map<string, Earlier>, request: Request): Decision {
  const bodyHash = hashOf(request);
  const before = earlier.get(request.commandId);
  if (before) {
    const same = before.bodyHash === bodyHash && before.caller === request.caller.key;
    return same ? { accepted: before.outcome, isNew: false } : { refused: new Refusal("command_id_reused") };
  }

  const now = deps.now();
  set.begin({ commandId: request.commandId, now });
  try {
    const result = request.command.decide(set.state, request.input as never, request.caller, now) ?? {};
    set.accept();
    const outcome = { seq: set.seq(), commandId: request.commandId, result: result as never };
    earlier.set(request.commandId, { bodyHash, caller: request.caller.key, outcome });
    return { accepted: outcome, isNew: true };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    set.undo();
    return { refused: error };
  }
}

function hashOf(request: Request): string {
  return createHash("sha256").update(request.command.name).update(JSON.stringify(request.input)).digest("base64url");
}

/** `for no key update`: writers queue, inserts of rows that reference the event do not. */
async function lockEvent(tx: Transaction<Database>, eventId: string, opens: boolean): Promise<EventRow | undefined> {
  if (opens) await sql`insert into events (id) values (${eventId}) on conflict (id) do nothing`.execute(tx);
  const found = await sql<EventRow>`select * from events where id = ${eventId} for no key update`.execute(tx);
  return found.rows[0];
}

async function earlierOutcomes(tx: Transaction<Database>, eventId: string, batch: Request[]): Promise<Map<string, Earlier>> {
  const ids = batch.map((request) => request.commandId);
  const found = await sql<{ command_id: string; caller: string; body_hash: string; seq: number; result: never }>`
    select command_id, caller, body_hash, seq, result from command_results
    where event_id = ${eventId} and command_id = any(${ids}::uuid[])`.execute(tx);
  return new Map(
    found.rows.map((row) => [
      row.command_id,
      { bodyHash: row.body_hash, caller: row.caller, outcome: { seq: row.seq, commandId: row.command_id, result: row.result } },
    ]),
  );
}

async function saveEvent(tx: Transaction<Database>, event: EventRow) {
  const assignments = sql.join(eventColumns.map((column) => sql`${sql.ref(column)} = next.${sql.ref(column)}`));
  await sql`
    update events set log_seq = ${event.log_seq}, ${assignments}
    from jsonb_populate_record(null::events, ${JSON.stringify(event)}::jsonb) next
    where events.id = ${event.id}`.execute(tx);
}

async function appendEntries(tx: Transaction<Database>, eventId: string, entries: StoredEntry[]) {
  if (entries.length === 0) return;
  await sql`
    insert into event_log (event_id, seq, command_id, at, actor, context, body)
    select ${eventId}::uuid, seq, "commandId", at, actor, context, body
    from jsonb_to_recordset(${JSON.stringify(entries)}::jsonb)
      as entry (seq bigint, "commandId" uuid, at timestamptz, actor jsonb, context jsonb, body jsonb)`.execute(tx);
}

async function saveOutcomes(tx: Transaction<Database>, eventId: string, accepted: Request[], earlier: Map<string, Earlier>) {
  const rows = accepted.map(({ commandId }) => {
    const { caller, bodyHash, outcome } = earlier.get(commandId) ?? refuse("unavailable");
    return { command_id: commandId, caller, body_hash: bodyHash, seq: outcome.seq, result: outcome.result };
  });
  await sql`
    insert into command_results (event_id, command_id, caller, body_hash, seq, result)
    select ${eventId}::uuid, command_id, caller, body_hash, seq, result
    from jsonb_populate_recordset(null::command_results, ${JSON.stringify(rows)}::jsonb)`.execute(tx);
}
