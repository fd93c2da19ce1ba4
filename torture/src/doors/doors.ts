import { admittedTwice } from "@turnout/contract/arrivals";
import { CLOCK_TOLERANCE } from "@turnout/contract/door-facts";
import { randomFrom, type Random } from "../processes/random.ts";
import { idOf } from "../simulation/person.ts";
import { createDoor, type Door, type Passage } from "./door.ts";
import { createDoorServer, type DoorServer, type Party } from "./door-server.ts";

/** Codes that are shown at the doors of one schedule. */
export const CODES = 2_000;
const GATES = ["North", "South", "East"];
const BEGINNING = Date.parse("2027-06-18T18:00:00.000Z");

export interface Evening {
  seed: number;
  /** What was not as it has to be, the first few of each kind. */
  wrong: string[];
  /** How much there was to judge. */
  counted: { passages: number; twice: number; takenBack: number; removed: number; facts: number };
}

/** Three doors let 2,000 parties in, with cuts, wrong clocks, codes shown twice and late uploads; then what all say is held against who walked in. */
export async function playEvening(seed: number): Promise<Evening> {
  const random = randomFrom(`doors ${seed}`);
  let time = BEGINNING;
  const now = () => time;
  const parties = Array.from({ length: CODES }, (_, at): Party => ({
    guestId: idOf("b", at + 1),
    size: random.pick([1, 1, 1, 2, 2, 3, 5]),
  }));
  const server = createDoorServer(parties, () => new Date(time));
  const passages: Passage[] = [];
  const surroundings = { server, random, now, passed: (passage: Passage) => void passages.push(passage) };
  const doors = GATES.map((gate, at) => createDoor(gate, idOf("d", at + 1), surroundings));
  const removed = new Set<string>();
  for (const door of doors) door.refresh();

  for (const party of arrivals(parties, random)) {
    time += random.int(500, 9_000);
    const door = random.pick(doors);
    await happens(door, random);
    const people = random.chance(0.25) ? random.int(1, party.size) : party.size;
    await door.scan(party, people);
    if (random.chance(0.03)) await door.takeBack();
    if (random.chance(0.002)) {
      const { guestId } = random.pick(parties);
      if (await server.remove({ commandId: random.uuid(), guestId })) removed.add(guestId);
    }
  }
  await allComeBack(doors, () => (time += 1_000));
  const wrong = [
    ...wrongCounts({ server, parties, passages, removed }),
    ...wrongBoards(server, doors),
    ...wrongTimes(server, doors, passages),
  ];
  const row = [...server.guests().values()];
  const counted = {
    passages: passages.length,
    twice: row.filter((guest) => twice(guest).length > 0).length,
    takenBack: passages.filter(({ takenBack }) => takenBack).length,
    removed: [...removed].filter((guestId) => server.guests().get(guestId)!.arrived > 0).length,
    facts: row.flatMap(({ arrivals: all }) => all).filter(({ device }) => device !== undefined).length,
  };
  return { seed, wrong, counted };
}

/** Who comes when: each party at least once, some of them in parts or with a code that somebody else has shown. */
function* arrivals(parties: Party[], random: Random): Generator<Party> {
  for (const [at, party] of parties.entries()) {
    yield party;
    if (random.chance(0.12)) yield parties[random.int(Math.max(0, at - 40), at)]!;
  }
}

async function happens(door: Door, random: Random) {
  if (random.chance(0.01)) door.cut();
  if (random.chance(0.008)) await door.comesBack();
  if (random.chance(0.001)) door.jump();
}

/** Late or not: in the end each has sent everything, and reads the roster once more after the others have. */
async function allComeBack(doors: Door[], pass: () => void) {
  for (let tries = 0; doors.some((door) => door.unsent() > 0) && tries < 1_000; tries++) {
    for (const door of doors) await door.comesBack();
    pass();
  }
  for (const door of doors) door.refresh();
}

const twice = ({ party_size, arrivals: all }: { party_size: number; arrivals: Parameters<typeof admittedTwice>[0]["arrivals"] }) =>
  admittedTwice({ partySize: party_size, arrivals: all });

interface Ended {
  server: DoorServer;
  parties: Party[];
  passages: Passage[];
  removed: ReadonlySet<string>;
}

/** As many are counted as walked in and were not sent out again; whoever was let in twice unknowingly is shown with each of their gates. */
function wrongCounts({ server, parties, passages, removed }: Ended): string[] {
  const wrong: string[] = [];
  const of = Map.groupBy(
    passages.filter(({ takenBack }) => !takenBack),
    ({ guestId }) => guestId,
  );
  let all = 0;
  for (const { guestId, size } of parties) {
    const walked = of.get(guestId) ?? [];
    const people = walked.reduce((sum, one) => sum + one.people, 0);
    const unknowing = people - walked.reduce((sum, one) => sum + one.beyond, 0);
    const row = server.guests().get(guestId)!;
    if (!removed.has(guestId)) all += people;
    if (row.arrived !== people) wrong.push(`${row.name}: ${row.arrived} counted, ${people} walked in`);
    const gates = walked.length > 1 && unknowing > size ? walked.map(({ gate }) => gate).toSorted() : [];
    const shown = twice(row)
      .map(({ gate }) => gate)
      .toSorted();
    if (String(gates) !== String(shown))
      wrong.push(`${row.name}: let in twice by ${String(gates) || "nobody"}, shown: ${String(shown) || "nobody"}`);
  }
  const { arrived_people } = server.event();
  if (arrived_people !== all) wrong.push(`${arrived_people} counted in all, ${all} walked in`);
  return wrong.slice(0, 5);
}

/** All boards say the same, and no device waits for anything. */
function wrongBoards(server: DoorServer, doors: Door[]): string[] {
  const late = doors.filter((door) => door.unsent() > 0).map(({ gate }) => `${gate} has facts that nobody has`);
  const apart = doors.flatMap((door) =>
    [...server.guests()].flatMap(([id, { name, arrived }]) =>
      door.arrivedOf(id) === arrived ? [] : [`${door.gate} says ${door.arrivedOf(id)} of ${name}, the server ${arrived}`],
    ),
  );
  return [...late, ...apart.slice(0, 3)];
}

/** However wrong a clock is, as long as it goes on steadily the time is right; and that it is wrong is said. */
function wrongTimes(server: DoorServer, doors: Door[], passages: Passage[]): string[] {
  const wrong: string[] = [];
  for (const [guestId, walked] of Map.groupBy(passages, (passage) => passage.guestId)) {
    if (walked.some(({ isClockSteady, takenBack }) => !isClockSteady || takenBack)) continue;
    const shown = server
      .guests()
      .get(guestId)!
      .arrivals.filter(({ people, takenBack }) => people > 0 && !takenBack);
    const [said, true_] = [shown.map(({ at }) => at), walked.map(({ at }) => new Date(at).toISOString())];
    if (String(said) !== String(true_.toSorted())) wrong.push(`${guestId} came at ${String(true_)}, shown: ${String(said)}`);
    for (const { device, clockOff = 0 } of shown) {
      const door = doors.find((one) => one.device === device);
      if (!door && clockOff !== 0) wrong.push(`a clock is called wrong that is the server's own`);
      if (door && Math.abs(clockOff) <= CLOCK_TOLERANCE && clockOff !== 0)
        wrong.push(`${door.gate}'s clock is called wrong by ${clockOff} s`);
    }
  }
  return wrong.slice(0, 5);
}
