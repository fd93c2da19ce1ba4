import type { History } from "../history.ts";
import { readTimeline, type Timeline, type EventTimeline } from "./timeline.ts";
import { countedIn } from "./count-judged.ts";
import { isKnown } from "./kinds.ts";
import { storyOf, turnsOf, writtenIn } from "./line-story.ts";
import { replay } from "./replay.ts";
import { rightsAt } from "./rights.ts";
import { acknowledgedStays } from "./rules/acknowledged-stays.ts";
import { delivery } from "./rules/delivery.ts";
import { epochHonesty } from "./rules/epochs.ts";
import { exactlyOnce } from "./rules/exactly-once.ts";
import { mails } from "./rules/mails.ts";
import { snapshotJudge, snapshotsAhead } from "./rules/snapshots.ts";
import { realTimeOrder } from "./rules/real-time-order.ts";
import { revocation } from "./rules/revocation.ts";
import { totalOrder } from "./rules/total-order.ts";
import { shownOf } from "./expected-entries.ts";
import { judgeTables } from "./tables.ts";
import type { Report, Rule, Verdict, Violation } from "./verdict.ts";

/** Violations of one rule that are kept: the first are enough, and a broken round has thousands. */
export const MOST_OF_A_RULE = 50;

/** Judges one history by everything that is promised of it. Knows nothing but the history. */
export function judge(history: History, switchedOff: readonly Rule[] = []): Verdict {
  const timeline = readTimeline(history);
  const violations: Violation[] = [];
  const kept = new Map<Rule, number>();

  function find(rule: Rule, message: string, ...evidence: unknown[]) {
    const count = (kept.get(rule) ?? 0) + 1;
    kept.set(rule, count);
    if (count <= MOST_OF_A_RULE && !switchedOff.includes(rule)) violations.push({ rule, message, evidence: evidence.filter(Boolean) });
  }
  const under =
    (rule: Rule): Report =>
    (message, ...evidence) =>
      find(rule, message, ...evidence);

  dropUnknown(timeline, under("C4"));
  const judgedLines = [...timeline.events.values()].map((event) => judgeEvent(timeline, event, find, under));
  mails(timeline, under("C11"));
  return { violations, counted: countedIn(timeline, judgedLines.flat()) };
}

/** An event with entries of a kind that nobody taught the checker is a finding, and cannot be told anew. */
function dropUnknown({ events }: Timeline, report: Report) {
  for (const [id, { log }] of events) {
    const unknown = log.find(({ body }) => !isKnown(body.type));
    if (!unknown) continue;
    report(`The checker knows nothing of ${unknown.body.type}, which the log holds at ${unknown.seq}`, unknown);
    events.delete(id);
  }
}

/**
 * One event: what its log says of itself (C1, C2, C5, C6), the same told anew (C4, C7–C10), and what each line and
 * snapshot showed of it (C3, C4, C7, C12). A log that is not 1..n is not told anew: all would be wrong, for one reason.
 */
function judgeEvent(
  timeline: Timeline,
  event: EventTimeline,
  find: (rule: Rule, message: string, ...evidence: unknown[]) => void,
  under: (rule: Rule) => Report,
) {
  const epochs = writtenIn(timeline.history.final);
  totalOrder(event, under("C1"));
  realTimeOrder(event, under("C2"));
  exactlyOnce(event, under("C5"));
  acknowledgedStays(event, under("C6"));
  if (event.log.some(({ seq }, at) => seq !== at + 1)) return [];

  const rights = rightsAt(event);
  const { findings, end } = replay(event, snapshotJudge(event, rights, epochs));
  for (const { rule, message, evidence } of findings) find(rule, message, ...evidence);
  judgeTables(event, end, find);
  snapshotsAhead(event, epochs, find);

  const turns = turnsOf(event);
  const stories = event.lines.map((line) => storyOf(timeline, event, rights, line));
  delivery(event, stories, turns, shownOf(event), under("C3"));
  revocation(event, stories, turns, rights, under("C7"));
  epochHonesty(timeline, event, stories, under("C12"));
  return stories;
}
