import { AboutMessage } from "@turnout/contract/chat";
import type { DoorFact } from "@turnout/contract/door-facts";
import type { EventFields } from "@turnout/contract/events";
import type { Question } from "@turnout/contract/questions";
import { messageCommands } from "../../../server/src/chat/commands.ts";
import { addHost, cancelEvent, removeHost, renewShareLink } from "../../../server/src/events/commands.ts";
import { editQuestions } from "../../../server/src/events/questions.ts";
import { claimGuest } from "../../../server/src/guests/claim-guest.ts";
import {
  addGuest,
  answerForGuest,
  answerInvitation,
  editGuest,
  mergeArrivals,
  recordArrival,
  removeGuest,
} from "../../../server/src/guests/commands.ts";
import { confirmComing } from "../../../server/src/guests/confirming.ts";
import { answerForGuests, removeGuests } from "../../../server/src/guests/bulk-commands.ts";
import { moveOnWaitlist } from "../../../server/src/guests/move-on-waitlist.ts";
import { tagGuests } from "../../../server/src/guests/tag-guests.ts";
import type { GuestRow } from "../../../server/src/guests/tables.ts";
import { resendInvitations } from "../../../server/src/invitations/bulk-commands.ts";
import { inviteGuests, resendInvitation, revokeInvitation } from "../../../server/src/invitations/commands.ts";
import type { Random } from "../processes/random.ts";
import { deleteMessage, edit, editMessage, postMessage, TAKEN } from "./cast.ts";
import { emailOf, idOf, type Person } from "./person.ts";
import { tryOnce } from "./send-command.ts";
import { aTurn, does, opensLink, type Stage, type Turn } from "./turn.ts";

const edits = (turn: Turn, fields: EventFields, override = false) => does(turn, turn.host, edit, { fields, ...(override && { override }) });

export const invited = (guestId: string, person: Person) => ({
  guestId,
  name: person.name,
  email: emailOf(person),
  plusOnesAllowed: 5,
  locale: null,
});

const guestsOf = ({ round }: Turn) => round.database.event(round.eventId).table("guests");

/** Whom the turn is about, somebody else on the list, and somebody who is not. */
function severalOf(turn: Turn): string[] {
  const others = [...guestsOf(turn).keys()];
  return [...new Set([turn.about.guestId!, ...(others.length > 0 ? [turn.random.pick(others)] : []), idOf("c", 999)])];
}

async function addGuestWith(turn: Turn, guestId: string) {
  await does(turn, turn.host, addGuest, { guestId, name: `Walk-in ${turn.number}`, answer: "going", plusOnes: ["", ""] });
}

/** A message under an id that somebody sends once more, at the same time or afterwards. */
async function sayTwice(turn: Turn, text: string, again: (input: never) => Promise<unknown>, other: string) {
  const mine = does(turn, turn.who, postMessage, { text, replyTo: null });
  if (turn.random.chance(0.5)) await mine;
  await again({ commandId: turn.commandId, text: other, replyTo: null } as never);
  await mine;
}

/** What a device's counter names, for good: of every four facts, the last takes the one before it back. */
function factOf(device: number, counter: number): DoorFact {
  const takesBack = counter % 4 === 0 ? { takesBack: counter - 1 } : {};
  const about = "takesBack" in takesBack ? counter - 1 : counter;
  return {
    counter,
    at: new Date(Date.parse("2027-06-18T18:00:00.000Z") + ((counter * 7 + device) % 11) * 60_000).toISOString(),
    gate: ["North", "South", "East"][device - 1]!,
    guestId: idOf("b", 1 + ((about + device) % 6)),
    people: "takesBack" in takesBack ? 0 : 1 + (counter % 3),
    ...takesBack,
  };
}

/** All that is done to a message by naming it. Deleting has an act of its own: little can be done to it afterwards. */
export const byName = messageCommands.filter(({ name, route }) => route.input === AboutMessage && name !== deleteMessage.name);

const questionsOf = ({ round }: Turn) => round.database.event(round.eventId).row?.questions ?? [];

/** What somebody in a hurry answers: to one of the questions that they have seen, archived meanwhile perhaps. */
function repliesTo(turn: Turn, people: number) {
  const questions = questionsOf(turn);
  if (questions.length === 0 || turn.random.chance(0.3)) return {};
  const { id, options, perPerson } = turn.random.pick(questions);
  const answers = Array.from({ length: perPerson ? people : 1 }, () => turn.random.pick(options).id);
  return { [id]: answers };
}

/** One question more, or one of those that there are with other words, an option more or less, in or out of the form. */
function questionsAfter(turn: Turn): Question[] {
  const { random, number } = turn;
  const before = questionsOf(turn);
  const short = (of: number) => of.toString(16).padStart(8, "0");
  const option = { id: short(number), text: `Dish ${number}` };
  if (before.length < 2 || random.chance(0.2)) {
    const asks = { required: random.chance(0.1), perPerson: random.chance(0.5), asksMaybe: random.chance(0.5) };
    return [{ id: short(number), kind: "oneOf", text: `Question ${number}`, options: [option], ...asks }];
  }
  const { archived, ...question } = random.pick(before);
  const options = [...question.options.map((one) => (random.chance(0.3) ? { ...one, archived: true as const } : one)), option];
  return [{ ...question, text: `Better ${number}`, options, ...(!archived && random.chance(0.4) && { archived: true as const }) }];
}

/** An act, and how often it comes among all. */
const weighed = (weight: number, play: (turn: Turn) => Promise<unknown>) => ({ weight, play });

/** What somebody does. New acts come last: seeds draw them in this order. */
const acts = {
  answer: weighed(34, async (turn) => {
    const { random, who } = turn;
    const answer = random.pick(["going", "going", "going", "maybe", "declined"] as const);
    const plusOnes = Array<string>(random.pick([0, 0, 1, 2, 3, 5])).fill("Friend");
    const questionAnswers = repliesTo(turn, plusOnes.length + 1);
    const said = { answer, plusOnes, note: "", questionAnswers, ...(who.guestId ? {} : { name: who.name }) };
    const { result } = await does(turn, who, answerInvitation, said);
    if (result && !who.userId) who.guestId ??= String(result["guestId"]);
  }),
  say: weighed(12, async (turn) => {
    const { said, random, commandId } = turn;
    const replyTo = said.length > 0 && random.chance(0.5) ? random.pick(said) : null;
    const { outcome } = await does(turn, turn.who, postMessage, { text: `words ${turn.number}`, replyTo });
    if (outcome === "committed") said.push(commandId);
  }),
  correct: weighed(3, async (turn) => {
    if (turn.said.length === 0) return;
    await does(turn, turn.who, editMessage, { messageId: turn.random.pick(turn.said), text: `better ${turn.number}` });
  }),
  erase: weighed(5, async (turn) => {
    const { said, random, cast, who } = turn;
    if (said.length > 0) await does(turn, random.chance(0.5) ? cast.ada : who, deleteMessage, { messageId: random.pick(said) });
  }),
  "by name": weighed(4, async (turn) => {
    const { said, random, who, host, round } = turn;
    const { entries } = round.database.event(round.eventId).readLog({ after: 0 }, Infinity);
    const last = entries.flatMap(({ body }) => ("messageId" in body ? body.messageId : [])).at(-1);
    const messageId = (random.chance(0.4) && last) || (said.length > 0 && random.pick(said));
    if (messageId) await does(turn, random.chance(0.9) ? host : who, random.pick(byName), { messageId });
  }),
  "steal a command": weighed(3, (turn) => {
    const { round, random, cast } = turn;
    return sayTwice(turn, "mine", (input) => tryOnce(round, random.pick(cast.everyone), postMessage as never, input, random), "mine");
  }),
  "change words": weighed(3, (turn) =>
    sayTwice(turn, "first words", (input) => tryOnce(turn.round, turn.who, postMessage as never, input, turn.random), "other words"),
  ),
  capacity: weighed(8, (turn) => {
    const { random } = turn;
    return edits(turn, { capacity: random.chance(0.06) ? null : random.int(1, random.chance(0.75) ? 5 : 12) }, random.chance(0.7));
  }),
  /** The seats fall below the size of a waiting party, which holds up nobody from then on. */
  squeeze: weighed(1, async (turn) => {
    const waiting = [...guestsOf(turn).values()].filter(({ ticket, party_size }) => ticket != null && party_size! >= 2);
    if (waiting.length > 0) await edits(turn, { capacity: turn.random.pick(waiting).party_size! - 1 }, true);
  }),
  edit: weighed(5, (turn) => {
    const titled = { title: `Feast ${turn.number}` };
    return edits(
      turn,
      turn.random.pick([{ waitlistRule: "strict" }, { waitlistRule: "fillGaps" }, titled, { waitlist: false }, { waitlist: true }]),
    );
  }),
  audience: weighed(5, (turn) =>
    edits(
      turn,
      turn.random.pick([
        ...(["closed", "open", "readOnly"] as const).map((chat) => ({ chat })),
        ...(["hosts", "everyone", "guests"] as const).map((guestListFor) => ({ guestListFor })),
        ...(["invited", "public", "link"] as const).map((visibility) => ({ visibility })),
      ]),
    ),
  ),
  remove: weighed(6, async (turn) => {
    const { guestId } = turn.random.pick([...turn.cast.list, ...turn.cast.comers]);
    if (guestId) await does(turn, turn.host, removeGuest, { guestId });
  }),
  "invite again": weighed(4, async (turn) => {
    const { about, freshId } = turn;
    const { result } = await does(turn, turn.host, inviteGuests, { message: "", send: true, guests: [invited(freshId, about)] });
    if (result?.["added"] === 1) opensLink(turn, about, { guestId: freshId, accessVersion: 1, shareVersion: null });
  }),
  invite: weighed(3, (turn) => {
    const { list } = turn.cast;
    const guests = list.slice(turn.random.int(0, list.length - 1)).map((person) => invited(person.guestId!, person));
    return does(turn, turn.host, inviteGuests, { message: "Do come", send: true, guests });
  }),
  revoke: weighed(5, async (turn) => {
    const { round, about, number, random } = turn;
    const guestId = about.guestId!;
    if ((await does(turn, turn.host, revokeInvitation, { guestId })).outcome !== "committed" || random.chance(0.3)) return;
    await round.time.sleep(random.int(0, 200));
    const resent = await does({ ...turn, commandId: idOf("c", number * 4 + 2) }, turn.host, resendInvitation, { guestId });
    const row = guestsOf(turn).get(guestId) as GuestRow | undefined;
    if (resent.outcome !== "committed" || about.guestId !== guestId || !row || row.delivery === "revoked" || row.removed_at) return;
    opensLink(turn, about, { guestId, accessVersion: row.access_version, shareVersion: null });
  }),
  "answer for": weighed(4, (turn) => {
    const { random, about } = turn;
    const answer = random.pick(["going", "declined"] as const);
    return does(turn, turn.host, answerForGuest, { guestId: about.guestId!, answer, plusOnes: [], override: random.chance(0.5) });
  }),
  "add guest": weighed(4, (turn) => addGuestWith(turn, turn.freshId)),
  "taken id": weighed(2, (turn) => addGuestWith(turn, TAKEN)),
  rename: weighed(3, (turn) => does(turn, turn.host, editGuest, { guestId: turn.about.guestId!, name: `Doctor ${turn.number}` })),
  "renew share": weighed(3, async (turn) => {
    const { round, cast, random } = turn;
    if ((await does(turn, turn.host, renewShareLink, {})).outcome !== "committed") return;
    const shareVersion = round.database.event(round.eventId).row!.share_version;
    for (const comer of cast.comers)
      if (!comer.guestId && random.chance(0.6)) opensLink(turn, comer, { guestId: null, accessVersion: null, shareVersion });
  }),
  "add host": weighed(3, (turn) => does(turn, turn.cast.barbara, addHost, {})),
  "remove host": weighed(3, (turn) => does(turn, turn.host, removeHost, { userId: turn.cast.barbara.userId! })),
  claim: weighed(2, (turn) =>
    does(turn, turn.cast.barbara, claimGuest, { guestId: turn.about.guestId!, provenEmail: emailOf(turn.about) }),
  ),
  arrive: weighed(4, (turn) => {
    const { random, about } = turn;
    const people = random.pick([1, 1, 2, -1]);
    return does(turn, turn.host, recordArrival, { guestId: about.guestId!, people, override: random.chance(0.3) });
  }),
  "report arrivals": weighed(4, (turn) => {
    const { random, host } = turn;
    const device = random.int(1, 3);
    const facts = Array.from({ length: random.int(1, 4) }, () => factOf(device, random.int(1, 24)));
    const sentAt = new Date(Date.parse("2027-06-18T19:00:00.000Z") + random.pick([0, 60_000, -86_400_000])).toISOString();
    return does(turn, host, mergeArrivals, { device: idOf("d", 900 + device), sentAt, facts });
  }),
  tag: weighed(3, (turn) => {
    const { random, about, host } = turn;
    const guestIds = [about.guestId!, idOf("c", 999)];
    return does(turn, host, tagGuests, { guestIds, tag: random.pick(["Family", "Press"]), tagged: random.chance(0.6) });
  }),
  "answer for several": weighed(2, (turn) => {
    const { random, host } = turn;
    const guests = severalOf(turn).map((guestId) => ({
      guestId,
      answer: random.pick(["going", "going", "maybe", "declined"] as const),
      plusOnes: random.pick([[], [""]]),
    }));
    return does(turn, host, answerForGuests, { guests });
  }),
  "remove several": weighed(0.5, (turn) => does(turn, turn.host, removeGuests, { guestIds: severalOf(turn) })),
  "invite several again": weighed(1, (turn) => does(turn, turn.host, resendInvitations, { guestIds: severalOf(turn) })),
  ask: weighed(3, (turn) => does(turn, turn.host, editQuestions, { questions: questionsAfter(turn) })),
  cancel: weighed(0.2, (turn) => does(turn, turn.cast.ada, cancelEvent, { note: "Rain" })),
  "move on waitlist": weighed(4, (turn) => {
    const waits = [...guestsOf(turn).values()].flatMap((row) => ((row as GuestRow).ticket === null ? [] : row.id));
    const some = [...new Set([...(waits.length > 0 ? [turn.random.pick(waits), turn.random.pick(waits)] : []), turn.about.guestId!])];
    const moves = some.map((guestId) => ({
      guestId,
      to: turn.random.pick([
        "first",
        "last",
        "up",
        "down",
        { behind: turn.random.pick(some) },
        { behind: turn.random.pick(some) },
      ] as const),
    }));
    return does(turn, turn.host, moveOnWaitlist, { moves: moves.slice(0, turn.random.int(1, 3)) });
  }),
  /** Somebody who may be removed, renamed or out of sight by now. */
  mention: weighed(3, async (turn) => {
    const { random, who, about, cast, said, commandId } = turn;
    const isHost = random.chance(0.3);
    const personId = isHost ? cast.ada.userId! : about.guestId!;
    const name = isHost ? cast.ada.name : ((guestsOf(turn).get(personId) as GuestRow | undefined)?.name ?? about.name);
    const mentions = [{ personId, at: 6, length: name.length + 1 }];
    const { outcome } = await does(turn, who, postMessage, { text: `Hello @${name}!`, replyTo: null, mentions });
    if (outcome === "committed") said.push(commandId);
  }),
  /** Asked or not, going or not, and now and then for a day on which the event is not. */
  confirm: weighed(4, (turn) => {
    const { random, who, about } = turn;
    if (random.chance(0.25)) return edits(turn, { stillComing: random.pick(["off", "twoDaysBefore", "twoDaysBefore"]) });
    if (random.chance(0.1)) return edits(turn, { starts: random.pick(["2027-06-18T19:00", "2027-06-19T19:00"]) });
    const day = random.pick(["2027-06-18", "2027-06-18", "2027-06-19"]);
    return does(turn, random.chance(0.5) ? who : about, confirmComing, { day });
  }),
};

export type ActKind = keyof typeof acts;
export const actKinds = Object.keys(acts) as ActKind[];

/** Of all acts. */
export const weights = Object.fromEntries(actKinds.map((kind) => [kind, acts[kind].weight])) as Record<ActKind, number>;

/** Acts by number, so that one may be left out and the others stay as they are. */
export async function act(stage: Stage, kind: ActKind, number: number, random: Random): Promise<void> {
  await acts[kind].play(aTurn(stage, kind, number, random));
}
