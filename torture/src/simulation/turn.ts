import type { Command } from "../../../server/src/log/command.ts";
import type { Random } from "../processes/random.ts";
import type { Cast } from "./cast.ts";
import type { Grant } from "./memory-database.ts";
import { idOf, type Person } from "./person.ts";
import type { LiveReader } from "./reader.ts";
import type { Round } from "./round.ts";
import { send, type Answer } from "./send-command.ts";

/** Acts in which ids are used twice, on purpose. */
const contested = new Set(["steal a command", "change words", "taken id"]);

export interface Stage {
  round: Round;
  cast: Cast;
  readers: LiveReader[];
  /** Messages that were said. */
  said: string[];
}

export type Turn = ReturnType<typeof aTurn>;

/** What one act has to do with: who acts, upon whom, and by which ids, by the act's number alone. */
export function aTurn(stage: Stage, kind: string, number: number, random: Random) {
  const { ada, barbara, list, everyone } = stage.cast;
  const who = random.pick(everyone);
  const about = random.pick(list);
  const host = random.chance(0.9) ? ada : barbara;
  const commandId = idOf("c", number * 4 + 1);
  return { ...stage, kind, number, random, who, about, host, commandId, freshId: idOf("b", 1_000 + number) };
}

/** Most send once, until they are answered; some send twice at once. */
export async function does<Input extends object>(
  { round, random, kind, commandId }: Turn,
  person: Person,
  command: Command<Input & { commandId: string }, unknown>,
  body: Omit<Input, "commandId">,
): Promise<Answer> {
  const input = { commandId, ...body } as Input & { commandId: string };
  const twin = random.chance(0.08) ? send(round, person, command, input, random.fork("twin")) : null;
  const answer = await send(round, person, command, input, random);
  await twin;
  // Nobody else has this id: if it is taken, the server has mixed up two commands.
  if (answer.code === "command_id_reused" && !contested.has(kind))
    throw new Error(`${command.name} ${commandId} was refused for another's fault`);
  return answer;
}

/** Somebody opens another link: what their browser asked for before is not theirs any more. */
export function opensLink({ round, readers }: Turn, person: Person, grant: Grant) {
  person.version += 1;
  for (const reader of readers) if (reader.person === person) reader.leave();
  person.guestId = grant.guestId;
  round.database.grant(person.identity.visitId!, round.eventId, grant);
}
