import { answer, say, type Gathering } from "./journey.ts";

/** A constant load of requests, sent whatever becomes of those before. */
export interface Requests {
  /** So far. */
  sent: number;
  /** Why requests failed, in the order in which they did. Nothing is sent twice. */
  failed: string[];
  /** Positions of the messages that the server has acknowledged. */
  acknowledged: number[];
  /** How long each answer took (ms). */
  took: number[];
  /** Sends no more, and waits for the answers. */
  stop(): Promise<void>;
}

interface Rates {
  /** Pages, events and guest lists, in turn (per second). */
  reads: number;
  /** Messages and answers, in turn (per second). */
  commands: number;
}

/** Sends requests as the guests of a gathering, each in turn. */
export function startRequests(gathering: Gathering, { reads, commands }: Rates): Requests {
  const { eventId, guests } = gathering;
  const paths = [`/e/${eventId}`, `/api/events/${eventId}`, `/api/events/${eventId}/guests`];
  const underWay = new Set<Promise<void>>();
  const requests: Requests = { sent: 0, failed: [], acknowledged: [], took: [], stop };

  async function read(turn: number) {
    await guests[turn % guests.length]!.ask("GET", paths[turn % paths.length]!);
  }
  async function command(turn: number) {
    const guest = guests[(turn >> 1) % guests.length]!;
    if (turn % 2 === 0) requests.acknowledged.push(await say(gathering, guest, `message ${turn}`));
    else await answer(gathering, guest, turn % 4 === 1 ? "maybe" : "going");
  }
  function send(ask: (turn: number) => Promise<void>, turn: number) {
    const began = performance.now();
    requests.sent++;
    const asked: Promise<void> = ask(turn)
      .then(() => void requests.took.push(performance.now() - began))
      .catch((error: Error) => void requests.failed.push(error.message))
      .finally(() => underWay.delete(asked));
    underWay.add(asked);
  }
  const timers = [everySoOften(reads, (turn) => send(read, turn)), everySoOften(commands, (turn) => send(command, turn))];

  async function stop() {
    for (const timer of timers) clearInterval(timer);
    await Promise.all(underWay);
  }
  return requests;
}

function everySoOften(perSecond: number, act: (turn: number) => void): NodeJS.Timeout | undefined {
  let turn = 0;
  return perSecond === 0 ? undefined : setInterval(() => act(turn++), 1_000 / perSecond);
}
