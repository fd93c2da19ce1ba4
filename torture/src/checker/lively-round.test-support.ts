import type { Answer } from "@turnout/contract/guests";
import type { EventFields } from "@turnout/contract/events";
import { pinMessage } from "../../../server/src/chat/commands.ts";
import type { AnyMessageCommand } from "../../../server/src/chat/message-command.ts";
import { addHost, createEvent, publishEvent, removeHost, renewShareLink } from "../../../server/src/events/commands.ts";
import { answerForGuest, answerInvitation, removeGuest } from "../../../server/src/guests/commands.ts";
import { inviteGuests, resendInvitation, revokeInvitation } from "../../../server/src/invitations/commands.ts";
import type { History } from "../history.ts";
import { byName, invited } from "../simulation/acts.ts";
import { deleteMessage, edit, editMessage, postMessage } from "../simulation/cast.ts";
import { aBrowser, aUser, idOf, type Person } from "../simulation/person.ts";
import { createModelServer, EVENT, type Fate } from "./model-server.test-support.ts";

/** Everything that people do, in short words, with command ids that count up. */
function actsOn(server: ReturnType<typeof createModelServer>) {
  let commands = 0;
  const next = () => idOf("c", (commands += 1));
  return {
    next,
    create: (host: Person, fields: EventFields) => server.send(host, createEvent, { commandId: next(), eventId: EVENT, fields }),
    publish: (host: Person) => server.send(host, publishEvent, { commandId: next() }),
    edit: (host: Person, fields: EventFields, override?: boolean, fate?: Fate) =>
      server.send(host, edit, { commandId: next(), fields, ...(override && { override }) }, fate),
    invite: (host: Person, guests: Person[]) =>
      server.send(host, inviteGuests, {
        commandId: next(),
        message: "Do come",
        send: true,
        guests: guests.map((guest) => invited(guest.guestId!, guest)),
      }),
    answer: (who: Person, answer: Answer, plusOnes = 0, { fate, commandId = next() }: { fate?: Fate; commandId?: string } = {}) =>
      server.send(
        who,
        answerInvitation,
        {
          commandId,
          answer,
          plusOnes: Array<string>(plusOnes).fill("Friend"),
          note: "secret words",
          ...(who.guestId ? {} : { name: who.name }),
        },
        fate,
      ),
    answerFor: (host: Person, { guestId }: Person, answer: Answer, override = false) =>
      server.send(host, answerForGuest, { commandId: next(), guestId: guestId!, answer, plusOnes: [], override }),
    say: (who: Person, text: string, { replyTo = null, commandId = next() }: { replyTo?: string | null; commandId?: string } = {}) =>
      server.send(who, postMessage, { commandId, text, replyTo }),
    correct: (who: Person, messageId: string, text: string) => server.send(who, editMessage, { commandId: next(), messageId, text }),
    to: (messageId: string, who: Person, command: AnyMessageCommand) => server.send(who, command, { commandId: next(), messageId }),
    remove: (host: Person, { guestId }: Person) => server.send(host, removeGuest, { commandId: next(), guestId: guestId! }),
    revoke: (host: Person, { guestId }: Person) => server.send(host, revokeInvitation, { commandId: next(), guestId: guestId! }),
    resend: (host: Person, { guestId }: Person) => server.send(host, resendInvitation, { commandId: next(), guestId: guestId! }),
    renewShare: (host: Person) => server.send(host, renewShareLink, { commandId: next() }),
    addHost: (who: Person) => server.send(who, addHost, { commandId: next() }),
    removeHost: (host: Person, { userId }: Person) => server.send(host, removeHost, { commandId: next(), userId: userId! }),
  };
}

export const TALK = { said: idOf("c", 9001), erased: idOf("c", 9002) };

/** One round with something of everything in it, that every rule has to find green. */
export async function aLivelyRound(): Promise<History> {
  const server = createModelServer();
  const acts = actsOn(server);
  const [ada, barbara] = [aUser("Ada", 1), aUser("Barbara", 2)];
  const guests = [1, 2, 3, 4, 5, 6].map((number) => aBrowser(`Guest ${number}`, number, idOf("b", number)));
  const [g1, g2, g3, g4, g5, g6] = guests as [Person, Person, Person, Person, Person, Person];
  const [lin, passerBy] = [aBrowser("Lin", 100, null), aBrowser("passer-by", 101, null)];
  for (const guest of guests) server.grant(guest, { guestId: guest.guestId, accessVersion: 1, shareVersion: null });
  for (const visitor of [lin, passerBy]) server.grant(visitor, { guestId: null, accessVersion: null, shareVersion: 1 });
  const follow = (...people: Person[]) => people.map((person) => (server.load(person), server.open(person)));

  await acts.create(ada, {
    title: "Picnic",
    starts: "2027-06-18T19:00",
    zone: "UTC",
    capacity: 4,
    visibility: "public",
    guestListFor: "everyone",
  });
  await acts.publish(ada);
  await acts.invite(ada, guests);
  await acts.addHost(barbara);
  follow(ada, barbara, g1, g2, g3, g5, lin, passerBy);

  await acts.answer(g1, "going");
  const lost = acts.next();
  await acts.answer(g2, "going", 1, { commandId: lost, fate: "answer lost" });
  await acts.answer(g2, "going", 1, { commandId: lost });
  server.pump();
  await acts.answer(g3, "going", 1);
  await acts.answer(g4, "going");
  await acts.answer(g5, "maybe", 1);
  await acts.answer(g6, "declined");
  server.load(g4);
  await Promise.all([
    acts.answer(lin, "going"),
    acts.say(ada, "Welcome, all"),
    acts.say(g5, "Do I bring a cake?", { commandId: TALK.said }),
  ]);
  lin.guestId = server.log().findLast(({ body }) => body.type === "rsvp.answered")!.commandId;
  server.grant(lin, { guestId: lin.guestId, accessVersion: 1, shareVersion: 1 });
  await acts.say(ada, "Please do", { replyTo: TALK.said });
  await acts.to(TALK.said, ada, pinMessage);
  await acts.correct(g5, TALK.said, "Do I bring two?");
  server.pump(server.head() - 2);
  await acts.say(g1, "Better not said", { commandId: TALK.erased });
  await acts.say(g2, "Oh", { replyTo: TALK.erased });
  await acts.to(TALK.erased, ada, pinMessage);
  server.pump();
  follow(g4, lin);
  await acts.to(TALK.erased, ada, deleteMessage);
  server.open(g6, server.head() - 4); // gets the message without its words
  await acts.answer(g6, "going", 8); // too many
  await acts.say(g1, "other words", { commandId: TALK.said }); // reused
  await acts.answer(g6, "maybe", 0, { fate: "request lost" });

  server.fault("kill server", "begin");
  await acts.edit(ada, { waitlistRule: "fillGaps" });
  server.close(3);
  server.fault("kill server", "end");
  server.load(ada);
  await acts.answer(g1, "declined");
  server.open(g1, server.head() - 3);
  await acts.remove(ada, g2);
  server.pump(server.head() - 1);
  server.pump();
  await acts.revoke(ada, g5);
  await acts.say(g5, "Am I still here?"); // not any more
  await acts.resend(ada, g5);
  server.grant(g5, { guestId: g5.guestId, accessVersion: 2, shareVersion: null });
  server.pump();
  follow(g5);
  await acts.say(g5, "Back again");
  await acts.answerFor(ada, g6, "going", true);
  await acts.renewShare(ada);
  server.pump();
  await acts.to(TALK.said, ada, pinMessage);
  await acts.edit(ada, { guestListFor: "hosts" });
  await acts.edit(ada, { capacity: 2 }, true);
  server.pump();
  server.open(g1, 3); // before the change: told to load anew
  follow(g1, g3, g4, g5, lin, passerBy);
  await acts.removeHost(ada, barbara);
  await acts.say(barbara, "Too late"); // not any more
  server.pump();
  server.open(g3, server.head(), "00000000-0000-4000-8000-0000000001d0");
  server.open(g3, server.head() + 100);
  await acts.answer(g3, "maybe");
  for (const command of [...byName, ...byName.toReversed()]) await acts.to(TALK.said, ada, command);
  await acts.say(ada, "See you there");
  server.pump();
  return server.finish([ada, barbara, g1, g2, g3, g4, g5, lin, passerBy]);
}
