import { peopleIn, standingArrivals, type Arrival } from "@turnout/contract/arrivals";
import { CLOCK_TOLERANCE, type DoorFact, type MergeArrivals } from "@turnout/contract/door-facts";
import type { GuestRow } from "./tables.ts";

/** Most arrivals of one guest that were taken back online and are still kept. */
export const TAKEN_BACK_KEPT = 20;
/** Longest that a fact is reckoned back (ms): a device that says more has a clock that jumped, and the database knows no such year. */
export const OLDEST_FACT = 30 * 86_400_000;

type Counted = Pick<GuestRow, "arrived" | "arrived_at" | "arrivals">;

/** The arrivals that add up to `arrived`: those that another version of the server counted are of no known gate. */
export function arrivalsOf({ arrived, arrived_at, arrivals }: Counted): Arrival[] {
  const known = peopleIn(arrivals);
  if (arrived === known) return arrivals;
  if (arrived < known) return takenBack(arrivals, known - arrived, "");
  const at = (arrived_at ?? new Date(0)).toISOString();
  return inOrder([...arrivals, { at, people: arrived - known, gate: "" }]);
}

/** What a guest's row says of who came in. */
export function countedBy(arrivals: Arrival[]): Counted {
  const last = standingArrivals(arrivals).reduce((latest, { at }) => Math.max(latest, Date.parse(at)), -Infinity);
  return { arrived: peopleIn(arrivals), arrived_at: last === -Infinity ? null : new Date(last), arrivals };
}

/** With one more arrival at a door that has a network. */
export function withArrival(arrivals: Arrival[], arrival: Arrival): Arrival[] {
  return inOrder([...arrivals, arrival]);
}

/** With so many people fewer: those first who came in last by a door with a network, and among them by this gate. */
export function takenBack(arrivals: Arrival[], people: number, gate: string): Arrival[] {
  let left = people;
  const taken = new Map<Arrival, Arrival[]>();
  const turn = (arrival: Arrival) => (arrival.device === undefined ? 0 : 2) + (arrival.gate === gate ? 0 : 1);
  for (const arrival of standingArrivals(arrivals)
    .toReversed()
    .sort((a, b) => turn(a) - turn(b))) {
    if (left === 0) break;
    const gone = Math.min(left, arrival.people);
    left -= gone;
    taken.set(arrival, gone === arrival.people ? [{ ...arrival, takenBack: true }] : [{ ...arrival, people: arrival.people - gone }]);
  }
  return withoutOld(arrivals.flatMap((arrival) => taken.get(arrival) ?? [arrival]));
}

/** Facts are kept for good, since they may come again; commands are not, whose results the database keeps. */
function withoutOld(arrivals: Arrival[]): Arrival[] {
  const gone = arrivals.filter((arrival) => arrival.takenBack && arrival.device === undefined);
  const old = new Set(gone.slice(0, Math.max(0, gone.length - TAKEN_BACK_KEPT)));
  return arrivals.filter((arrival) => !old.has(arrival));
}

/** A door's fact among arrivals: its device and counter name it. */
export type KeptFact = Arrival & { device: string; counter: number };

/** A fact as it is kept. When it happened is reckoned back from now, so that a clock that is wrong all along changes nothing. */
export function arrivalOf(fact: DoorFact, { device, sentAt }: Pick<MergeArrivals, "device" | "sentAt">, now: Date): KeptFact {
  const { counter, gate, people, beyond, takesBack, instead } = fact;
  const age = Math.min(OLDEST_FACT, Math.max(0, Date.parse(sentAt) - Date.parse(fact.at)));
  const off = Math.round((Date.parse(sentAt) - now.getTime()) / 1_000);
  return {
    at: new Date(now.getTime() - age).toISOString(),
    people: takesBack === undefined ? people : 0,
    gate,
    ...(instead !== undefined && { commandId: instead }),
    device,
    counter,
    ...(beyond !== undefined && { beyond }),
    ...(takesBack !== undefined && { takesBack }),
    ...(Math.abs(off) > CLOCK_TOLERANCE && { clockOff: off }),
  };
}

/**
 * The same list whatever the order in which facts come, and however often: each is one more of a set. The same array: it was there.
 * What takes a fact back may come before it.
 */
export function withFact(arrivals: Arrival[], fact: KeptFact): Arrival[] {
  if (factOf(arrivals, fact)) return arrivals;
  if (fact.takesBack !== undefined) {
    const isTarget = ({ device, counter }: Arrival) => device === fact.device && counter === fact.takesBack;
    return inOrder([...arrivals.map((arrival) => (isTarget(arrival) ? { ...arrival, takenBack: true as const } : arrival)), fact]);
  }
  const isUndone = arrivals.some(({ device, takesBack }) => device === fact.device && takesBack === fact.counter);
  const online = arrivals.find((arrival) => fact.commandId !== undefined && arrival.commandId === fact.commandId && !arrival.device);
  const rest = arrivals.filter((arrival) => arrival !== online);
  const { device, counter } = fact;
  return inOrder([
    ...rest,
    {
      ...(online ? { ...online, at: online.at < fact.at ? online.at : fact.at, device, counter } : fact),
      ...(isUndone && { takenBack: true }),
    },
  ]);
}

/** What is kept of a device's fact. */
export const factOf = (arrivals: readonly Arrival[], { device, counter }: Pick<Arrival, "device" | "counter">): Arrival | undefined =>
  arrivals.find((arrival) => arrival.device === device && arrival.counter === counter);

const keyOf = ({ at, device = "", counter = 0, commandId = "" }: Arrival) =>
  [at, device, String(counter).padStart(7, "0"), commandId].join(" ");

function inOrder(arrivals: Arrival[]): Arrival[] {
  return arrivals.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}
