import type { Question } from "@turnout/contract/questions";
import { addHost, cancelEvent, createEvent, publishEvent } from "../../../server/src/events/commands.ts";
import { editQuestions } from "../../../server/src/events/questions.ts";
import { claimGuest } from "../../../server/src/guests/claim-guest.ts";
import {
  addGuest,
  answerForGuest,
  answerInvitation,
  editGuest,
  mergeArrivals,
  recordArrival,
} from "../../../server/src/guests/commands.ts";
import { confirmComing } from "../../../server/src/guests/confirming.ts";
import { answerForGuests, removeGuests } from "../../../server/src/guests/bulk-commands.ts";
import { moveOnWaitlist } from "../../../server/src/guests/move-on-waitlist.ts";
import { tagGuests } from "../../../server/src/guests/tag-guests.ts";
import { readmitGuests, resendInvitations } from "../../../server/src/invitations/bulk-commands.ts";
import { inviteGuests, readmitGuest } from "../../../server/src/invitations/commands.ts";
import { eraseMentions } from "../../../server/src/chat/commands.ts";
import { systemCaller, type Caller } from "../../../server/src/log/caller.ts";
import type { Command } from "../../../server/src/log/command.ts";
import { operations, smallestInput, type Operation } from "../../../server/src/testing/documented-operations.ts";
import { asUser } from "../../../server/src/testing/world.ts";
import { randomFrom } from "../processes/random.ts";
import { edit, postMessage } from "./cast.ts";
import { everyCommand, type AnyCommand } from "./every-command.test-support.ts";

export interface Sent {
  command: AnyCommand;
  input: { commandId: string };
  caller: Caller;
}

export interface CommandList {
  eventId: string;
  /** Their accounts have to be there. */
  users: { id: string; name: string }[];
  /** A guest's id that is in use at another event. */
  taken: string;
  /** Commands that are sent together, group after group. */
  groups: Sent[][];
}

const often = (times: number, play: () => void) => Array.from({ length: times }, () => play);

interface ByName {
  operation: Operation;
  command: AnyCommand;
}

/** Commands that are given values of their own below, since what is in them decides what comes of them. */
const byHand = new Set([
  "answerInvitation",
  "confirmComing",
  "postMessage",
  "editEvent",
  "inviteGuests",
  "readmitGuest",
  "answerForGuest",
  "addGuest",
  "editGuest",
  "recordArrival",
  "mergeArrivals",
  "tagGuests",
  "answerForGuests",
  "removeGuests",
  "moveOnWaitlist",
  "readmitGuests",
  "resendInvitations",
  "editQuestions",
  "claimGuest",
  "cancelEvent",
]);

/** All others at an event, as the API document says: what they name is there, or was. */
const byName = operations.flatMap((operation): ByName[] => {
  const command = everyCommand.get(operation.operationId);
  return command && operation.inPath.includes("eventId") && !byHand.has(command.name) ? [{ operation, command }] : [];
});

/** Whatever people send, in an order that follows from the seed: much of it is refused, some sent twice, some with ids of others. */
export function aCommandList(seed: number, length: number): CommandList {
  const random = randomFrom(`commands ${seed}`);
  const id = () => random.uuid();
  const eventId = id();
  const users = ["Ada", "Barbara"].map((name) => ({ id: id(), name }));
  const [ada, barbara] = users.map(asUser) as [Caller, Caller];
  const taken = id();
  const guests = Array.from({ length: 8 }, () => id());
  const versions = [1, 1, 1, 2, 3];
  const messages: string[] = [id()];
  const sent: Sent[] = [];

  const asGuest = (): Caller => {
    const guestId = random.pick(guests);
    return { key: `visit:${guestId}`, user: null, guestId, accessVersion: random.pick(versions), shareVersion: null };
  };
  const asVisitor = (): Caller => ({
    key: `visit:${random.int(1, 3)}`,
    user: null,
    guestId: null,
    accessVersion: null,
    shareVersion: random.pick(versions),
  });
  const several = () => [...new Set([random.pick(guests), random.pick(guests), random.pick(guests)])];
  const anybody = () => random.pick([ada, ada, barbara, asGuest(), asGuest(), asVisitor()]);
  const person = (guestId: string, at = guests.indexOf(guestId)) => ({
    guestId,
    name: `Guest ${at}`,
    email: `guest-${at % 7}@example.org`,
    plusOnesAllowed: 5,
    locale: null,
  });
  const aQuestion = (questionId: string): Question => ({
    id: questionId,
    kind: "oneOf",
    text: random.pick(["Meal", "Ö'\\\""]),
    options: ["0000000a", "0000000b"].slice(random.int(0, 1)).map((option) => ({ id: option, text: "Fish" })),
    required: random.chance(0.2),
    perPerson: questionId === "00000002",
    asksMaybe: random.chance(0.5),
    ...(random.chance(0.2) && { archived: true as const }),
  });
  type Body<Input> = Omit<Input, "commandId"> & { commandId?: string };
  const add = <Input extends { commandId: string }>(caller: Caller, command: Command<Input, unknown>, body: Body<Input>) =>
    void sent.push({ caller, command: command as never, input: { commandId: id(), ...body } });

  const named: Record<string, () => string> = {
    guestId: () => random.pick(guests),
    messageId: () => random.pick(messages),
    userId: () => random.pick(users).id,
  };
  const addByName = ({ operation, command }: ByName) => {
    const { eventId: _, ...input } = smallestInput(operation, (field) => named[field]?.() ?? id());
    void sent.push({ caller: anybody(), command, input: input as Sent["input"] });
  };

  const kinds: (() => void)[] = [
    ...often(4, () => addByName(random.pick(byName))),
    ...often(3, () =>
      add(anybody(), answerInvitation, {
        answer: random.pick(["going", "going", "maybe", "declined"] as const),
        plusOnes: Array<string>(random.int(0, 3)).fill("Friend"),
        note: "Ö'\\\"",
        ...(random.chance(0.5) && {
          questionAnswers: { [random.pick(["00000001", "00000002"])]: [random.pick(["0000000a", "0000000b"]), null] },
        }),
        ...(random.chance(0.6) && { name: "Somebody" }),
        ...(random.chance(0.2) && { email: `guest-${random.int(0, 6)}@example.org` }),
      }),
    ),
    () => add(anybody(), confirmComing, { day: random.pick(["2027-06-18", "2027-06-18", "2027-06-19"]) }),
    () =>
      add(anybody(), postMessage, {
        commandId: messages[messages.push(id()) - 1]!,
        text: "words ✓",
        replyTo: random.chance(0.5) ? random.pick(messages) : null,
      }),
    () => {
      const at = random.int(0, 5);
      const { id: personId, name } = random.pick([...users, { id: guests[at]!, name: `Guest ${at}` }]);
      const mentions = [{ personId, at: 3, length: name.length + 1 }];
      const commandId = messages[messages.push(id()) - 1]!;
      add(anybody(), postMessage, {
        commandId,
        text: `Hi @${name} ✓`,
        replyTo: random.chance(0.5) ? random.pick(messages) : null,
        mentions,
      });
    },
    () => add(systemCaller, eraseMentions, { messageIds: messages.slice(-20), personIds: [random.pick([ada.user!.id, ...guests])] }),
    ...often(2, () => add(ada, edit, { fields: { capacity: random.int(1, 6) }, override: random.chance(0.5) })),
    () =>
      add(ada, edit, {
        fields: random.pick([
          { waitlistRule: "strict" },
          { waitlistRule: "fillGaps" },
          { stillComing: "twoDaysBefore" },
          { title: "Feast" },
          { chat: "closed" },
          { chat: "open" },
          { place: { kind: "online", url: "https://example.org/room" } },
        ] as const),
      }),
    () =>
      add(ada, inviteGuests, {
        message: "",
        send: random.chance(0.5),
        guests: guests.slice(random.int(0, 7)).map((guestId) => person(guestId)),
      }),
    () => add(anybody(), readmitGuest, { guestId: random.pick(guests), email: null, userId: null }),
    () =>
      add(ada, answerForGuest, {
        guestId: random.pick(guests),
        answer: random.pick(["going", "declined"] as const),
        plusOnes: [],
        override: random.chance(0.5),
      }),
    () => add(ada, addGuest, { guestId: guests[guests.push(id()) - 1]!, name: "Walk-in", answer: "going", plusOnes: [""] }),
    () => add(ada, addGuest, { guestId: taken, name: "Elsewhere", answer: "going", plusOnes: [] }),
    ...often(2, () =>
      add(ada, editGuest, {
        guestId: random.pick(guests),
        name: "Doctor",
        email: random.pick([null, `guest-${random.int(0, 6)}@example.org`]),
      }),
    ),
    () =>
      add(ada, recordArrival, {
        commandId: id(),
        guestId: random.pick(guests),
        people: random.pick([1, 2, -1]),
        override: random.chance(0.5),
      }),
    () =>
      add(ada, mergeArrivals, {
        device: users[random.int(0, 1)]!.id,
        sentAt: "2027-06-18T19:00:00.000Z",
        facts: Array.from({ length: random.int(1, 3) }, () => {
          const counter = random.int(1, 12);
          const about = { guestId: guests[Math.ceil(counter / 2) % 6]!, gate: "North", at: "2027-06-18T18:30:00.000Z" };
          return { counter, ...about, ...(counter % 2 === 0 ? { people: 0, takesBack: counter - 1 } : { people: 1 + (counter % 3) }) };
        }),
      }),
    () =>
      add(ada, tagGuests, {
        guestIds: [random.pick(guests), random.pick(guests)],
        tag: random.pick(["Family", "Press"]),
        tagged: random.chance(0.6),
      }),
    () =>
      add(ada, answerForGuests, {
        guests: several().map((guestId) => ({
          guestId,
          answer: random.pick(["going", "going", "maybe", "declined"] as const),
          plusOnes: random.pick([[], ["Kim"]]),
        })),
      }),
    ...often(2, () =>
      add(ada, moveOnWaitlist, {
        moves: several().map((guestId) => ({
          guestId,
          to: random.pick(["first", "last", "up", "down", { behind: random.pick(guests) }, { behind: random.pick(guests) }] as const),
        })),
      }),
    ),
    () => random.chance(0.5) && add(ada, removeGuests, { guestIds: several() }),
    () => add(ada, readmitGuests, { guestIds: several(), emails: [`guest-${random.int(0, 6)}@example.org`], userIds: [] }),
    () => add(ada, resendInvitations, { guestIds: several() }),
    () => add(barbara, claimGuest, { guestId: random.pick(guests), provenEmail: `guest-${random.int(0, 6)}@example.org` }),
    () => add(anybody(), editQuestions, { questions: [aQuestion(random.pick(["00000001", "00000002", "00000003"]))] }),
    () => add(barbara, addHost, {}),
    () => random.chance(0.1) && add(ada, cancelEvent, { note: "Rain" }),
    // Sent again; sent by somebody else; sent with other words.
    () => void sent.push(random.pick(sent)),
    () => void sent.push({ ...random.pick(sent), caller: anybody() }),
    () => void sent.push({ ...random.pick(sent), command: publishEvent as never }),
  ];

  add(ada, createEvent, {
    eventId,
    fields: {
      title: "Picnic",
      starts: "2027-06-18T19:00",
      zone: "Europe/Lisbon",
      capacity: random.int(1, 5),
      visibility: random.pick(["public", "link"] as const),
    },
  });
  add(ada, publishEvent, {});
  add(ada, inviteGuests, { message: "Do come", send: true, guests: guests.slice(0, 6).map((guestId) => person(guestId)) });
  while (sent.length < length) random.pick(kinds)();

  const groups: Sent[][] = [];
  for (let from = 0; from < sent.length;) {
    const size = random.chance(0.5) ? 1 : random.int(2, 9);
    groups.push(sent.slice(from, (from += size)));
  }
  return { eventId, users, taken, groups };
}
