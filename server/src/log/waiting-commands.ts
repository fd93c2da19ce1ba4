import { Refusal } from "@turnout/contract/refusals";
import { WRITERS } from "../db/connect.ts";

/** Most commands of one transaction. */
export const MAX_BATCH = 500;
/** Commands that may wait for one event in one process; beyond that they are refused with `overloaded`. */
export const MAX_WAITING = 20_000;
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
  /** Ends a batch. Commands whose event was locked elsewhere go back to the head of their queue. */
  done(batch: Batch<Request>, held: EventCommands<Request>[]): void;
  /** Removes and returns the commands that match. */
  drop(isOver: (request: Request) => boolean): Request[];
}

interface Queue<Request> {
  requests: Request[];
  isUnderWay: boolean;
  /** Consecutive attempts at which another process had the lock. */
  held: number;
}

/** Queues of commands by event, served in turn: after a batch its events go behind those that waited meanwhile. */
export function createWaitingCommands<Request extends { opensEvent: boolean }>(): WaitingCommands<Request> {
  const queues = new Map<string, Queue<Request>>();
  let waitingTransactions = 0;

  /** An event without a row cannot be skipped as locked; one that stays locked has to be waited for. */
  const needsOwnTransaction = ({ requests, held }: Queue<Request>) =>
    held >= MAX_SHARED_TRIES || requests.some(({ opensEvent }) => opensEvent);

  function begin(chosen: [string, Queue<Request>][], waits: boolean): Batch<Request> {
    if (waits) waitingTransactions += 1;
    let room = MAX_BATCH;
    const events = chosen.map(([eventId, queue]) => {
      const requests = queue.requests.splice(0, room);
      room -= requests.length;
      queue.isUnderWay = true;
      return { eventId, requests };
    });
    return { events, waits };
  }

  return {
    add(eventId, request) {
      const queue = queues.get(eventId);
      if (!queue) return void queues.set(eventId, { requests: [request], isUnderWay: false, held: 0 });
      if (queue.requests.length >= MAX_WAITING) throw new Refusal("overloaded");
      queue.requests.push(request);
    },
    take() {
      const mayWait = waitingTransactions < MAX_WAITING_TRANSACTIONS;
      const chosen: [string, Queue<Request>][] = [];
      let commands = 0;
      for (const each of queues) {
        const [, queue] = each;
        if (queue.isUnderWay || queue.requests.length === 0) continue;
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
    done({ events, waits }, held) {
      if (waits) waitingTransactions -= 1;
      for (const { eventId } of events) {
        const queue = queues.get(eventId)!;
        // Several, where a failed batch was split by its commands.
        const back = held.flatMap((one) => (one.eventId === eventId ? one.requests : []));
        queue.isUnderWay = false;
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
