import { Refusal } from "@turnout/contract/refusals";
import { WRITERS } from "../db/connect.ts";

/** Most commands of one transaction. */
export const MAX_BATCH = 500;
/** Commands that may wait for one event in one process; beyond that they are refused with `overloaded`. */
export const MAX_WAITING = 20_000;
/** When a batch is decided while the one before it commits. Two batches of half the size take a fifth more of the process than one. */
export interface AheadLimits {
  /** From so many waiting commands on; of twice as many, a batch leaves half to the next. */
  from: number;
  /** Batches of an event that wait for its lock after another process has written it: where several write, deciding ahead is in vain. */
  afterMiss: number;
}
export const AHEAD: AheadLimits = { from: 250, afterMiss: 8 };
/** Most events of which that is remembered. */
export const MAX_MISSED = 1_000;
/** Attempts at a locked event in shared transactions; after that a transaction of its own waits for the lock. */
export const MAX_SHARED_TRIES = 3;
/** Most transactions that wait for a lock, so that one is always left for events that are not locked. */
export const MAX_WAITING_TRANSACTIONS = WRITERS - 1;

/** Commands on one event, in order of arrival. */
export interface EventCommands<Request> {
  eventId: string;
  requests: Request[];
}

/** The commands of one transaction: on several events, or on one with a wait for its lock. */
export interface Batch<Request> {
  events: EventCommands<Request>[];
  waits: boolean;
}

export interface WaitingCommands<Request> {
  /** Queues a command. Refuses with `overloaded` when `MAX_WAITING` commands wait for the event. */
  add(eventId: string, request: Request): void;
  /** The next batch; null: none can start now. Each event is in one transaction at a time. */
  take(): Batch<Request> | null;
  /** The batch after one that is being committed, on those of its events that may be decided ahead; null: too few commands wait for them. */
  takeAhead(base: Batch<Request>, mayBeDecided: (eventId: string) => boolean): Batch<Request> | null;
  /** A batch that was taken ahead follows the one before it: its events are under way with it. */
  follow(next: Batch<Request>): void;
  /** Puts commands that were taken ahead back to the head of their queues. */
  giveBack(next: Batch<Request>): void;
  /** What was decided ahead of a batch's events was in vain. */
  missed(batch: Batch<Request>): void;
  /** Ends a batch. Commands whose event was locked elsewhere go back to the head of their queue. */
  done(batch: Batch<Request>, held: EventCommands<Request>[]): void;
  /** Removes and returns the commands that match. */
  drop(isOver: (request: Request) => boolean): Request[];
}

interface Queue<Request> {
  requests: Request[];
  /** The batch that its event is in. */
  underWay: Batch<Request> | null;
  /** Consecutive attempts at which another process had the lock. */
  held: number;
}

/** Queues of commands by event, served in turn: after a batch its events go behind those that waited meanwhile. */
export function createWaitingCommands<Request extends { opensEvent: boolean }>(ahead = AHEAD): WaitingCommands<Request> {
  const queues = new Map<string, Queue<Request>>();
  /** By event: batches that are still to wait for the lock. */
  const missed = new Map<string, number>();
  let waitingTransactions = 0;

  /** An event without a row cannot be skipped as locked; one that stays locked has to be waited for. */
  const needsOwnTransaction = ({ requests, held }: Queue<Request>) =>
    held >= MAX_SHARED_TRIES || requests.some(({ opensEvent }) => opensEvent);

  function begin(chosen: [string, Queue<Request>][], waits: boolean): Batch<Request> {
    if (waits) waitingTransactions += 1;
    const batch = { events: taken(chosen, roomFor(chosen)), waits };
    for (const { eventId } of batch.events) queues.get(eventId)!.underWay = batch;
    return batch;
  }

  /** Half of many, so that the process and the database are busy at the same time. */
  function roomFor(chosen: [string, Queue<Request>][]) {
    const commands = commandsOf(chosen);
    return Math.min(MAX_BATCH, commands < 2 * ahead.from ? commands : Math.ceil(commands / 2));
  }

  function taken(chosen: [string, Queue<Request>][], room: number): EventCommands<Request>[] {
    let left = room;
    return chosen.flatMap(([eventId, queue]) => {
      const requests = queue.requests.splice(0, left);
      left -= requests.length;
      return requests.length > 0 ? [{ eventId, requests }] : [];
    });
  }

  function forgetMiss(eventId: string) {
    const batches = missed.get(eventId) ?? 0;
    if (batches > 1) missed.set(eventId, batches - 1);
    else missed.delete(eventId);
  }

  return {
    add(eventId, request) {
      const queue = queues.get(eventId);
      if (!queue) return void queues.set(eventId, { requests: [request], underWay: null, held: 0 });
      if (queue.requests.length >= MAX_WAITING) throw new Refusal("overloaded");
      queue.requests.push(request);
    },
    take() {
      const mayWait = waitingTransactions < MAX_WAITING_TRANSACTIONS;
      const chosen: [string, Queue<Request>][] = [];
      let commands = 0;
      for (const each of queues) {
        const [, queue] = each;
        if (queue.underWay || queue.requests.length === 0) continue;
        if (needsOwnTransaction(queue)) {
          if (chosen.length === 0 && mayWait) return begin([each], true);
          continue;
        }
        chosen.push(each);
        commands += queue.requests.length;
        if (commands >= MAX_BATCH) break;
      }
      const [first, ...others] = chosen;
      if (!first || (others.length === 0 && !mayWait && first[1].held > 0)) return null;
      return begin(chosen, others.length === 0 && mayWait);
    },
    takeAhead(base, mayBeDecided) {
      const chosen = base.events.flatMap(({ eventId }): [string, Queue<Request>][] => {
        const queue = queues.get(eventId)!;
        const isBase = queue.underWay === base && mayBeDecided(eventId);
        const mayFollow = !missed.has(eventId) && !queue.requests.some(({ opensEvent }) => opensEvent);
        return isBase && mayFollow ? [[eventId, queue]] : [];
      });
      return commandsOf(chosen) < ahead.from ? null : { events: taken(chosen, MAX_BATCH), waits: false };
    },
    follow(next) {
      for (const { eventId } of next.events) queues.get(eventId)!.underWay = next;
    },
    giveBack({ events }) {
      for (const { eventId, requests } of events) queues.get(eventId)!.requests.unshift(...requests);
    },
    missed({ events }) {
      if (missed.size + events.length > MAX_MISSED) missed.clear();
      for (const { eventId } of events) missed.set(eventId, ahead.afterMiss);
    },
    done(batch, held) {
      if (batch.waits) waitingTransactions -= 1;
      for (const { eventId } of batch.events) {
        const queue = queues.get(eventId)!;
        if (queue.underWay !== batch) continue; // another follows
        // Several, where a failed batch was split by its commands.
        const back = held.flatMap((one) => (one.eventId === eventId ? one.requests : []));
        queue.underWay = null;
        forgetMiss(eventId);
        queue.held = back.length > 0 ? queue.held + 1 : 0;
        queue.requests.unshift(...back);
        queues.delete(eventId);
        if (queue.requests.length > 0) queues.set(eventId, queue);
      }
    },
    drop(isOver) {
      return [...queues.values()].flatMap((queue) => {
        const { over = [], kept = [] } = Object.groupBy(queue.requests, (request) => (isOver(request) ? "over" : "kept"));
        queue.requests = kept;
        return over;
      });
    },
  };
}

const commandsOf = (chosen: [string, { requests: unknown[] }][]) => chosen.reduce((sum, [, { requests }]) => sum + requests.length, 0);
