import type { FactOutcome } from "@turnout/contract/door-facts";
import {
  emptyLedger,
  nextToSend,
  peopleBeside,
  withAcknowledged,
  withoutKnown,
  withRecorded,
  type Ledger,
} from "@turnout/contract/door-ledger";
import type { Random } from "../processes/random.ts";
import type { DoorServer, Party } from "./door-server.ts";

/** Somebody who went through a door, as they know it themselves. */
export interface Passage {
  guestId: string;
  gate: string;
  people: number;
  /** How many of them are more than announced, and whoever let them in knew. */
  beyond: number;
  /** By the true clock (ms). */
  at: number;
  /** Whether the door's clock was right about how long ago that was, when it reported it. */
  isClockSteady: boolean;
  takenBack: boolean;
}

export interface DoorSurroundings {
  server: DoorServer;
  random: Random;
  /** The true clock. */
  now(): number;
  passed(passage: Passage): void;
}

interface Board {
  seq: number;
  arrived: Map<string, number>;
}

/** How often a command or an upload arrives and its answer does not. */
const ANSWER_LOST = 0.08;

export type Door = ReturnType<typeof createDoor>;

function shuffled<Item>(items: readonly Item[], random: Random): Item[] {
  return items
    .map((item) => ({ item, at: random.int(0, 1e9) }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

/** One door with a device: what it keeps survives a restart, what it has in hand does not. */
export function createDoor(gate: string, device: string, { server, random, now, passed }: DoorSurroundings) {
  let ledger: Ledger = emptyLedger;
  let board: Board = { seq: 0, arrived: new Map() };
  let hasNetwork = true;
  let clockOff = random.pick([0, 0, 40_000, 3 * 3_600_000, -26 * 3_600_000]);
  /** Passages whose facts have not been reported: a jump of the clock makes their times wrong. */
  const unreported = new Set<Passage>();
  const last: { passage: Passage; counter: number | null }[] = [];
  /** Commands that are still on their way. */
  const late: Parameters<DoorServer["letIn"]>[0][] = [];
  const outcomes = new Map<number, FactOutcome>();

  const clock = () => new Date(now() + clockOff).toISOString();
  const arrivedOf = (guestId: string) => (board.arrived.get(guestId) ?? 0) + (peopleBeside(ledger, board.seq).get(guestId) ?? 0);

  function refresh() {
    board = { seq: server.event().log_seq, arrived: new Map([...server.guests()].map(([id, { arrived }]) => [id, arrived])) };
    ledger = withoutKnown(ledger, board.seq);
  }

  function walkThrough(guestId: string, people: number, beyond: number, counter: number | null) {
    const passage: Passage = { guestId, gate, people, beyond, at: now(), isClockSteady: true, takenBack: false };
    last.push({ passage, counter });
    if (counter !== null) unreported.add(passage);
    passed(passage);
  }

  function record({ guestId, size }: Party, people: number, instead?: string) {
    const arrived = arrivedOf(guestId);
    const over = arrived + people - size;
    // Red: somebody who knows may let them in all the same. Not where a command may have done it already.
    if (over > 0 && instead === undefined && !random.chance(0.2)) return;
    const beyond = instead === undefined ? Math.min(people, Math.max(0, over)) : 0;
    const saw = { at: clock(), gate, guestId, people, ...(beyond > 0 && { beyond }), ...(instead !== undefined && { instead }) };
    ledger = withRecorded(ledger, saw, people);
    walkThrough(guestId, people, beyond, ledger.last);
  }

  async function scanOnline(party: Party, people: number) {
    const commandId = random.uuid();
    const input = { commandId, guestId: party.guestId, people, gate };
    const fate = random.chance(ANSWER_LOST) ? random.pick(["lost before", "lost after", "late"] as const) : "told";
    const sent = fate === "told" || fate === "lost after" ? await server.letIn(input) : null;
    if (fate === "told") {
      if (sent) walkThrough(party.guestId, people, 0, null);
      return;
    }
    // No answer: whether that happened is not known, and the people stand there.
    hasNetwork = false;
    record(party, people, commandId);
    // It arrives before the fact that says the same, or long after.
    if (fate === "late" && random.chance(0.5)) await server.letIn(input);
    else if (fate === "late") late.push(input);
  }

  /** Sends what is there in batches, some of them again, until all is acknowledged or an answer is lost. */
  async function upload() {
    let sent = nextToSend(ledger);
    while (hasNetwork && sent.length > 0) {
      const some = random.chance(0.3) ? shuffled(sent, random).slice(0, random.int(1, sent.length)) : sent;
      const input = { commandId: random.uuid(), device, sentAt: clock(), facts: some };
      const reply = await server.merge(input);
      for (const { counter } of some) for (const one of last) if (one.counter === counter) unreported.delete(one.passage);
      if (random.chance(ANSWER_LOST)) return void (hasNetwork = random.chance(0.5));
      if (random.chance(0.1)) await server.merge({ ...input, commandId: random.uuid() });
      for (const [at, { counter }] of some.entries()) outcomes.set(counter, reply!.result.outcomes[at]!);
      ledger = withAcknowledged(ledger, some, reply!.result.outcomes, reply!.seq);
      sent = nextToSend(ledger);
    }
  }

  return {
    gate,
    device,
    get clockOff() {
      return clockOff;
    },
    arrivedOf,
    outcomes,
    unsent: () => nextToSend(ledger).length,
    refresh,
    /** People of a party stand there and show their code. */
    async scan(party: Party, people: number) {
      if (hasNetwork) await scanOnline(party, people);
      else record(party, people);
    },
    /** Takes one of the last ten back. */
    async takeBack() {
      const one = last.slice(-10).findLast(({ passage, counter }) => !passage.takenBack && (counter !== null || hasNetwork));
      if (!one) return;
      const { passage, counter } = one;
      const { guestId, people } = passage;
      if (counter === null) {
        if (await server.letIn({ commandId: random.uuid(), guestId, people: -people, gate })) passage.takenBack = true;
        return;
      }
      ledger = withRecorded(ledger, { at: clock(), gate, guestId, people: 0, takesBack: counter }, -people);
      passage.takenBack = true;
      unreported.delete(passage);
    },
    cut: () => void (hasNetwork = false),
    /** Somebody sets the device's clock: what it has not reported yet will be off by that. */
    jump() {
      clockOff += random.pick([1, -1]) * random.int(1, 5) * 3_600_000;
      for (const passage of unreported) passage.isClockSteady = false;
    },
    async comesBack() {
      hasNetwork = true;
      await upload();
      for (const input of late.splice(0)) await server.letIn(input);
      if (hasNetwork) refresh();
    },
  };
}
