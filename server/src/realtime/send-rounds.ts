import type { StoredEntry } from "@turnout/contract/log";
import type { Clock } from "../clock.ts";
import type { Span, Tracing } from "../telemetry/tracing.ts";
import type { Subscriber } from "./subscriber.ts";

/**
 * Subscribers served in one turn of the event loop, 1.5 ms. Other work of this process waits as long, and whoever connects several
 * turns: see `listenOn`.
 */
export const SEND_SLICE = 100;
/** After a round of several entries, a feed cools down for half as long as the round took, at most this long (ms). */
export const MAX_COOL_DOWN = 25;

/**
 * Sends to each of them, and lets other work of this process have its turn after each slice. `soon` runs something in the next turn;
 * `done` is called after the last.
 */
export function sendInSlices(
  subscribers: ReadonlySet<Subscriber>,
  send: (subscriber: Subscriber) => void,
  done: () => void = () => {},
  soon: (run: () => void) => void = setImmediate,
): void {
  const waiting = subscribers.values();
  function sendSlice() {
    let served = 0;
    for (const subscriber of waiting) {
      send(subscriber);
      // A set's iterator continues where the last slice stopped.
      if (++served === SEND_SLICE) return soon(sendSlice);
    }
    done();
  }
  sendSlice();
}

export interface SendRoundsDeps {
  clock: Clock;
  subscribers: ReadonlySet<Subscriber>;
  /** The newest position of the event's log. */
  head(): number;
  /** Sends one subscriber what it misses. Does not throw. */
  deliver(subscriber: Subscriber): void;
  /** Seconds from commit to the last send of a round, and the trace of its first entries where that is recorded. */
  measureLag?: ((seconds: number, traceId?: string) => void) | undefined;
  tracing?: Tracing | null | undefined;
}

/**
 * Sends new entries to all subscribers in rounds. Entries that arrive during a round go out together in the next one:
 * the busier it gets, the more each send carries.
 */
export function createSendRounds(deps: SendRoundsDeps): { schedule(newEntries: readonly StoredEntry[], trace?: string): void } {
  const { clock, subscribers } = deps;
  let oldestUnsent: StoredEntry | undefined;
  /** The trace that the first of them belongs to which is recorded. */
  let unsentTrace: string | undefined;
  let isSending = false;
  let coolDownUntil = -Infinity;
  /** The head that the last round brought everyone to. */
  let sentUpTo = deps.head();

  function schedule(newEntries: readonly StoredEntry[], trace?: string) {
    oldestUnsent ??= newEntries[0];
    unsentTrace ??= trace;
    if (isSending) return;
    const coolDown = coolDownUntil - clock.now();
    if (coolDown <= 0) return sendRound();
    isSending = true;
    clock.after(coolDown, sendRound);
  }

  function sendRound() {
    isSending = true;
    const began = clock.now();
    const oldest = oldestUnsent;
    const head = deps.head();
    const span = unsentTrace === undefined ? null : beginSpan(unsentTrace, head - sentUpTo);
    oldestUnsent = undefined;
    unsentTrace = undefined;
    function endRound() {
      isSending = false;
      const took = clock.now() - began;
      // Several entries in one round: they arrive faster than rounds finish. The cool-down yields the processor and collects more.
      if (head - sentUpTo > 1) coolDownUntil = clock.now() + Math.min(took / 2, MAX_COOL_DOWN);
      sentUpTo = head;
      if (oldest) deps.measureLag?.(Math.max(0, Date.now() - Date.parse(oldest.at)) / 1000, span?.traceId);
      span?.end();
      if (deps.head() > head) schedule([]);
    }

    sendInSlices(subscribers, deps.deliver, endRound, (run) => void clock.after(0, run));
  }

  function beginSpan(trace: string, entries: number): Span | null {
    const attributes = { "turnout.entries": entries, "turnout.subscribers": subscribers.size, "network.protocol.name": "websocket" };
    return deps.tracing?.resume(trace, () => ({ name: "deliver entries", kind: "producer", attributes })) ?? null;
  }

  return { schedule };
}
