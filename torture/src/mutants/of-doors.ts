import { mutantsIn } from "./mutant.ts";

/** Bugs of doors that go on without a network, on the server and on the device. */
export const doorMutants = mutantsIn(`
server/src/guests/merge-arrivals.ts

counter-ignored [doors]: a fact counts as often as it is sent
- if (factOf(arrivals, fact)) return arrivals;
+ if (arrivals.length > 1_000) return arrivals;

device-ignored [doors]: of two devices' facts with one counter, the second is lost
- arrival.device === device && arrival.counter === counter);
+ arrival.device !== undefined && arrival.counter === counter);

last-writer-wins [doors]: a fact takes the place of what other doors recorded
- const rest = arrivals.filter((arrival) => arrival !== online);
+ const rest = arrivals.filter((arrival) => arrival !== online && arrival.device === fact.device);

clock-decides [doors]: when somebody came is what the device's clock says
- at: new Date(now.getTime() - age).toISOString(),
+ at: age < 0 ? "" : fact.at,

early-undo-lost [doors]: what takes a fact back does nothing when it comes before it
- ...(isUndone && { takenBack: true })
+ ...(isUndone && arrivals.length > 1_000 && { takenBack: true })

undo-lost [doors]: what takes a fact back is kept, and changes nothing
- device === fact.device && counter === fact.takesBack;
+ device === fact.device && counter === -1;

tried-counts-twice [doors]: a command without an answer and the fact recorded instead both count
- arrival.commandId === fact.commandId && !arrival.device
+ arrival.commandId === fact.device && !arrival.device

server/src/guests/commands.ts

removed-is-dropped [doors]: who came in by a door that did not know of their removal is forgotten
- if (!before) return;
+ if (!before || before.removed_at) return;

contract/src/arrivals.ts

conflict-silent [doors]: nobody hears that people were let in twice
- unknowing > partySize ? standing : [];
+ unknowing > partySize + 1_000 ? standing : [];

conflict-names-one-door [doors]: of two doors that let the same people in, one is shown
- unknowing > partySize ? standing : [];
+ unknowing > partySize ? standing.slice(0, 1) : [];

knowing-is-a-conflict [doors]: who was let in beyond the party by somebody who knew is called let in twice
- Math.max(0, people - beyond), 0);
+ Math.max(0, people + beyond * 0), 0);

contract/src/door-ledger.ts

forgotten-before-acknowledged [doors]: a device forgets facts that the server does not have
- facts: ledger.facts.filter(({ seq }) => seq === null || seq > position)
+ facts: ledger.facts.filter(({ seq }) => seq !== null && seq > position)
`);
