import type { EventTimeline, Intent } from "../timeline.ts";
import { modelOf, rewordingsOf } from "../kinds.ts";
import type { Rewording } from "../state.ts";
import type { Report } from "../verdict.ts";

/** C6: what was acknowledged is there, at the position that was said and as it was asked; what was refused is not. */
export function acknowledgedStays(event: EventTimeline, report: Report): void {
  const reworded = rewordingsOf(event.log);
  for (const intent of event.intents.values()) {
    if (intent.tries.length === 0) continue;
    judgeAcknowledged(event, intent, report);
    judgeRefused(event, intent, report);
    judgeWords(intent, reworded, report);
  }
}

function judgeAcknowledged(event: EventTimeline, { commandId, tries, entries }: Intent, report: Report) {
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

function judgeRefused(event: EventTimeline, { commandId, tries, entries }: Intent, report: Report) {
  if (!tries.every(({ answered }) => answered?.outcome === "refused")) return;
  const effect = entries[0] ?? event.results.get(commandId)?.[0];
  if (effect) report(`Command ${commandId} was refused, and has an effect`, tries[0]!.invoked, tries[0]!.answered, effect);
}

/** What the entry says is what was asked, as far as the words of the command show. */
function judgeWords({ commandId, tries, entries }: Intent, reworded: Map<string, Rewording>, report: Report) {
  const entry = entries[0];
  const done = tries.find(({ answered }) => answered?.outcome === "committed") ?? (tries.length === 1 ? tries[0] : undefined);
  if (!entry || !done) return;
  const isRewordedLater = (messageId: string) => (reworded.get(messageId)?.seq ?? 0) > entry.seq;
  const wrong = modelOf(entry.body.type).clashWith?.(entry.body, done.invoked.input, isRewordedLater);
  if (wrong) report(`Command ${commandId} did something else than was asked: ${wrong}`, done.invoked, entry);
}
