import type { Answer } from "@turnout/contract/guests";
import { eraseMentions, pinMessage } from "../../../server/src/chat/commands.ts";
import { addHost, createEvent, publishEvent, removeHost, renewShareLink } from "../../../server/src/events/commands.ts";
import { answerForGuest, answerInvitation, removeGuest } from "../../../server/src/guests/commands.ts";
import { confirmComing } from "../../../server/src/guests/confirming.ts";
import { moveOnWaitlist } from "../../../server/src/guests/move-on-waitlist.ts";
import { inviteGuests, resendInvitation, revokeInvitation } from "../../../server/src/invitations/commands.ts";
import { addPhoto, removePhoto, restorePhoto } from "../../../server/src/photos/commands.ts";
import type { Command } from "../../../server/src/log/command.ts";
import type { History } from "../history.ts";
import { byName, invited } from "../simulation/acts.ts";
import { deleteMessage, edit, editMessage, postMessage } from "../simulation/cast.ts";
import { aBrowser, aUser, idOf, type Person } from "../simulation/person.ts";
import { createModelServer, EVENT, type Fate } from "./model-server.test-support.ts";

export const TALK = { said: idOf("c", 9001), erased: idOf("c", 9002) };

interface How {
  commandId?: string;
  fate?: Fate;
}

/** One round with something of everything in it, that every rule has to find green. */
export async function aLivelyRound(): Promise<History> {
  const server = createModelServer();
  let commands = 0;
  const next = () => idOf("c", (commands += 1));
  /** What people do, with command ids that count up. */
  const does = <Input extends { commandId: string }>(
    who: Person,
    command: Command<Input, unknown>,
    body: Omit<Input, "commandId">,
    { commandId = next(), fate }: How = {},
  ) => server.send(who, command, { commandId, ...body } as Input, fate);
  const answers = (who: Person, answer: Answer, plusOnes = 0, how?: How) => {
    const name = who.guestId ? {} : { name: who.name };
    return does(who, answerInvitation, { answer, plusOnes: Array<string>(plusOnes).fill("Friend"), note: "secret words", ...name }, how);
  };
  const says = (who: Person, text: string, { replyTo = null, ...how }: How & { replyTo?: string | null } = {}) =>
    does(who, postMessage, { text, replyTo }, how);
  const [ada, barbara] = [aUser("Ada", 1), aUser("Barbara", 2)];
  const guests = [1, 2, 3, 4, 5, 6].map((number) => aBrowser(`Guest ${number}`, number, idOf("b", number)));
  const [g1, g2, g3, g4, g5, g6] = guests as [Person, Person, Person, Person, Person, Person];
  const [lin, passerBy] = [aBrowser("Lin", 100, null), aBrowser("passer-by", 101, null)];
  for (const guest of guests) server.grant(guest, { guestId: guest.guestId, accessVersion: 1, shareVersion: null });
  for (const visitor of [lin, passerBy]) server.grant(visitor, { guestId: null, accessVersion: null, shareVersion: 1 });
  const follow = (...people: Person[]) => people.map((person) => (server.load(person), server.open(person)));

  const shown = { visibility: "public", guestListFor: "everyone" } as const;
  const fields = { title: "Picnic", starts: "2027-06-18T19:00", zone: "UTC", capacity: 4, ...shown };
  await does(ada, createEvent, { eventId: EVENT, fields });
  await does(ada, publishEvent, {});
  await does(ada, inviteGuests, { message: "Do come", send: true, guests: guests.map((guest) => invited(guest.guestId!, guest)) });
  await does(barbara, addHost, {});
  follow(ada, barbara, g1, g2, g3, g5, lin, passerBy);

  await answers(g1, "going");
  const lost = next();
  await answers(g2, "going", 1, { commandId: lost, fate: "answer lost" });
  await answers(g2, "going", 1, { commandId: lost });
  server.pump();
  await answers(g3, "going", 1);
  await answers(g4, "going");
  await answers(g5, "maybe", 1);
  await answers(g6, "declined");
  server.load(g4);
  await Promise.all([answers(lin, "going"), says(ada, "Welcome, all"), says(g5, "Do I bring a cake?", { commandId: TALK.said })]);
  lin.guestId = server.log().findLast(({ body }) => body.type === "rsvp.answered")!.commandId;
  server.grant(lin, { guestId: lin.guestId, accessVersion: 1, shareVersion: 1 });
  await says(ada, "Please do", { replyTo: TALK.said });
  await does(ada, pinMessage, { messageId: TALK.said });
  await does(g5, editMessage, { messageId: TALK.said, text: "Do I bring two?" });
  server.pump(server.head() - 2);
  await says(g1, "Better not said", { commandId: TALK.erased });
  await says(g2, "Oh", { replyTo: TALK.erased });
  await does(ada, pinMessage, { messageId: TALK.erased });
  server.pump();
  follow(g4, lin);
  await does(ada, deleteMessage, { messageId: TALK.erased });
  server.open(g6, server.head() - 4); // gets the message without its words
  await answers(g6, "going", 8); // too many
  await says(g1, "other words", { commandId: TALK.said }); // reused
  await answers(g6, "maybe", 0, { fate: "request lost" });

  server.fault("kill server", "begin");
  await does(ada, edit, { fields: { waitlistRule: "fillGaps" } });
  server.close(3);
  server.fault("kill server", "end");
  server.load(ada);
  for (const [at, to] of (["first", "last"] as const).entries())
    await does(ada, moveOnWaitlist, { moves: [{ guestId: lin.guestId, to }] }, { commandId: idOf("c", 9_100 + at) });
  await answers(g1, "declined");
  server.open(g1, server.head() - 3);
  await does(ada, removeGuest, { guestId: g2.guestId! });
  server.pump(server.head() - 1);
  server.pump();
  await does(ada, revokeInvitation, { guestId: g5.guestId! });
  await says(g5, "Am I still here?"); // not any more
  await does(ada, resendInvitation, { guestId: g5.guestId! });
  server.grant(g5, { guestId: g5.guestId, accessVersion: 2, shareVersion: null });
  server.pump();
  follow(g5);
  await says(g5, "Back again");
  await does(ada, answerForGuest, { guestId: g6.guestId!, answer: "going", plusOnes: [], override: true });
  await does(ada, renewShareLink, {});
  server.pump();
  await does(ada, pinMessage, { messageId: TALK.said });
  await does(ada, edit, { fields: { guestListFor: "hosts" } });
  await does(ada, edit, { fields: { capacity: 2 }, override: true });
  server.pump();
  server.open(g1, 3); // before the change: told to load anew
  follow(g1, g3, g4, g5, lin, passerBy);
  await does(ada, removeHost, { userId: barbara.userId! });
  await says(barbara, "Too late"); // not any more
  server.pump();
  server.open(g3, server.head(), "00000000-0000-4000-8000-0000000001d0");
  server.open(g3, server.head() + 100);
  await answers(g3, "maybe");
  for (const command of [...byName, ...byName.toReversed()]) await does(ada, command, { messageId: TALK.said });
  await does(ada, edit, { fields: { starts: "2026-05-02T19:00", stillComing: "twoDaysBefore" } });
  await does(g6, confirmComing, { day: "2026-05-02" });
  await does(ada, answerForGuest, { guestId: g3.guestId!, answer: "going", plusOnes: [], override: true }); // confirms, as they are asked
  await does(ada, edit, { fields: { starts: "2001-06-18T19:00" } });
  const photoId = next();
  await does(g1, addPhoto, { width: 1_600, height: 1_200 }, { commandId: photoId });
  for (const command of [removePhoto, restorePhoto]) await does(ada, command, { photoId });
  const named = next();
  const mentions = [{ personId: g3.guestId!, at: 3, length: 8 }];
  await does(ada, postMessage, { text: "Hi @Guest 3", replyTo: null, mentions }, { commandId: named });
  await does(g1, postMessage, { text: "Hi @Guest 3", replyTo: null, mentions }); // whom guests do not see
  await does(ada, eraseMentions, { messageIds: [named], personIds: [g3.guestId!] });
  await does(g1, postMessage, { text: "Hi @Ada", replyTo: named, mentions: [{ personId: ada.userId!, at: 3, length: 4 }] });
  await says(ada, "See you there");
  server.pump();
  return server.finish([ada, barbara, g1, g2, g3, g4, g5, lin, passerBy]);
}
