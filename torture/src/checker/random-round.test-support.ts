import { cancelEvent } from "../../../server/src/events/commands.ts";
import { claimGuest } from "../../../server/src/guests/claim-guest.ts";
import { addGuest, editGuest } from "../../../server/src/guests/commands.ts";
import type { History } from "../history.ts";
import { actsOn, guest, idOf, user, visitor } from "./lively-round.test-support.ts";
import { createModelServer, type Fate, type Person } from "./model-server.test-support.ts";

/** Numbers from a seed, the same for the same seed. */
function randomOf(seed: number) {
  let state = seed * 2654435761;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  return {
    below: (count: number) => Math.floor(next() * count),
    chance: (share: number) => next() < share,
    one: <One>(of: readonly One[]): One => of[Math.floor(next() * of.length)]!,
  };
}

/** What a crowd does at random with one event: correct, since the server's own decisions are. */
export async function aRandomRound(seed: number, length = 60): Promise<History> {
  const random = randomOf(seed);
  const start = Date.parse("2027-06-18T19:00:00.000Z");
  let clock = start - 86_400_000;
  const server = createModelServer(seed, () => new Date(random.chance(0.03) ? start + 60_000 : (clock += 1_000))); // now and then a clock jumps
  const acts = actsOn(server);
  const [ada, barbara] = [user("Ada", 1), user("Barbara", 2)];
  const list = Array.from({ length: 9 }, (_, index) => guest(index + 1));
  const comers = ["Lin", "Kay", "Mo"].map(visitor);
  const everyone = [ada, barbara, ...list, ...comers];
  const fates: Fate[] = ["answered", "answered", "answered", "answer lost", "request lost"];
  const said: string[] = [];
  let walkIns = 100;

  await acts.create(ada, {
    title: "Picnic",
    starts: "2027-06-18T19:00",
    zone: "UTC",
    capacity: 1 + random.below(8),
    waitlistRule: random.one(["strict", "fillGaps"] as const),
    visibility: random.one(["public", "link", "invited"] as const),
    guestListFor: random.one(["everyone", "guests", "hosts"] as const),
    place: { kind: "online", url: "https://example.org/room" },
  });
  await acts.publish(ada);
  await acts.invite(ada, list.slice(0, 6));

  async function answer(who: Person) {
    const commandId = acts.next();
    const [kind, plusOnes, tries] = [
      random.one(["going", "going", "going", "maybe", "declined"] as const),
      random.below(4),
      1 + random.below(3),
    ];
    for (let at = 0; at < tries; at++) {
      const fate = at === tries - 1 ? "answered" : random.one(fates);
      if ((await acts.answer(who, kind, plusOnes, { commandId, fate })) === "committed" && !who.userId && !who.guestId)
        who.guestId = commandId;
    }
  }

  async function act(): Promise<unknown> {
    const who = random.one(everyone);
    const about = random.one(list);
    switch (random.below(23)) {
      case 0:
        return acts.edit(ada, { capacity: 1 + random.below(12) }, random.chance(0.5), random.one(fates));
      case 1:
        return acts.edit(ada, random.one([{ waitlistRule: "strict" }, { waitlistRule: "fillGaps" }, { title: "Feast" }] as const));
      case 2:
        return acts.edit(
          ada,
          random.one([{ chat: "closed" }, { chat: "open" }, { guestListFor: "hosts" }, { guestListFor: "everyone" }] as const),
        );
      case 3:
        return acts.remove(ada, random.one([...list, ...comers.filter(({ guestId }) => guestId)]));
      case 4:
        if ((await acts.revoke(ada, about)) === "committed" && random.chance(0.7) && (await acts.resend(ada, about)) === "committed")
          about.accessVersion = server.store.table<{ access_version: number }>("guests").get(about.guestId!)!.access_version;
        return;
      case 5:
        return acts.answerFor(ada, about, random.one(["going", "declined"] as const), random.chance(0.5));
      case 6:
        return acts.invite(ada, list.slice(random.below(9)));
      case 7:
        return random.chance(0.5) ? acts.addHost(barbara) : acts.removeHost(ada, barbara);
      case 8:
        if ((await acts.renewShare(ada)) === "committed")
          for (const comer of comers) if (random.chance(0.5)) comer.shareVersion = (comer.shareVersion ?? 0) + 1;
        return;
      case 9:
        return server.send(ada, editGuest, { commandId: acts.next(), guestId: about.guestId!, name: `Doctor ${about.name}` });
      case 10:
        walkIns += 1;
        return server.send(ada, addGuest, {
          commandId: acts.next(),
          guestId: idOf("b", walkIns),
          name: `Walk-in ${walkIns}`,
          answer: "going",
          plusOnes: ["", ""],
        });
      case 11:
        return server.send(barbara, claimGuest, {
          commandId: acts.next(),
          guestId: about.guestId!,
          provenEmail: `${about.actor.replace(" ", "-")}@example.org`,
        });
      case 12:
        return random.chance(0.05) ? server.send(ada, cancelEvent, { commandId: acts.next(), note: "Rain" }) : undefined;
      case 13:
        return said.length > 0 ? acts.erase(random.one([ada, who]), random.one(said)) : undefined;
      case 14:
        return said.length > 0 ? acts.correct(who, random.one(said), "better words") : undefined;
      case 15:
      case 16: {
        const commandId = acts.next();
        const replyTo = said.length > 0 && random.chance(0.5) ? random.one(said) : null;
        if ((await acts.say(who, `words ${commandId}`, { commandId, replyTo })) === "committed") said.push(commandId);
        return;
      }
      case 17: {
        // A thief, who has seen a command of somebody else's.
        const commandId = acts.next();
        await acts.say(who, "mine", { commandId });
        return acts.say(random.one(everyone), "mine", { commandId });
      }
      default:
        return answer(who);
    }
  }

  for (let step = 0; step < length; step++) {
    await (random.chance(0.3) ? Promise.all([act(), act(), act()]) : act());
    const who = random.one(everyone);
    if (random.chance(0.4)) server.pump(server.head() - random.below(3), 1 + random.below(server.lines.length + 1));
    if (random.chance(0.1)) server.pump();
    if (random.chance(0.3)) server.load(who);
    if (random.chance(0.25)) server.open(who, Math.max(0, server.head() - random.below(6)));
    if (random.chance(0.05) && server.lines.length > 0) server.close(1 + random.below(server.lines.length));
  }
  server.pump();
  return server.finish(everyone);
}
