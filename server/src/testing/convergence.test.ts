import { randomUUID } from "node:crypto";
import type { Viewer } from "@turnout/contract/audience";
import { viewerClasses } from "@turnout/contract/audience";
import { entryFor } from "@turnout/contract/entry-kinds";
import { FACES_KEPT } from "@turnout/contract/guests";
import { EntryBody } from "@turnout/contract/log";
import { Refusal } from "@turnout/contract/refusals";
import type { EventSnapshot } from "@turnout/contract/snapshot";
import type { WaitlistMove } from "@turnout/contract/waitlist-moves";
import { sql } from "kysely";
import { expect, test } from "vitest";
import * as chat from "../chat/commands.ts";
import { requireAdmitted } from "../chat/policy.ts";
import { messagesTable } from "../chat/tables.ts";
import { testDatabase } from "../db/test-database.ts";
import { addHost, cancelEvent, editEvent, publishEvent, removeHost, renewShareLink } from "../events/commands.ts";
import { editQuestions } from "../events/questions.ts";
import { confirmComing } from "../guests/confirming.ts";
import { claimGuest } from "../guests/claim-guest.ts";
import { addGuest, answerForGuest, answerInvitation, editGuest, mergeArrivals, recordArrival, removeGuest } from "../guests/commands.ts";
import { answerByCalendar } from "../guests/answer-by-calendar.ts";
import { hearGuest } from "../guests/hear-guest.ts";
import { holdReply, settleReply } from "../guests/held-replies.ts";
import { answerForGuests, removeGuests } from "../guests/bulk-commands.ts";
import { moveOnWaitlist } from "../guests/move-on-waitlist.ts";
import { tagGuests } from "../guests/tag-guests.ts";
import { promoteWaiting } from "../guests/seats.ts";
import { waitlist } from "../guests/tables.ts";
import {
  announceLink,
  giveUpInvitation,
  inviteGuests,
  readmitGuest,
  recordDeliveries,
  reportDelivery,
  resendInvitation,
  revokeInvitation,
} from "../invitations/commands.ts";
import { readmitGuests, resendInvitations } from "../invitations/bulk-commands.ts";
import * as bulletins from "../invitations/bulletins.ts";
import * as photos from "../photos/commands.ts";
import { systemCaller } from "../log/caller.ts";
import { command, type Command } from "../log/command.ts";
import { rowsWhere } from "../log/event-table.ts";
import { readLog } from "../log/read-log.ts";
import { operations, smallestInput } from "./documented-operations.ts";
import { expectConvergence } from "./expect-convergence.ts";
import {
  aGathering,
  answering,
  asGuest,
  asUser,
  asVisitor,
  aUser,
  createWorld,
  guestViewer,
  hostViewer,
  publicViewer,
  type Gathering,
  type World,
} from "./world.ts";

const { db } = await testDatabase();
const world = createWorld(db);
const edit = editEvent({ needs: [rowsWhere(waitlist)], afterEdit: promoteWaiting });
const { postMessage } = chat;
const id = () => randomUUID();
const aBulletin = () => ({ commandId: id(), subject: "Bring a blanket", text: "It gets cold.", to: ["going" as const], at: null });

/** A guest's photo of an event that has begun. */
async function aPhotoAt({ id: eventId, host, guests }: Gathering): Promise<string> {
  await world.changeEvent(eventId, edit, { commandId: id(), fields: { starts: "2020-06-18T19:00" } }, asUser(host));
  const commandId = id();
  await world.changeEvent(eventId, photos.addPhoto, { commandId, width: 3, height: 4 }, asGuest(guests[0]!));
  return commandId;
}

/** An event with three seats, all taken, two guests on the waitlist, one maybe, one declined, and a conversation. */
async function aLivelyGathering(fields = {}): Promise<Gathering & { said: string }> {
  const gathering = await aGathering(world, {
    guests: 8,
    fields: { capacity: 3, visibility: "public", guestListFor: "everyone", ...fields },
  });
  const answers = [
    ["going", 0],
    ["going", 1],
    ["going", 2],
    ["going", 0],
    ["maybe", 1],
    ["declined", 0],
  ] as const;
  for (const [index, [answer, plusOnes]] of answers.entries()) {
    await world.changeEvent(gathering.id, answerInvitation, answering(answer, plusOnes), asGuest(gathering.guests[index]!));
  }
  const said = id();
  await world.changeEvent(
    gathering.id,
    postMessage,
    { commandId: said, text: "Shall I bring a cake?", replyTo: null },
    asGuest(gathering.guests[0]!),
  );
  await world.changeEvent(gathering.id, postMessage, { commandId: id(), text: "Please do", replyTo: said }, asUser(gathering.host));
  return { ...gathering, said };
}

const viewersOf = (gathering: Gathering): Viewer[] => [hostViewer(gathering), ...gathering.guests.map(guestViewer), publicViewer];

const meal = {
  id: "0000000a",
  kind: "oneOf" as const,
  text: "Meal",
  options: ["0000000b", "0000000c"].map((option) => ({ id: option, text: "Fish" })),
  required: false,
  perPerson: true,
  asksMaybe: true,
};
const travel = { ...meal, id: "0000000d", kind: "shortText" as const, text: "How do you come?", options: [], perPerson: false };
const asking = (eventId: string, host: { id: string; name: string }) =>
  world.changeEvent(eventId, editQuestions, { commandId: id(), questions: [meal, travel] }, asUser(host));

const at = (local: string) => ({ starts: { local, zone: null, offsets: [] }, ends: null });
const aReply = { answer: "maybe" as const };

const naming = (personId: string, name: string) => ({
  text: `Ask @${name} about *that*`,
  mentions: [{ personId, at: 4, length: name.length + 1 }],
});

/** A guest's message that mentions the host and is quoted, and then a guest by a host's. */
async function saidToSomebody({ id: eventId, host, guests }: Gathering): Promise<string[]> {
  const [toHost, toGuest] = [id(), id()];
  const [grace, other] = [asGuest(guests[0]!), guests[3]!];
  await world.changeEvent(eventId, postMessage, { commandId: toHost, replyTo: null, ...naming(host.id, host.name) }, grace);
  const second = { commandId: toGuest, replyTo: toHost, ...naming(other.id, other.name) };
  await world.changeEvent(eventId, postMessage, second, asUser(host));
  return [toHost, toGuest];
}

/** Commands on that event, by a caller who may. One that is neither here nor about a message fails the test below. */
const acts: Record<string, (gathering: Gathering & { said: string }) => Promise<unknown>> = {
  editEvent: ({ id: eventId, host }) =>
    world.changeEvent(
      eventId,
      edit,
      { commandId: id(), fields: { title: "Bigger picnic", capacity: 7, place: { kind: "online", url: "https://example.org/room" } } },
      asUser(host),
    ),
  publishEvent: ({ id: eventId, host }) => world.changeEvent(eventId, publishEvent, { commandId: id() }, asUser(host)),
  cancelEvent: ({ id: eventId, host }) => world.changeEvent(eventId, cancelEvent, { commandId: id(), note: "Rain" }, asUser(host)),
  editQuestions: ({ id: eventId, host }) => asking(eventId, host),
  "answerInvitation with answers to questions": async ({ id: eventId, host, guests }) => {
    await asking(eventId, host);
    const answers = { questionAnswers: { "0000000a": ["0000000b", "0000000c"], "0000000d": ["By train"] } };
    await world.changeEvent(eventId, answerInvitation, { ...answering("going", 1), ...answers }, asGuest(guests[1]!));
    await world.changeEvent(eventId, editQuestions, { commandId: id(), questions: [{ ...meal, archived: true }] }, asUser(host));
    await world.changeEvent(eventId, answerInvitation, answering("going"), asGuest(guests[1]!));
  },
  "postMessage that mentions people": saidToSomebody,
  "editMessage that mentions others, and nobody": async (gathering) => {
    const { id: eventId, guests } = gathering;
    const [messageId] = await saidToSomebody(gathering);
    const author = asGuest(guests[0]!);
    const other = guests[1]!;
    await world.changeEvent(eventId, chat.pinMessage, { commandId: id(), messageId: messageId! }, asUser(gathering.host));
    const edits = [naming(other.id, other.name), { text: "Ask nobody" }, naming(other.id, other.name)];
    for (const edited of edits)
      await world.changeEvent(eventId, chat.editMessage, { commandId: id(), messageId: messageId!, ...edited }, author);
  },
  "editMessage by an older server": async (gathering) => {
    const [messageId] = await saidToSomebody(gathering);
    await world.changeEvent(gathering.id, editByAnOlderServer, { commandId: id(), messageId: messageId! }, asGuest(gathering.guests[0]!));
  },
  eraseMentions: async (gathering) => {
    const { id: eventId, host, guests } = gathering;
    const messageIds = await saidToSomebody(gathering);
    await world.changeEvent(eventId, chat.pinMessage, { commandId: id(), messageId: messageIds[0]! }, asUser(host));
    const personIds = [host.id, guests[3]!.id];
    for (const commandId of [id(), id()])
      await world.changeEvent(eventId, chat.eraseMentions, { commandId, messageIds, personIds }, systemCaller);
  },
  renewShareLink: ({ id: eventId, host }) => world.changeEvent(eventId, renewShareLink, { commandId: id() }, asUser(host)),
  addHost: async ({ id: eventId }) => world.changeEvent(eventId, addHost, { commandId: id() }, asUser(await aUser(world, "Barbara"))),
  removeHost: async ({ id: eventId, host }) => {
    const other = await aUser(world, "Barbara");
    await world.changeEvent(eventId, addHost, { commandId: id() }, asUser(other));
    await world.changeEvent(eventId, removeHost, { commandId: id(), userId: other.id }, asUser(host));
  },
  answerInvitation: ({ id: eventId, guests }) => world.changeEvent(eventId, answerInvitation, answering("going", 1), asGuest(guests[6]!)),
  "answerInvitation by a visitor": ({ id: eventId }) =>
    world.changeEvent(eventId, answerInvitation, { ...answering("going"), name: "Lin" }, asVisitor("lin")),
  "answerInvitation that frees seats": ({ id: eventId, guests }) =>
    world.changeEvent(eventId, answerInvitation, answering("declined"), asGuest(guests[1]!)),
  "answerInvitation that leaves the waitlist": ({ id: eventId, guests }) =>
    world.changeEvent(eventId, answerInvitation, answering("maybe"), asGuest(guests[2]!)),
  confirmComing: async ({ id: eventId, host, guests }) => {
    const { rows } = await sql<{ day: string }>`select left(wall_clock ->> 'starts', 10) as day from events where id = ${eventId}`.execute(
      db,
    );
    await world.changeEvent(eventId, confirmComing, { commandId: id(), day: rows[0]!.day }, asGuest(guests[0]!));
    // Whoever is asked already confirms by an answer, the same or another; who declines, or waits, takes that back.
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
    const asked = { starts: `${tomorrow}T23:59`, zone: "UTC", stillComing: "twoDaysBefore" as const };
    await world.changeEvent(eventId, edit, { commandId: id(), fields: asked }, asUser(host));
    await world.changeEvent(eventId, answerInvitation, answering("going"), asGuest(guests[0]!));
    await world.changeEvent(eventId, answerInvitation, answering("declined"), asGuest(guests[1]!));
    await world.changeEvent(eventId, answerInvitation, answering("declined"), asGuest(guests[0]!));
    await world.changeEvent(eventId, answerInvitation, answering("going"), asGuest(guests[0]!));
    await world.changeEvent(eventId, answerForGuest, { ...answering("going"), guestId: guests[3]!.id }, asUser(host));
  },
  answerForGuest: ({ id: eventId, host, guests }) =>
    world.changeEvent(eventId, answerForGuest, { ...answering("going", 1), guestId: guests[7]!.id, override: true }, asUser(host)),
  addGuest: ({ id: eventId, host }) =>
    world.changeEvent(eventId, addGuest, { ...answering("maybe"), guestId: id(), name: "Edsger" }, asUser(host)),
  editGuest: ({ id: eventId, host, guests }) =>
    world.changeEvent(
      eventId,
      editGuest,
      { commandId: id(), guestId: guests[0]!.id, name: "Grace", email: "grace@example.org" },
      asUser(host),
    ),
  recordArrival: async ({ id: eventId, host, guests }) => {
    for (const people of [1, 1, -1])
      await world.changeEvent(eventId, recordArrival, { commandId: id(), guestId: guests[0]!.id, people, override: true }, asUser(host));
  },
  mergeArrivals: async ({ id: eventId, host, guests }) => {
    const device = id();
    const fact = { at: "2027-06-18T18:00:00.000Z", gate: "North", guestId: guests[0]!.id, people: 1 };
    const about = { guestId: guests[1]!.id };
    const facts = [1, 2, 3].map((counter) => ({ ...fact, counter }));
    const takenBack = { ...fact, counter: 4, people: 0, takesBack: 1 };
    await world.changeEvent(eventId, removeGuest, { commandId: id(), ...about }, asUser(host));
    const input = {
      commandId: id(),
      device,
      sentAt: "2027-06-18T19:00:00.000Z",
      facts: [...facts, takenBack, { ...fact, ...about, counter: 5 }],
    };
    await world.changeEvent(eventId, mergeArrivals, input, asUser(host));
  },
  tagGuests: async ({ id: eventId, host, guests }) => {
    const guestIds = guests.slice(0, 3).map((guest) => guest.id);
    for (const tagged of [true, false])
      await world.changeEvent(eventId, tagGuests, { commandId: id(), guestIds, tag: "Press", tagged }, asUser(host));
  },
  moveOnWaitlist: async ({ id: eventId, host, guests }) => {
    for (const at of [6, 7]) await world.changeEvent(eventId, answerInvitation, answering("going"), asGuest(guests[at]!));
    const ids = guests.map((guest) => guest.id) as [string, string, string, string, string, string, string, string];
    const moving = (...moves: WaitlistMove[]) => world.changeEvent(eventId, moveOnWaitlist, { commandId: id(), moves }, asUser(host));
    await moving({ guestId: ids[6], to: { behind: ids[2] } });
    await moving({ guestId: ids[7], to: "first" }, { guestId: ids[2], to: "last" }, { guestId: ids[3], to: "down" });
    await moving({ guestId: ids[6], to: "up" });
  },
  answerForGuests: async ({ id: eventId, host, guests }) => {
    const answers = ["declined", "maybe", "going", "going", "going", "declined", "going", "maybe"] as const;
    const given = guests.map((guest, index) => ({ guestId: guest.id, answer: answers[index]!, plusOnes: [] }));
    await world.changeEvent(eventId, answerForGuests, { commandId: id(), guests: given }, asUser(host));
  },
  removeGuests: ({ id: eventId, host, guests }) =>
    world.changeEvent(eventId, removeGuests, { commandId: id(), guestIds: guests.slice(0, 4).map((guest) => guest.id) }, asUser(host)),
  readmitGuests: async ({ id: eventId, host, guests }) => {
    const guestIds = [guests[0]!.id, guests[4]!.id];
    await world.changeEvent(eventId, removeGuests, { commandId: id(), guestIds }, asUser(host));
    await world.changeEvent(eventId, readmitGuests, { commandId: id(), guestIds, emails: [], userIds: [] }, asUser(host));
  },
  resendInvitations: async ({ id: eventId, host, guests }) => {
    await world.changeEvent(eventId, editGuest, { commandId: id(), guestId: guests[6]!.id, email: "six@example.org" }, asUser(host));
    const guestIds = guests.map((guest) => guest.id);
    await world.changeEvent(eventId, resendInvitations, { commandId: id(), guestIds }, asUser(host));
  },
  "removeGuest of somebody who has come": async ({ id: eventId, host, guests }) => {
    const about = { guestId: guests[0]!.id };
    await world.changeEvent(eventId, recordArrival, { commandId: id(), ...about, people: 1 }, asUser(host));
    await world.changeEvent(eventId, removeGuest, { commandId: id(), ...about }, asUser(host));
    await world.changeEvent(eventId, readmitGuest, { commandId: id(), ...about, email: null, userId: null }, asUser(host));
  },
  removeGuest: ({ id: eventId, host, guests }) =>
    world.changeEvent(eventId, removeGuest, { commandId: id(), guestId: guests[0]!.id }, asUser(host)),
  readmitGuest: async ({ id: eventId, host, guests }) => {
    const about = { guestId: guests[0]!.id, email: null, userId: null };
    await world.changeEvent(eventId, answerInvitation, answering("going"), asGuest(guests[0]!));
    await world.changeEvent(eventId, removeGuest, { commandId: id(), guestId: about.guestId }, asUser(host));
    await world.changeEvent(eventId, readmitGuest, { commandId: id(), ...about }, asUser(host));
  },
  claimGuest: async ({ id: eventId, guests }) => {
    const caller = { ...asGuest(guests[0]!), user: asUser(await aUser(world, "Grace")).user };
    await world.changeEvent(eventId, claimGuest, { commandId: id(), guestId: guests[0]!.id, provenEmail: null }, caller);
  },
  sendBulletin: ({ id: eventId, host }) => world.changeEvent(eventId, bulletins.sendBulletin, aBulletin(), asUser(host)),
  nudgeGuests: ({ id: eventId, host }) => world.changeEvent(eventId, bulletins.nudgeGuests, { commandId: id() }, asUser(host)),
  withdrawBulletin: async ({ id: eventId, host }) => {
    const sent = aBulletin();
    await world.changeEvent(eventId, bulletins.sendBulletin, sent, asUser(host));
    await world.changeEvent(eventId, bulletins.withdrawBulletin, { commandId: id(), bulletinId: sent.commandId }, asUser(host));
  },
  beginBulletin: async ({ id: eventId, host }) => {
    const sent = aBulletin();
    await world.changeEvent(eventId, bulletins.sendBulletin, sent, asUser(host));
    await world.changeEvent(eventId, bulletins.beginBulletin, { commandId: id(), bulletinId: sent.commandId }, systemCaller);
  },
  addPhoto: aPhotoAt,
  removePhoto: async (gathering) => {
    const photoId = await aPhotoAt(gathering);
    await world.changeEvent(gathering.id, photos.removePhoto, { commandId: id(), photoId }, asUser(gathering.host));
  },
  restorePhoto: async (gathering) => {
    const about = { photoId: await aPhotoAt(gathering) };
    await world.changeEvent(gathering.id, photos.removePhoto, { commandId: id(), ...about }, asUser(gathering.host));
    await world.changeEvent(gathering.id, photos.restorePhoto, { commandId: id(), ...about }, asUser(gathering.host));
  },
  erasePhotos: async (gathering) => {
    const photoIds = [await aPhotoAt(gathering), await aPhotoAt(gathering)];
    await world.changeEvent(gathering.id, photos.erasePhotos, { commandId: id(), photoIds }, systemCaller);
  },
  inviteGuests: ({ id: eventId, host }) =>
    world.changeEvent(
      eventId,
      inviteGuests,
      {
        commandId: id(),
        message: "Do come",
        send: true,
        guests: [{ guestId: id(), name: "Alan", email: "alan@example.org", plusOnesAllowed: null, locale: "de" as const }],
      },
      asUser(host),
    ),
  resendInvitation: async ({ id: eventId, host, guests }) => {
    await world.changeEvent(eventId, editGuest, { commandId: id(), guestId: guests[6]!.id, email: "six@example.org" }, asUser(host));
    await world.changeEvent(eventId, resendInvitation, { commandId: id(), guestId: guests[6]!.id }, asUser(host));
  },
  "resendInvitation to a corrected address": ({ id: eventId, host, guests }) =>
    world.changeEvent(eventId, resendInvitation, { commandId: id(), guestId: guests[6]!.id, email: "seven@example.org" }, asUser(host)),
  announceLink: ({ id: eventId, host, guests }) =>
    world.changeEvent(eventId, announceLink, { commandId: id(), guestId: guests[1]!.id }, asUser(host)),
  revokeInvitation: ({ id: eventId, host, guests }) =>
    world.changeEvent(eventId, revokeInvitation, { commandId: id(), guestId: guests[0]!.id }, asUser(host)),
  recordDeliveries: ({ id: eventId, guests }) =>
    world.changeEvent(
      eventId,
      recordDeliveries,
      { commandId: id(), deliveries: guests.slice(0, 2).map(({ id: guestId }) => ({ guestId, delivery: "sent" as const })) },
      systemCaller,
    ),
  reportDelivery: async ({ id: eventId, host, guests }) => {
    const [guestId, email] = [guests[6]!.id, "six@example.org"];
    await world.changeEvent(eventId, editGuest, { commandId: id(), guestId, email }, asUser(host));
    const report = { state: "failed", reason: "mailboxFull" } as const;
    await world.changeEvent(eventId, reportDelivery, { commandId: id(), guestId, email, report }, systemCaller);
  },
  giveUpInvitation: async ({ id: eventId, host, guests }) => {
    const about = { guestId: guests[6]!.id };
    await world.changeEvent(eventId, editGuest, { commandId: id(), ...about, email: "six@example.org" }, asUser(host));
    await world.changeEvent(eventId, resendInvitation, { commandId: id(), ...about }, asUser(host));
    await world.changeEvent(eventId, giveUpInvitation, { commandId: id(), ...about }, systemCaller);
  },
  hearGuest: ({ id: eventId, guests }) =>
    world.changeEvent(eventId, hearGuest, { commandId: id(), text: "A salad?", from: null, files: 1 }, asGuest(guests[0]!)),
  holdReply: ({ id: eventId, guests }) =>
    world.changeEvent(
      eventId,
      holdReply,
      { ...aReply, commandId: id(), from: "other@example.org", note: "", suggestion: at("2030-06-10T19:00") },
      asGuest(guests[0]!),
    ),
  "holdReply that sends others": ({ id: eventId, guests }) => {
    const input = { from: null, answer: "declined" as const, note: "", suggestion: null, delegates: ["bea@example.org"] };
    const stamp = { revision: null, writtenAt: null };
    return world.changeEvent(eventId, holdReply, { ...input, ...stamp, commandId: id() }, asGuest(guests[0]!));
  },
  answerByCalendar: ({ id: eventId, guests }) => {
    const input = { ...aReply, note: "A salad?", suggestion: at("2030-06-10"), revision: null, writtenAt: null };
    return world.changeEvent(eventId, answerByCalendar, { ...input, commandId: id() }, asGuest(guests[0]!));
  },
  settleReply: ({ id: eventId, host, guests }) =>
    world.changeEvent(eventId, settleReply, { commandId: id(), guestId: guests[0]!.id, reply: 1, declines: true }, asUser(host)),
  postMessage: ({ id: eventId, guests }) =>
    world.changeEvent(eventId, postMessage, { commandId: id(), text: "Hi", replyTo: null }, asGuest(guests[5]!)),
  "postMessage beyond the window": async ({ id: eventId, guests }) => {
    for (let index = 0; index < 60; index++)
      await world.changeEvent(eventId, postMessage, { commandId: id(), text: `${index}`, replyTo: null }, asGuest(guests[5]!));
  },
};

for (const [name, act] of Object.entries(acts)) {
  test(`[L5] ${name}: a subscriber ends with the snapshot that a reload gives`, async () => {
    const gathering = await aLivelyGathering();
    await expectConvergence(world, gathering.id, viewersOf(gathering), () => act(gathering));
  });
}

for (const guestListFor of ["guests", "hosts"] as const) {
  test(`[L5] with the guest list for ${guestListFor}, answers and promotions converge too`, async () => {
    const gathering = await aLivelyGathering({ guestListFor });
    await expectConvergence(world, gathering.id, viewersOf(gathering), async () => {
      for (const name of ["answerInvitation", "answerInvitation that frees seats", "answerForGuest", "editGuest"])
        await acts[name]!(gathering);
    });
  });
}

type ChatCommand = Command<{ commandId: string }, unknown>;

/** A server of before there were mentions edits a message: whom it mentioned stays in the row. */
const editByAnOlderServer = command({
  ...chat.editMessage,
  name: "editMessage by an older server",
  decide(state, { messageId }: { messageId: string }, caller, now) {
    requireAdmitted(state, caller);
    const text = "Ask @ somebody else";
    state.rows(messagesTable).change(messageId, { text, edited_at: now });
    for (const reply of state
      .rows(messagesTable)
      .all()
      .filter((row) => row.reply_to === messageId))
      state.rows(messagesTable).change(reply.id, { reply_excerpt: text });
    state.append({ type: "chat.edited", messageId, text, editedAt: now.toISOString() });
  },
}) as unknown as Command<{ commandId: string; messageId: string }, unknown>;

/** The commands that name a message, with the smallest input that the API document allows. */
const aboutMessages = (Object.values(chat) as unknown as ChatCommand[]).flatMap((command) => {
  const operation = operations.find(({ operationId }) => operationId === command.name);
  return operation?.inPath.includes("messageId") ? [{ command, operation }] : [];
});

/** A server of before there were marks on messages deletes one: it clears the words, and nothing that came later. */
const deletionByAnOlderServer = {
  operation: operations.find(({ operationId }) => operationId === chat.deleteMessage.name)!,
  command: command({
    ...chat.deleteMessage,
    name: "deleteMessage by an older server",
    decide(state, { messageId }: { messageId: string }, caller) {
      requireAdmitted(state, caller);
      const messages = state.rows(messagesTable);
      if (messages.get(messageId)!.deleted_by) return;
      const unquoted = { reply_to: null, reply_name: "", reply_excerpt: "" };
      messages.change(messageId, { ...unquoted, text: "", deleted_by: "author" });
      for (const reply of messages.all().filter((row) => row.reply_to === messageId)) messages.change(reply.id, { reply_excerpt: "" });
      state.append({ type: "chat.deleted", messageId, deletedBy: "author" });
    },
  }) as unknown as ChatCommand,
};

test("[L5] after any two commands about a message, or one and a deletion by an older server, a subscriber ends with the snapshot that a reload gives", async () => {
  const gathering = await aLivelyGathering();
  const { id: eventId, host, guests } = gathering;
  const author = asGuest(guests[0]!);
  const leftEntries = new Set<string>();

  /** By whoever may: its author, a host, or both. */
  async function perform({ command, operation }: (typeof aboutMessages)[0], messageId: string) {
    const { eventId: _, ...input } = smallestInput(operation, (field) => (field === "messageId" ? messageId : id()));
    for (const caller of [author, asUser(host)]) {
      const before = (await world.snapshot(eventId, hostViewer(gathering)))!.seq;
      const done = await world.changeEvent(eventId, command, { ...input, commandId: id() }, caller).catch((error: unknown) => {
        if (!(error instanceof Refusal)) throw error;
      });
      if (done && done.seq > before) leftEntries.add(command.name);
    }
  }
  for (const first of aboutMessages) {
    for (const second of [...aboutMessages, deletionByAnOlderServer]) {
      const messageId = id();
      await world.changeEvent(eventId, postMessage, { commandId: messageId, text: "Shall I bring a cake?", replyTo: null }, author);
      await world.changeEvent(eventId, postMessage, { commandId: id(), text: "Please do", replyTo: messageId }, asUser(host));
      await expectConvergence(world, eventId, viewersOf(gathering), async () => {
        await perform(first, messageId);
        await perform(second, messageId);
      });
    }
  }
  expect(leftEntries).toEqual(new Set([...aboutMessages, deletionByAnOlderServer].map(({ command }) => command.name)));
});

test("[L5] when a guest who left the attendee preview answers going again, a subscriber ends with the snapshot that a reload gives", async () => {
  const gathering = await aGathering(world, { guests: FACES_KEPT + 1, fields: { visibility: "public", guestListFor: "everyone" } });
  const [first] = gathering.guests;
  for (const guest of gathering.guests) await world.changeEvent(gathering.id, answerInvitation, answering("going"), asGuest(guest));
  await expectConvergence(world, gathering.id, viewersOf(gathering), () =>
    world.changeEvent(gathering.id, answerInvitation, { ...answering("going"), note: "Late" }, asGuest(first!)),
  );
});

test("control: a snapshot with a field that the contract does not name is noticed, at any depth", async () => {
  const gathering = await aLivelyGathering();
  const withMore = (more: (snapshot: EventSnapshot) => object): World => ({
    ...world,
    async snapshot(...asked) {
      const snapshot = (await world.snapshot(...asked))!;
      return { ...snapshot, ...more(snapshot) };
    },
  });
  const beside = withMore(() => ({ email: "grace@example.org" }));
  const within = withMore(({ messages }) => ({ messages: messages.map((message) => ({ ...message, email: "grace@example.org" })) }));
  for (const leaky of [beside, within])
    await expect(expectConvergence(leaky, gathering.id, viewersOf(gathering), async () => {})).rejects.toThrow("to deeply equal");
});

test("every command is tested for convergence", async () => {
  const modules = [
    await import("../events/commands.ts"),
    await import("../events/questions.ts"),
    await import("../guests/commands.ts"),
    await import("../guests/answer-by-calendar.ts"),
    await import("../guests/hear-guest.ts"),
    await import("../guests/held-replies.ts"),
    await import("../invitations/commands.ts"),
    bulletins,
    chat,
    photos,
  ];
  const names = modules
    .flatMap((module) => Object.values(module))
    .flatMap((value) => (typeof value === "object" && value !== null && "decide" in value ? [value.name] : []));
  const tried = new Set(["createEvent", ...Object.keys(acts), ...aboutMessages.map(({ command }) => command.name)]);
  expect(names.filter((name) => !tried.has(name))).toEqual([]);
});

test("[L15] no entry for others contains what only hosts may know", async () => {
  const gathering = await aGathering(world, { guests: 3, fields: { capacity: 1, guestListFor: "hosts", visibility: "public" } });
  const secrets = ["canary-email@example.org", "canary note", "Canary Name", "canary-room", "canary-delegate@example.org"];
  await world.changeEvent(
    gathering.id,
    editGuest,
    { commandId: id(), guestId: gathering.guests[0]!.id, email: secrets[0]!, name: secrets[2]! },
    asUser(gathering.host),
  );
  await world.changeEvent(gathering.id, answerInvitation, { ...answering("going"), note: secrets[1]! }, asGuest(gathering.guests[0]!));
  await world.changeEvent(gathering.id, answerInvitation, answering("declined"), asGuest(gathering.guests[0]!));
  await world.changeEvent(
    gathering.id,
    edit,
    { commandId: id(), fields: { place: { kind: "online", url: `https://example.org/${secrets[3]}` } } },
    asUser(gathering.host),
  );
  await world.changeEvent(gathering.id, resendInvitation, { commandId: id(), guestId: gathering.guests[0]!.id }, asUser(gathering.host));
  const delegation = { from: null, answer: "declined" as const, note: "", suggestion: null, revision: null, writtenAt: null };
  await world.changeEvent(
    gathering.id,
    holdReply,
    { ...delegation, commandId: id(), delegates: [secrets[4]!] },
    asGuest(gathering.guests[0]!),
  );

  const { entries } = await readLog(db, gathering.id, { after: 0 });
  const seenBy = (viewer: Pick<Viewer, "class" | "guestId">) => JSON.stringify(entries.map((entry) => entryFor(viewer, entry)));
  const leaks = (viewer: Pick<Viewer, "class" | "guestId">) => secrets.filter((secret) => seenBy(viewer).includes(secret));

  expect(leaks({ class: "public", guestId: null })).toEqual([]);
  expect(leaks({ class: "guest", guestId: gathering.guests[1]!.id })).toEqual([secrets[3]]);
  expect(leaks({ class: "guest", guestId: gathering.guests[0]!.id })).toEqual(secrets.slice(0, 4)); // a mail in their name may not be theirs
  expect(leaks({ class: "host", guestId: null })).toEqual(secrets);
});

test("[L15] no entry for others reveals how many were invited, or who declined when", async () => {
  const gathering = await aLivelyGathering();
  const { id: eventId, host, guests } = gathering;
  const silent = guests[7]!;
  const going = guests[0]!;
  const person = (name: string) => ({ guestId: id(), name, email: null, plusOnesAllowed: null, locale: null });
  const { seq: start } = await world.changeEvent(
    eventId,
    inviteGuests,
    { commandId: id(), guests: [person("Annie"), person("Betty")], message: "", send: false },
    asUser(host),
  );
  const asHost = { commandId: id(), guestId: silent.id };
  await world.changeEvent(eventId, editGuest, { ...asHost, name: "Kathleen" }, asUser(host));
  await world.changeEvent(eventId, resendInvitation, { commandId: id(), guestId: silent.id }, asUser(host)).catch(() => {});
  await world.changeEvent(eventId, answerInvitation, answering("declined"), asGuest(silent));
  await world.changeEvent(eventId, answerInvitation, { ...answering("going"), note: "I bring a cake" }, asGuest(going));
  const added = { commandId: id(), guestId: id(), name: "Radia", answer: "declined" as const, plusOnes: [] };
  await world.changeEvent(eventId, addGuest, added, asUser(host));
  const { seq: end } = await world.changeEvent(eventId, removeGuest, { commandId: id(), guestId: added.guestId }, asUser(host));
  await world.changeEvent(eventId, answerInvitation, answering("maybe"), asGuest(silent));

  const { entries } = await readLog(db, eventId, { after: start - 2 });
  const kindsFor = (viewer: Pick<Viewer, "class" | "guestId">, upTo: number) =>
    entries.filter(({ seq }) => seq <= upTo).flatMap((entry) => entryFor(viewer, entry)?.body.type ?? []);
  const [passerBy, other] = [publicViewer, guestViewer(guests[3]!)];
  expect([kindsFor(passerBy, end), kindsFor(other, end)]).toEqual([[], []]);
  expect(kindsFor(guestViewer(silent), end)).toEqual(["guest.edited", "rsvp.answered"]);
  expect(kindsFor(hostViewer(gathering), end).length).toBeGreaterThanOrEqual(7);
  expect([kindsFor(passerBy, Infinity), kindsFor(other, Infinity)]).toEqual([["rsvp.answered"], ["rsvp.answered"]]);
});

test("[L15] every kind of entry has a rule for every class of viewer", () => {
  const kinds = EntryBody.options.map((option) => option.shape.type.value);
  expect(new Set(kinds).size).toBe(kinds.length);
  expect(viewerClasses).toEqual(["host", "guest", "public"]);
});
