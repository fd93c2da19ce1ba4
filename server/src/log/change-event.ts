import { WRITERS } from "../db/connect.ts";
import { OUTAGE_PATIENCE } from "../db/outage.ts";
import type { Caller } from "./caller.ts";
import type { Command } from "./command.ts";
import type { Left, Outcome, Request } from "./decide-batch.ts";
import {
  answer,
  decideAhead,
  settle,
  settleAhead,
  type DecidedAhead,
  type Handed,
  type Progress,
  type SettlingDeps,
} from "./settle-batch.ts";
import type { AssumedEvent, Versions } from "./store.ts";
import { spanOf } from "./trace-commands.ts";
import { createWaitingCommands, type AheadLimits, type Batch } from "./waiting-commands.ts";

/** With one transaction at a time there is none to decide beside. */
const NEVER_AHEAD: AheadLimits = { from: Infinity, afterMiss: 0 };

export interface WriterDeps extends SettlingDeps {
  /** Most concurrent transactions; `WRITERS` by default. One: nothing is decided ahead. */
  transactions?: number;
  /** When the next batch is decided while one commits; `AHEAD` by default. */
  ahead?: AheadLimits;
}

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
  let isBeginning = false;

  /** A batch that is decided ahead has a connection, as one that is being committed. */
  const isFree = () => running.size + [...running].filter(({ next }) => next).length < transactions;

  function begin() {
    isBeginning = false;
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
        span: spanOf(deps.tracing, command.name),
        resolve: resolve as Request["resolve"],
        reject,
      });
      // A microtask later, so that commands that arrive together are decided together.
      if (isBeginning) return;
      isBeginning = true;
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

function assumedOf({ batch, base }: Next, versions: Versions): AssumedEvent[] {
  return batch.events.map(({ eventId }) => {
    const { epoch, version, event } = base.get(eventId)!;
    return { eventId, epoch, position: event.log_seq, version: versions.get(eventId) ?? version };
  });
}
