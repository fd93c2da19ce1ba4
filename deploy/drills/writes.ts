import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { withClient } from "../../server/src/db/content.ts";
import { Failed } from "../failed.ts";
import { say, type Gathering } from "../load/journey.ts";

/** A message that the product has acknowledged. */
export interface Written {
  text: string;
  /** Its position in the event's log. */
  seq: number;
  /** When the answer was there (ms since 1970). */
  at: number;
}

/** A constant number of messages per second, whatever becomes of those before. None is sent twice. */
export interface Writes {
  /** What all of its texts begin with, and no others. */
  prefix: string;
  acknowledged: Written[];
  /** Why writes failed, in the order in which they did; whether they were stored is not known. */
  failed: string[];
  sent: number;
  /** Waits until one is acknowledged that is none of those before; gives up after `patience` (ms). */
  untilNext(patience: number): Promise<Written>;
  /** Sends no more, and waits for the answers. */
  stop(): Promise<void>;
}

/** Writes as the guests of a gathering, each in turn. */
export function startWrites(gathering: Gathering, perSecond: number): Writes {
  const { guests } = gathering;
  const underWay = new Set<Promise<void>>();
  const prefix = `message ${randomBytes(2).toString("hex")}-`;
  const writes: Writes = { prefix, acknowledged: [], failed: [], sent: 0, untilNext, stop };

  function write() {
    const text = prefix + ++writes.sent;
    const asked: Promise<void> = say(gathering, guests[writes.sent % guests.length]!, text)
      .then((seq) => void writes.acknowledged.push({ text, seq, at: Date.now() }))
      .catch((error: Error) => void writes.failed.push(error.message))
      .finally(() => underWay.delete(asked));
    underWay.add(asked);
  }
  // By the clock: a timer that is late would leave some out.
  const began = performance.now();
  const timer = setInterval(() => {
    for (let due = ((performance.now() - began) / 1_000) * perSecond - writes.sent; due >= 1; due--) write();
  }, 5);

  async function untilNext(patience: number): Promise<Written> {
    const before = writes.acknowledged.length;
    for (const deadline = Date.now() + patience; writes.acknowledged.length === before; await sleep(10))
      if (Date.now() > deadline) throw new Failed(`no write was acknowledged within ${patience / 1_000} s: ${writes.failed.at(-1)}`);
    return writes.acknowledged[before]!;
  }
  async function stop() {
    clearInterval(timer);
    await Promise.all(underWay);
  }
  return writes;
}

/** What became of writes in a database. */
export interface Kept {
  /** Acknowledged, and not there. */
  lost: Written[];
  /** There more than once. */
  doubled: number;
  /** There without having been acknowledged: whoever sent them heard of an error, and sends them again under the same id. */
  unacknowledged: number;
}

export async function keptOf({ prefix, acknowledged }: Writes, url: string, eventId: string): Promise<Kept> {
  const { rows } = await withClient(url, (client) =>
    client.query<{ text: string; times: number }>(
      "select text, count(*)::int as times from messages where event_id = $1 and starts_with(text, $2) group by text",
      [eventId, prefix],
    ),
  );
  const times = new Map(rows.map(({ text, times }) => [text, times]));
  const known = new Set(acknowledged.map(({ text }) => text));
  return {
    lost: acknowledged.filter(({ text }) => !times.has(text)),
    doubled: rows.filter(({ times }) => times > 1).length,
    unacknowledged: rows.filter(({ text }) => !known.has(text)).length,
  };
}

/** At most this many are named. */
const NAMED = 40;

/** Counts and names writes. */
export function named(writes: Written[]): string {
  if (writes.length === 0) return "none";
  const names = writes.slice(0, NAMED).map(({ text, seq }) => `${text} (position ${seq})`);
  const more = writes.length > NAMED ? [`${writes.length - NAMED} more`] : [];
  return `${writes.length}: ${[...names, ...more].join(", ")}`;
}
