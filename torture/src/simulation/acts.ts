import type { EventFields } from "@turnout/contract/events";
import { addHost, cancelEvent, removeHost, renewShareLink } from "../../../server/src/events/commands.ts";
import { claimGuest } from "../../../server/src/guests/claim-guest.ts";
import { addGuest, answerForGuest, answerInvitation, editGuest, removeGuest } from "../../../server/src/guests/commands.ts";
import type { GuestRow } from "../../../server/src/guests/tables.ts";
import { inviteGuests, resendInvitation, revokeInvitation } from "../../../server/src/invitations/commands.ts";
import type { Command } from "../../../server/src/log/command.ts";
import type { Random } from "../processes/random.ts";
import { deleteMessage, edit, editMessage, postMessage, TAKEN, type Cast } from "./cast.ts";
import type { ActKind } from "./act-kinds.ts";
import type { Grant } from "./memory-database.ts";
import { emailOf, idOf, type Person } from "./person.ts";
import type { LiveReader } from "./reader.ts";
import type { Round } from "./round.ts";
import { send, tryOnce, type Answer } from "./send-command.ts";

/** Acts in which ids are used twice, on purpose. */
const contested = new Set<ActKind>(["steal a command", "change words", "taken id"]);

export interface Stage {
  round: Round;
  cast: Cast;
  readers: LiveReader[];
  /** Messages that were said. */
  said: string[];
}

/** Acts by number, so that one may be left out and the others stay as they are. */
export async function act({ round, cast, readers, said }: Stage, kind: ActKind, number: number, random: Random): Promise<void> {
  const { ada, barbara, list, comers, everyone } = cast;
  const who = random.pick(everyone);
  const about = random.pick(list);
  const host = random.chance(0.9) ? ada : barbara;
  const commandId = idOf("c", number * 4 + 1);
  const freshId = idOf("b", 1_000 + number);

  /** Most send once, until they are answered; some send twice at once. */
  async function does<Input extends { commandId: string }>(
    person: Person,
    command: Command<Input, unknown>,
    input: Input,
  ): Promise<Answer> {
    const twin = random.chance(0.08) ? send(round, person, command, input, random.fork("twin")) : null;
    const answer = await send(round, person, command, input, random);
    await twin;
    // Nobody else has this id: if it is taken, the server has mixed up two commands.
    if (answer.code === "command_id_reused" && !contested.has(kind))
      throw new Error(`${command.name} ${commandId} was refused for another's fault`);
    return answer;
  }

  /** Somebody opens another link: what their browser asked for before is not theirs any more. */
  function opensLink(person: Person, grant: Grant) {
    person.version += 1;
    for (const reader of readers) if (reader.person === person) reader.leave();
    person.guestId = grant.guestId;
    round.database.grant(person.identity.visitId!, round.eventId, grant);
  }

  const rowOf = (guestId: string | null) =>
    round.database
      .event(round.eventId)
      .table("guests")
      .get(guestId ?? "") as GuestRow | undefined;
  const invited = (guestId: string, person: Person) => ({
    guestId,
    name: person.name,
    email: emailOf(person),
    plusOnesAllowed: 5,
    locale: null,
  });
  const edits = (fields: EventFields, override = false) => does(host, edit, { commandId, fields, ...(override && { override }) });

  switch (kind) {
    case "answer": {
      const answer = random.pick(["going", "going", "going", "maybe", "declined"] as const);
      const plusOnes = Array<string>(random.pick([0, 0, 1, 2, 3, 5])).fill("Friend");
      const named = who.guestId ? {} : { name: who.name };
      const { result } = await does(who, answerInvitation, { commandId, answer, plusOnes, note: "", ...named });
      if (result && !who.userId) who.guestId ??= String(result["guestId"]);
      return;
    }
    case "say": {
      const replyTo = said.length > 0 && random.chance(0.5) ? random.pick(said) : null;
      const { outcome } = await does(who, postMessage, { commandId, text: `words ${number}`, replyTo });
      if (outcome === "committed") said.push(commandId);
      return;
    }
    case "correct":
      if (said.length > 0) await does(who, editMessage, { commandId, messageId: random.pick(said), text: `better ${number}` });
      return;
    case "erase":
      if (said.length > 0) await does(random.chance(0.5) ? ada : who, deleteMessage, { commandId, messageId: random.pick(said) });
      return;
    case "steal a command": {
      const input = { commandId, text: "mine", replyTo: null };
      const mine = does(who, postMessage, input);
      if (random.chance(0.5)) await mine;
      await tryOnce(round, random.pick(everyone), postMessage as never, input, random);
      await mine;
      return;
    }
    case "change words": {
      const mine = does(who, postMessage, { commandId, text: "first words", replyTo: null });
      if (random.chance(0.5)) await mine;
      await tryOnce(round, who, postMessage as never, { commandId, text: "other words", replyTo: null } as never, random);
      await mine;
      return;
    }
    case "capacity":
      await edits({ capacity: random.chance(0.06) ? null : random.int(1, random.chance(0.75) ? 5 : 12) }, random.chance(0.7));
      return;
    case "squeeze": {
      // The seats fall below the size of a party in line, which holds up nobody from then on.
      const sizes = [...round.database.event(round.eventId).table("guests").values()].flatMap(({ ticket, party_size }) =>
        ticket == null || party_size! < 2 ? [] : party_size!,
      );
      if (sizes.length > 0) await edits({ capacity: random.pick(sizes) - 1 }, true);
      return;
    }
    case "edit":
      await edits(
        random.pick([
          { waitlistRule: "strict" },
          { waitlistRule: "fillGaps" },
          { title: `Feast ${number}` },
          { waitlist: false },
          { waitlist: true },
        ]),
      );
      return;
    case "audience":
      await edits(
        random.pick([
          { chat: "closed" },
          { chat: "open" },
          { chat: "readOnly" },
          { guestListFor: "hosts" },
          { guestListFor: "everyone" },
          { guestListFor: "guests" },
          { visibility: "invited" },
          { visibility: "public" },
          { visibility: "link" },
        ]),
      );
      return;
    case "remove": {
      const guestId = random.pick([...list, ...comers]).guestId;
      if (guestId) await does(host, removeGuest, { commandId, guestId });
      return;
    }
    case "invite again": {
      const { result } = await does(host, inviteGuests, { commandId, message: "", send: true, guests: [invited(freshId, about)] });
      if (result?.["added"] === 1) opensLink(about, { guestId: freshId, accessVersion: 1, shareVersion: null });
      return;
    }
    case "invite":
      await does(host, inviteGuests, {
        commandId,
        message: "Do come",
        send: true,
        guests: list.slice(random.int(0, list.length - 1)).map((person) => invited(person.guestId!, person)),
      });
      return;
    case "revoke": {
      const { guestId } = about;
      if ((await does(host, revokeInvitation, { commandId, guestId: guestId! })).outcome !== "committed" || random.chance(0.3)) return;
      await round.time.sleep(random.int(0, 200));
      const resent = await does(host, resendInvitation, { commandId: idOf("c", number * 4 + 2), guestId: guestId! });
      const row = rowOf(guestId);
      if (resent.outcome !== "committed" || about.guestId !== guestId || !row || row.delivery === "revoked" || row.removed_at) return;
      opensLink(about, { guestId, accessVersion: row.access_version, shareVersion: null });
      return;
    }
    case "answer for": {
      const answer = random.pick(["going", "declined"] as const);
      await does(host, answerForGuest, { commandId, guestId: about.guestId!, answer, plusOnes: [], override: random.chance(0.5) });
      return;
    }
    case "add guest":
    case "taken id": {
      const guestId = kind === "taken id" ? TAKEN : freshId;
      await does(host, addGuest, { commandId, guestId, name: `Walk-in ${number}`, answer: "going", plusOnes: ["", ""] });
      return;
    }
    case "rename":
      await does(host, editGuest, { commandId, guestId: about.guestId!, name: `Doctor ${number}` });
      return;
    case "renew share": {
      if ((await does(host, renewShareLink, { commandId })).outcome !== "committed") return;
      const shareVersion = round.database.event(round.eventId).row!.share_version;
      for (const comer of comers)
        if (!comer.guestId && random.chance(0.6)) opensLink(comer, { guestId: null, accessVersion: null, shareVersion });
      return;
    }
    case "add host":
      await does(barbara, addHost, { commandId });
      return;
    case "remove host":
      await does(host, removeHost, { commandId, userId: barbara.userId! });
      return;
    case "claim":
      await does(barbara, claimGuest, { commandId, guestId: about.guestId!, provenEmail: emailOf(about) });
      return;
    default:
      await does(ada, cancelEvent, { commandId, note: "Rain" });
  }
}
