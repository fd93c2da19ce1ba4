import type { Arrival } from "./arrivals.ts";
import type { Board, MinuteCount } from "./board.ts";
import type { LogEntry } from "./log.ts";

const MINUTE = 60_000;

/** The board after these entries as well; null: one of them says too little, and the board has to be read anew. */
export function boardAfter(board: Board, entries: readonly LogEntry[]): Board | null {
  let next: Board | null = board;
  for (const entry of entries) if (next && entry.seq > next.seq) next = afterEntry(next, entry);
  return next;
}

function afterEntry(board: Board, { seq, commandId, body }: LogEntry): Board | null {
  const after = { ...board, seq };
  if (body.type === "guest.removed" || body.type === "guest.readmitted") return body.guest?.arrived === 0 ? after : null;
  if (body.type !== "guest.arrived") return after;
  // Of whom a take-back concerns, by which gate and when, the entry does not say.
  if (body.people <= 0) return null;
  const { fact } = body;
  const arrivals = body.guest?.arrivals ?? [];
  const came = fact
    ? arrivals.find(({ device, counter }) => device === fact.device && counter === fact.counter)
    : arrivals.find((arrival) => arrival.commandId === commandId);
  return came?.people === body.people && !came.takenBack ? withArrival(after, came) : null;
}

function withArrival(board: Board, { gate, at, people }: Arrival): Board {
  const minute = Math.floor(Date.parse(at) / MINUTE) * MINUTE;
  return {
    ...board,
    gates: withCount(board.gates, (one) => one.gate === gate, { gate, people }).toSorted((a, b) => b.people - a.people),
    minutes: withCount(board.minutes, (one: MinuteCount) => Date.parse(one.at) === minute, { at: new Date(minute).toISOString(), people }),
  };
}

function withCount<Count extends { people: number }>(counts: Count[], isIt: (one: Count) => boolean, more: Count): Count[] {
  if (!counts.some(isIt)) return [...counts, more];
  return counts.map((one) => (isIt(one) ? { ...one, people: one.people + more.people } : one));
}
