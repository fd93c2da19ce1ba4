import type { EventCourse, Intent } from "../course.ts";
import type { Entry, Message } from "../entry.ts";
import { difference } from "../same.ts";
import { rewordingsOf, type Rewording } from "../state.ts";
import type { Report } from "../verdict.ts";

/** C6: what was acknowledged is there, at the position that was said and as it was asked; what was refused is not. */
export function acknowledgedStays(event: EventCourse, report: Report): void {
  const reworded = rewordingsOf(event.log);
  for (const intent of event.intents.values()) {
    if (intent.tries.length === 0) continue;
    judgeAcknowledged(event, intent, report);
    judgeRefused(event, intent, report);
    judgeWords(intent, reworded, report);
  }
}

function judgeAcknowledged(event: EventCourse, { commandId, tries, entries }: Intent, report: Report) {
  for (const { invoked, answered } of tries) {
    if (answered?.outcome !== "committed") continue;
    const record = event.results.get(commandId)?.[0];
    const seq = entries.at(-1)?.seq ?? (record && Number(record["seq"]));
    if (seq === undefined || seq > (event.log.at(-1)?.seq ?? 0))
      return report(`Command ${commandId} was acknowledged, and is nowhere`, invoked, answered);
    if (answered.seq !== undefined && answered.seq !== seq)
      return report(
        `Command ${commandId} was acknowledged at ${answered.seq}, and is at ${seq}`,
        invoked,
        answered,
        entries.at(-1) ?? record,
      );
  }
}

function judgeRefused(event: EventCourse, { commandId, tries, entries }: Intent, report: Report) {
  if (!tries.every(({ answered }) => answered?.outcome === "refused")) return;
  const effect = entries[0] ?? event.results.get(commandId)?.[0];
  if (effect) report(`Command ${commandId} was refused, and has an effect`, tries[0]!.invoked, tries[0]!.answered, effect);
}

/** What the entry says is what was asked, as far as the words of the command tell. */
function judgeWords({ commandId, tries, entries }: Intent, reworded: Map<string, Rewording>, report: Report) {
  const entry = entries[0];
  const done = tries.find(({ answered }) => answered?.outcome === "committed") ?? (tries.length === 1 ? tries[0] : undefined);
  if (!entry || !done) return;
  const wrong = clash(entry, done.invoked.input, reworded);
  if (wrong) report(`Command ${commandId} did something else than was asked: ${wrong}`, done.invoked, entry);
}

interface Asked {
  answer?: string;
  plusOnes?: string[];
  note?: string;
  text?: string;
}

function clash({ seq, body }: Entry, asked: Asked, reworded: Map<string, Rewording>): string | null {
  if (body.type === "chat.posted" || body.type === "chat.edited") {
    const { messageId, text } = body.type === "chat.posted" ? (body.message as Message) : { messageId: body.messageId!, text: body.text };
    return (reworded.get(messageId)?.seq ?? 0) > seq ? null : difference(asked.text?.trim(), text, "text");
  }
  if ((body.type !== "rsvp.answered" && body.type !== "guest.added") || !body.guest || !asked.answer) return null;
  const { standing, plusOnes, note } = body.guest;
  const answer = standing === "waiting" ? "going" : standing;
  const brought = asked.answer === "declined" ? [] : (asked.plusOnes ?? []).map((name) => name.trim());
  const said = difference({ answer: asked.answer, plusOnes: brought }, { answer, plusOnes });
  return said ?? (asked.note === undefined ? null : difference(asked.note.trim(), note, "note"));
}
