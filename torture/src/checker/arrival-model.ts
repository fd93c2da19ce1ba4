import { difference } from "./difference.ts";
import type { Arrival, Card } from "./entry.ts";
import type { KnownGuest, Step } from "./state.ts";

/** How many of those that were taken back by a door with a network are kept. */
const KEPT = 20;

const counts = ({ people, takenBack }: Arrival) => people > 0 && !takenBack;
const isCommands = ({ device }: Arrival) => device === undefined;
const isNamed = (device: string, counter: number) => (one: Arrival) => one.device === device && one.counter === counter;
const sorted = (arrivals: Arrival[]) =>
  arrivals.toSorted((a, b) =>
    `${a.at} ${a.device} ${a.counter} ${a.commandId}` < `${b.at} ${b.device} ${b.counter} ${b.commandId}` ? -1 : 1,
  );

/**
 * Why a guest's arrivals cannot be what they were and this entry; null where they can. As many are in as its arrivals add up to; a fact
 * of a door without a network is there once, and what takes it back counts whichever comes first.
 */
export function arrivalClash({ entry }: Step, card: Card, before: KnownGuest | null): string | null {
  if (!before) return "not on the list";
  const { people = 0, fact, gate = "" } = entry.body;
  const were = before.card.arrivals ?? [];
  const are = card.arrivals ?? [];
  const arrived = (before.card.arrived ?? 0) + people;
  if (arrived < 0 || (people === 0 && !fact)) return `${people} people came in, of whom ${before.card.arrived ?? 0} were in`;
  const expected = fact
    ? afterFact(were, are, fact)
    : people > 0
      ? afterCommand(were, entry, card, people)
      : afterTaking(were, -people, gate);
  if (typeof expected === "string") return expected;
  const standing = expected.filter(counts);
  const arrivedAt =
    standing
      .map(({ at }) => at)
      .toSorted()
      .at(-1) ?? null;
  if (arrived !== standing.reduce((sum, one) => sum + one.people, 0)) return `${arrived} are in, which is not what the arrivals add up to`;
  const late = are.find(({ at }) => at > entry.at);
  if (late && !were.some(({ at }) => at === late.at)) return `somebody came in at ${late.at}, which is not yet`;
  return difference({ ...before.card, arrived, arrivedAt, arrivals: sorted(expected) }, { ...card, arrivals: sorted(are) }, "guest");
}

function afterFact(were: Arrival[], are: Arrival[], { device, counter }: { device: string; counter: number }): Arrival[] | string {
  if (were.some(isNamed(device, counter))) return `the fact ${counter} of ${device} counts again`;
  const said = are.find(isNamed(device, counter));
  if (!said) return `the fact ${counter} of ${device} is not kept`;
  const takesBack = said.takesBack;
  if (takesBack !== undefined) {
    const isTarget = isNamed(device, takesBack);
    return [...were.map((one) => (isTarget(one) ? { ...one, takenBack: true } : one)), { ...said, people: 0 }];
  }
  const isUndone = were.some((one) => one.device === device && one.takesBack === counter);
  const tried = were.find((one) => isCommands(one) && one.commandId !== undefined && one.commandId === said.commandId);
  const { takenBack: _, ...fresh } = said;
  const one: Arrival = tried ? { ...tried, at: said.at < tried.at ? said.at : tried.at, device, counter } : fresh;
  return [...were.filter((other) => other !== tried), isUndone ? { ...one, takenBack: true } : one];
}

function afterCommand(
  were: Arrival[],
  { at, commandId, body: { gate = "" } }: Step["entry"],
  card: Card,
  people: number,
): Arrival[] | string {
  const before = were.filter(counts).reduce((sum, one) => sum + one.people, 0);
  const beyond = Math.min(people, before + people - card.partySize);
  if (were.some((one) => one.commandId === commandId)) return `the command ${commandId} counts again`;
  return [...were, { at, people, gate, commandId, ...(beyond > 0 && { beyond }) }];
}

/** The last by a door with a network go first, those by this gate before others, then the last facts likewise. */
function afterTaking(were: Arrival[], people: number, gate: string): Arrival[] {
  const left = were.map((one) => ({ ...one }));
  const last = left.filter(counts).toReversed();
  let toGo = people;
  const here = (one: Arrival) => one.gate === gate;
  const [own, facts] = [last.filter(isCommands), last.filter((one) => !isCommands(one))];
  const inTurn = [own, facts].flatMap((some) => [...some.filter(here), ...some.filter((one) => !here(one))]);
  for (const one of inTurn) {
    const gone = Math.min(toGo, one.people);
    toGo -= gone;
    if (gone === one.people) one.takenBack = true;
    else one.people -= gone;
  }
  const old = left.filter((one) => one.takenBack && isCommands(one)).slice(0, -KEPT);
  return left.filter((one) => !old.includes(one));
}
