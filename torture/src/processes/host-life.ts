import { setTimeout as sleep } from "node:timers/promises";
import type { Gathering } from "./gathering.ts";
import * as intents from "./intents.ts";
import { NotAnswered, personalLink, shareLink } from "./links.ts";
import { emailOf } from "./people.ts";
import type { Actor, Scene } from "./scene.ts";
import { sendUntilKnown } from "./send-command.ts";
import type { Intent } from "./command-intent.ts";

const TWINS = 0.1;
/** Between two commands of one host (ms). */
const PAUSES = { shortest: 100, longest: 500 };
/** How long somebody who was put out stays out (ms). */
const OUT = { shortest: 50, longest: 900 };

/** Puts out and takes back, seats and unseats, changes the event, until the round is over. */
export async function liveAsHost(scene: Scene, gathering: Gathering, host: Actor): Promise<void> {
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

async function doSomething(scene: Scene, gathering: Gathering, host: Actor): Promise<void> {
  const { random } = host;
  const people = [...gathering.guests, ...gathering.visitors].filter(({ guestId, link, isChanging }) => guestId && !link && !isChanging);
  const somebody = random.pick(people);
  const send = (intent: Intent) => sendUntilKnown(scene, host, intent, random.chance(TWINS));
  const { guestId } = somebody;
  switch (
    random.weighted({
      remove: 4,
      revoke: 2,
      capacity: 3,
      edit: 1,
      answerFor: 2,
      add: 1,
      rename: 1,
      withdraw: 1,
      audience: 0.4,
      chat: 0.4,
      share: 0.4,
      unhost: 0.25,
      talk: 1,
      resend: 0.5,
    })
  ) {
    case "remove": {
      const { outcome } = await send(intents.removeGuest(host, guestId!));
      if (outcome === "committed" && random.chance(0.8)) await takeBack(scene, host, somebody);
      return;
    }
    case "revoke": {
      const { outcome } = await send(intents.revokeInvitation(host, guestId!));
      // Who gets no other link must be seen to stay out.
      if (outcome === "committed" && random.chance(0.6)) await letBackIn(scene, host, somebody);
      return;
    }
    case "capacity":
      await send(
        intents.editEvent(
          host,
          { capacity: random.pick([null, random.int(1, 4), random.int(5, 60), random.int(5, 60)]) },
          random.chance(0.4),
        ),
      );
      return;
    case "edit":
      await send(
        intents.editEvent(
          host,
          random.pick([
            { title: `Picnic ${random.int(1, 999)}` },
            { plusOnesAllowed: random.int(1, 4) },
            { waitlistRule: random.pick(["strict", "fillGaps"]) },
          ]),
        ),
      );
      return;
    case "answerFor":
      return void (await send(intents.answerForGuest(host, guestId!)));
    case "add":
      return void (await send(intents.addGuest(host)));
    case "rename":
      return void (await send(intents.editGuest(host, guestId!)));
    case "withdraw": {
      const message = somebody.messages.at(-1);
      return message ? void (await send(intents.deleteMessage(host, message))) : undefined;
    }
    case "audience":
      return void (await send(intents.editEvent(host, { guestListFor: random.pick(["everyone", "guests", "hosts"]) })));
    case "chat":
      return void (await send(intents.editEvent(host, { chat: random.pick(["open", "open", "readOnly", "closed"]) })));
    case "share": {
      const { outcome } = await send(intents.renewShareLink(host));
      if (outcome === "committed") await handOutShareLink(scene, gathering, host);
      return;
    }
    case "unhost": {
      const last = gathering.hosts.at(-1)!;
      return void (await send(intents.removeHost(host, last.userId!)));
    }
    case "talk":
      return void (await send(intents.postMessage(host, null)));
    case "resend":
      return void (await send(intents.resendInvitation(host, guestId!)));
  }
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
