import { setTimeout as sleep } from "node:timers/promises";
import { operations } from "../../../server/src/testing/documented-operations.ts";
import type { Gathering } from "./gathering.ts";
import * as intents from "./intents.ts";
import { NotAnswered, personalLink, shareLink } from "./links.ts";
import { emailOf } from "./people.ts";
import type { Actor, Scene } from "./scene.ts";
import type { Random } from "./random.ts";
import { sendUntilKnown, type Outcome } from "./send-command.ts";
import type { Intent } from "./command-intent.ts";

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
}

/** What hosts do, and how often beside the rest. */
const acts: Record<string, [weight: number, act: (turn: Turn) => unknown]> = {
  remove: [4, removeAndTakeBack],
  revoke: [2, revokeAndLetBackIn],
  capacity: [3, ({ host, random, send }) => send(intents.editEvent(host, { capacity: aCapacity(random) }, random.chance(0.4)))],
  edit: [1, ({ host, random, send }) => send(intents.editEvent(host, anEdit(random)))],
  answerFor: [2, ({ host, guestId, send }) => send(intents.answerForGuest(host, guestId))],
  add: [1, ({ host, send }) => send(intents.addGuest(host))],
  rename: [1, ({ host, guestId, send }) => send(intents.editGuest(host, guestId))],
  withdraw: [1, ({ host, somebody, send }) => somebody.messages.at(-1) && send(intents.deleteMessage(host, somebody.messages.at(-1)!))],
  audience: [
    0.4,
    ({ host, random, send }) => send(intents.editEvent(host, { guestListFor: random.pick(["everyone", "guests", "hosts"]) })),
  ],
  chat: [0.4, ({ host, random, send }) => send(intents.editEvent(host, { chat: random.pick(["open", "open", "readOnly", "closed"]) }))],
  share: [0.4, renewShareLink],
  unhost: [0.25, ({ host, gathering, send }) => send(intents.intent(host, "removeHost", { userId: gathering.hosts.at(-1)!.userId! }))],
  talk: [1, ({ host, send }) => send(intents.postMessage(host, null))],
  byName: [2, doByName],
};

/** Each has an act of its own, but for one: nobody here knows what the cookies of who is readmitted are good for. */
const besides = new Set(["removeGuest", "editGuest", "revokeInvitation", "makePersonalLink", "readmitGuest", "deleteMessage"]);

/** All else that a host does by naming a guest or a message, as the API document says: to pin, to unpin, to send again. */
const byName = operations.filter(({ operationId, input: { required = [] } }) => {
  const isNamed = (field: string) => field === "guestId" || field === "messageId";
  const isSimple = required.every((field) => isNamed(field) || field === "eventId" || field === "commandId");
  return isSimple && required.some(isNamed) && required.includes("commandId") && !besides.has(operationId);
});

const weights = Object.fromEntries(Object.entries(acts).map(([kind, [weight]]) => [kind, weight]));

async function doSomething(scene: Scene, gathering: Gathering, host: Actor): Promise<void> {
  const { random } = host;
  const people = [...gathering.guests, ...gathering.visitors].filter(({ guestId, link, isChanging }) => guestId && !link && !isChanging);
  const somebody = random.pick(people);
  const send = (intent: Intent) => sendUntilKnown(scene, host, intent, random.chance(TWINS));
  const [, act] = acts[random.weighted(weights)]!;
  await act({ scene, gathering, host, random, somebody, guestId: somebody.guestId!, send });
}

const aCapacity = (random: Random) => random.pick([null, random.int(1, 4), random.int(5, 60), random.int(5, 60)]);

const anEdit = (random: Random) =>
  random.pick([
    { title: `Picnic ${random.int(1, 999)}` },
    { plusOnesAllowed: random.int(1, 4) },
    { waitlistRule: random.pick(["strict", "fillGaps"]) },
  ]);

function doByName({ host, random, somebody, guestId, send }: Turn) {
  const { operationId, inPath } = random.pick(byName);
  const messageId = somebody.messages.at(-1);
  if (!inPath.includes("messageId")) return send(intents.intent(host, operationId, { guestId }));
  return messageId && send(intents.intent(host, operationId, { messageId }));
}

async function removeAndTakeBack({ scene, host, random, somebody, guestId, send }: Turn) {
  const { outcome } = await send(intents.removeGuest(host, guestId));
  if (outcome === "committed" && random.chance(0.8)) await takeBack(scene, host, somebody);
}

/** Who gets no other link must be seen to stay out. */
async function revokeAndLetBackIn({ scene, host, random, somebody, guestId, send }: Turn) {
  const { outcome } = await send(intents.intent(host, "revokeInvitation", { guestId }));
  if (outcome === "committed" && random.chance(0.6)) await letBackIn(scene, host, somebody);
}

async function renewShareLink({ scene, gathering, host, send }: Turn) {
  const { outcome } = await send(intents.intent(host, "renewShareLink"));
  if (outcome === "committed") await handOutShareLink(scene, gathering, host);
}

/** Invites somebody anew who was put out: as another guest, by another link. */
async function takeBack(scene: Scene, host: Actor, guest: Actor): Promise<void> {
  await sleep(host.random.int(OUT.shortest, OUT.longest));
  const guestId = host.random.uuid();
  const email = host.random.chance(0.2) ? emailOf(guestId) : null;
  const { outcome } = await sendUntilKnown(scene, host, intents.inviteGuest(host, guestId, guest.name, email), host.random.chance(TWINS));
  if (outcome === "committed") guest.link = { url: await personalLink(scene, host, guestId), guestId };
}

/** Another link to the same place on the list. No entry tells of it, so it is written down as a command that none answers. */
async function letBackIn({ recorder, ...scene }: Scene, host: Actor, guest: Actor): Promise<void> {
  const { guestId } = guest;
  const { name: actor, eventId } = host;
  const commandId = host.random.uuid();
  recorder.add({ kind: "invoked", op: recorder.nextOp(), actor, eventId, commandId, command: "makePersonalLink", input: { guestId } });
  guest.link = { url: await personalLink({ recorder, ...scene }, host, guestId!), guestId };
}

async function handOutShareLink(scene: Scene, gathering: Gathering, host: Actor): Promise<void> {
  const url = await shareLink(scene, host);
  for (const visitor of gathering.visitors) if (visitor.guestId === null && !visitor.isChanging) visitor.link = { url, guestId: null };
}
