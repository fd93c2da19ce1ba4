import { setTimeout as sleep } from "node:timers/promises";
import { operations } from "../../../server/src/testing/documented-operations.ts";
import type { Gathering } from "./gathering.ts";
import { aQuestion, intent, plusOnes, postMessage } from "./intents.ts";
import { NotAnswered, personalLink, shareLink } from "./links.ts";
import { emailOf } from "./people.ts";
import type { Actor, Intent, Scene } from "./scene.ts";
import type { Random } from "./random.ts";
import { sendUntilKnown, type Outcome } from "./send-command.ts";

const TWINS = 0.1;
/** Between two commands of one host (ms). */
const PAUSES = { shortest: 100, longest: 500 };
/** How long somebody who was put out stays out (ms). */
const OUT = { shortest: 50, longest: 900 };

/** Puts out and takes back, seats and unseats, changes the event, until the round is over. */
export async function actAsHost(scene: Scene, gathering: Gathering, host: Actor): Promise<void> {
  const { random } = host;
  while (!scene.isOver()) {
    await sleep(random.int(PAUSES.shortest, PAUSES.longest));
    try {
      await doSomething(scene, gathering, host);
    } catch (error) {
      if (!(error instanceof NotAnswered)) throw error; // whoever was invited has been removed meanwhile
    }
  }
}

interface Turn {
  scene: Scene;
  gathering: Gathering;
  host: Actor;
  random: Random;
  /** Somebody on the list, or about to be. */
  somebody: Actor;
  guestId: string;
  send(intent: Intent): Promise<Outcome>;
  does(command: string, input?: Record<string, unknown>): Promise<Outcome>;
}

/** An act of hosts, and how often it comes beside the rest. */
const weighed = (weight: number, act: (turn: Turn) => unknown) => ({ weight, act });

const acts = {
  remove: weighed(4, removeAndTakeBack),
  revoke: weighed(2, revokeAndLetBackIn),
  capacity: weighed(3, ({ random, does }) => {
    const capacity = random.pick([null, random.int(1, 4), random.int(5, 60), random.int(5, 60)]);
    return does("editEvent", { fields: { capacity }, ...(random.chance(0.4) && { override: true }) });
  }),
  edit: weighed(1, ({ random, does }) => {
    const [title, most] = [`Picnic ${random.int(1, 999)}`, random.int(1, 4)];
    const fields = random.pick([{ title }, { plusOnesAllowed: most }, { waitlistRule: random.pick(["strict", "fillGaps"]) }]);
    return does("editEvent", { fields });
  }),
  answerFor: weighed(2, ({ random, guestId, does }) => {
    const answer = random.pick(["going", "maybe", "declined"]);
    const override = answer === "going" && random.chance(0.3);
    return does("answerForGuest", { guestId, answer, plusOnes: plusOnes(random), ...(override && { override }) });
  }),
  add: weighed(1, ({ random, does }) => {
    const [guestId, name] = [random.uuid(), `Walk-in ${random.int(1, 1e6)}`];
    return does("addGuest", { guestId, name, answer: "going", plusOnes: plusOnes(random) });
  }),
  rename: weighed(1, ({ random, guestId, does }) => does("editGuest", { guestId, name: `Renamed ${random.int(1, 1e6)}` })),
  letIn: weighed(2, ({ random, guestId, does }) =>
    does("recordArrival", { guestId, people: random.pick([1, 1, 2, -1]), ...(random.chance(0.3) && { override: true }) }),
  ),
  report: weighed(1, ({ random, guestId, host, does }) => {
    const fact = (counter: number) => ({ counter, at: "2027-06-18T18:30:00.000Z", gate: "North", guestId, people: random.int(1, 3) });
    const counter = random.int(1, 1_000_000);
    const facts = [fact(counter), ...(random.chance(0.3) ? [{ ...fact(counter + 1), people: 0, takesBack: counter }] : [])];
    return does("mergeArrivals", { device: host.random.uuid(), sentAt: "2027-06-18T19:00:00.000Z", facts });
  }),
  tag: weighed(1, ({ random, guestId, does }) =>
    does("tagGuests", { guestIds: [guestId], tag: random.pick(["Family", "Press"]), tagged: random.chance(0.6) }),
  ),
  answerForSome: weighed(1, ({ random, guestId, does }) =>
    does("answerForGuests", { guests: [{ guestId, answer: random.pick(["going", "maybe", "declined"]), plusOnes: plusOnes(random) }] }),
  ),
  reorder: weighed(2, ({ random, guestId, does }) =>
    does("moveOnWaitlist", { moves: [{ guestId, to: random.pick(["first", "last", "up", "down"]) }] }),
  ),
  ask: weighed(1, ({ random, does }) => does("editQuestions", { questions: [aQuestion(random)] })),
  withdraw: weighed(1, ({ somebody: { messages }, does }) => messages.length > 0 && does("deleteMessage", { messageId: messages.at(-1) })),
  audience: weighed(0.4, ({ random, does }) =>
    does("editEvent", { fields: { guestListFor: random.pick(["everyone", "guests", "hosts"]) } }),
  ),
  chat: weighed(0.4, ({ random, does }) => does("editEvent", { fields: { chat: random.pick(["open", "open", "readOnly", "closed"]) } })),
  share: weighed(0.4, renewShareLink),
  unhost: weighed(0.25, ({ gathering, does }) => does("removeHost", { userId: gathering.hosts.at(-1)!.userId! })),
  talk: weighed(1, ({ host, send }) => send(postMessage(host, null))),
  byName: weighed(2, ({ random, somebody: { messages }, guestId, does }) => {
    const { operationId, inPath } = random.pick(byName);
    if (!inPath.includes("messageId")) return does(operationId, { guestId });
    return messages.length > 0 && does(operationId, { messageId: messages.at(-1) });
  }),
};

/** Each has an act of its own, but for one: nobody here knows what the cookies of who is readmitted are good for. */
const besides = new Set(["removeGuest", "editGuest", "revokeInvitation", "makePersonalLink", "readmitGuest", "deleteMessage"]);

/** All else that a host does by naming a guest or a message, as the API document says: to pin, to unpin, to send again. */
const byName = operations.filter(({ operationId, input: { required = [] } }) => {
  const isNamed = (field: string) => field === "guestId" || field === "messageId";
  const isSimple = required.every((field) => isNamed(field) || field === "eventId" || field === "commandId");
  return isSimple && required.some(isNamed) && required.includes("commandId") && !besides.has(operationId);
});

const weights = Object.fromEntries(Object.entries(acts).map(([kind, { weight }]) => [kind, weight])) as Record<keyof typeof acts, number>;

async function doSomething(scene: Scene, gathering: Gathering, host: Actor): Promise<void> {
  const { random } = host;
  const people = [...gathering.guests, ...gathering.visitors].filter(({ guestId, link, isChanging }) => guestId && !link && !isChanging);
  const somebody = random.pick(people);
  const send = (one: Intent) => sendUntilKnown(scene, host, one, random.chance(TWINS));
  const does = (command: string, input?: Record<string, unknown>) => send(intent(host, command, input));
  await acts[random.weighted(weights)].act({ scene, gathering, host, random, somebody, guestId: somebody.guestId!, send, does });
}

async function removeAndTakeBack({ scene, host, random, somebody, guestId, does }: Turn) {
  const { outcome } = await does("removeGuest", { guestId });
  if (outcome !== "committed" || random.chance(0.2)) return;
  await sleep(random.int(OUT.shortest, OUT.longest));
  await takeBack(scene, host, somebody, random.chance(0.2));
}

/** Invites somebody anew who was put out: as another guest, by another link. */
export async function takeBack(scene: Scene, host: Actor, guest: Actor, isMailed: boolean): Promise<void> {
  const guestId = host.random.uuid();
  const invited = { guestId, name: guest.name, email: isMailed ? emailOf(guestId) : null, plusOnesAllowed: null, locale: null };
  const inviting = intent(host, "inviteGuests", { guests: [invited], message: "", send: isMailed });
  const { outcome } = await sendUntilKnown(scene, host, inviting, host.random.chance(TWINS));
  if (outcome === "committed") guest.link = { url: await personalLink(scene, host, guestId), guestId };
}

/** Another link to the same place on the list. No entry tells of it, so it is written down as a command that none answers. */
async function revokeAndLetBackIn({ scene, host, random, somebody, guestId, does }: Turn) {
  const { outcome } = await does("revokeInvitation", { guestId });
  if (outcome !== "committed" || random.chance(0.4)) return; // who gets no other link must be seen to stay out
  const { recorder } = scene;
  const { name: actor, eventId } = host;
  const commandId = random.uuid();
  recorder.add({ kind: "invoked", op: recorder.nextOp(), actor, eventId, commandId, command: "makePersonalLink", input: { guestId } });
  somebody.link = { url: await personalLink(scene, host, guestId), guestId };
}

async function renewShareLink({ scene, gathering, host, does }: Turn) {
  const { outcome } = await does("renewShareLink");
  if (outcome !== "committed") return;
  const url = await shareLink(scene, host);
  for (const visitor of gathering.visitors) if (visitor.guestId === null && !visitor.isChanging) visitor.link = { url, guestId: null };
}
