import { setTimeout as sleep } from "node:timers/promises";
import { answerInvitation, confirmComing, intent, malformed, postMessage, withOtherWords } from "./intents.ts";
import { NotAnswered, openLink } from "./links.ts";
import type { Actor, Intent, Scene } from "./scene.ts";
import { sendOnce, sendUntilKnown } from "./send-command.ts";

/** Chances per command: sent twice at once, sent again with other words, sent as nonsense, stolen from somebody else. */
const TWINS = 0.06;
const OTHER_WORDS = 0.01;
const NONSENSE = 0.004;
const THEFT = 0.006;
/** Between two commands of one guest (ms). */
const PAUSES = { shortest: 40, longest: 600 };
/** Commands that somebody may try to steal. */
const LATELY = 40;
/** Own messages that somebody may still change. */
const REMEMBERED = 20;

/** Answers, changes its mind, talks, corrects and withdraws what it said, until the round is over. */
export async function actAsGuest(scene: Scene, guest: Actor): Promise<void> {
  const { random } = guest;
  await sleep(random.int(0, PAUSES.longest));
  while (!scene.isOver()) {
    if (guest.link) await followLink(scene, guest);
    else if (guest.guestId === null) await answerAsNewcomer(scene, guest);
    else await doSomething(scene, guest);
    await sleep(random.int(PAUSES.shortest, PAUSES.longest));
  }
}

async function doSomething(scene: Scene, guest: Actor): Promise<void> {
  const { random } = guest;
  if (random.chance(NONSENSE)) return void (await sendOnce(scene, guest, malformed(guest)));
  if (random.chance(THEFT) && scene.lately.length > 0) return void (await sendOnce(scene, guest, random.pick(scene.lately)));
  const next = nextIntent(guest);
  const outcome = await sendUntilKnown(scene, guest, next, random.chance(TWINS));
  if (outcome.outcome !== "committed") return;
  scene.lately.push(next);
  if (scene.lately.length > LATELY) scene.lately.shift();
  if (next.command === "postMessage") guest.messages = [...guest.messages, next.commandId].slice(-REMEMBERED);
  if (next.body && random.chance(OTHER_WORDS)) await sendOnce(scene, guest, withOtherWords(next));
}

function nextIntent(guest: Actor): Intent {
  const { random, messages } = guest;
  const messageId = messages.length > 0 ? random.pick(messages) : null;
  const what = random.weighted({ answer: 5, say: 3, confirm: 1, ...(messageId && { correct: 1, withdraw: 0.6 }) } as Record<
    string,
    number
  >);
  if (what === "confirm") return confirmComing(guest);
  if (what === "say") return postMessage(guest, messageId && random.chance(0.3) ? messageId : null);
  if (what === "correct") return intent(guest, "editMessage", { messageId, text: `Better word ${random.int(1, 1e6)}` });
  if (what === "withdraw") return intent(guest, "deleteMessage", { messageId });
  return answerInvitation(guest);
}

/** A visitor's first answer puts them on the list: what they read before it is not what they may read after it. */
async function answerAsNewcomer(scene: Scene, visitor: Actor): Promise<void> {
  if (visitor.random.chance(0.7)) return;
  await leavePage(visitor);
  const outcome = await sendUntilKnown(scene, visitor, answerInvitation(visitor, visitor.name), visitor.random.chance(TWINS));
  if (outcome.outcome === "committed") visitor.guestId = String(outcome.result["guestId"]);
  visitor.version++;
  // Whether it is on the list by now is not known, nor who it is: it reads nothing any more.
  visitor.isChanging = outcome.outcome === "unknown";
}

/** Whoever becomes somebody else has closed the page first: a line that is still opening would be let in as either. */
async function leavePage(actor: Actor): Promise<void> {
  actor.isChanging = true;
  while (actor.isFollowing) await sleep(20);
}

async function followLink(scene: Scene, guest: Actor): Promise<void> {
  const { url, guestId } = guest.link!;
  await leavePage(guest);
  try {
    await openLink(scene, guest, url);
    guest.guestId = guestId ?? guest.guestId;
  } catch (error) {
    if (!(error instanceof NotAnswered)) throw error; // a link that was taken back before it was used
  }
  guest.link = null;
  guest.version++;
  guest.isChanging = false;
}
