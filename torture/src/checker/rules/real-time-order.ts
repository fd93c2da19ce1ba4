import { acknowledgedBy, type EventTimeline, type Intent, type Try } from "../timeline.ts";
import type { Report } from "../verdict.ts";

/** C2: what was acknowledged before another command was asked for comes before it in the log. */
export function realTimeOrder(event: EventTimeline, report: Report): void {
  const moments = [...event.intents.values()].flatMap(momentsOf).toSorted((a, b) => a.at - b.at);
  let latest: { seq: number; done: Try } | null = null;
  for (const { intent, done, asked } of moments) {
    if (done) {
      const seq = done.answered!.seq!;
      if (!latest || seq > latest.seq) latest = { seq, done };
    } else if (latest) {
      const last: { seq: number; done: Try } = latest;
      const first = intent.entries[0]?.seq;
      const said = acknowledgedBy(intent)?.answered?.seq;
      const late = first === undefined ? (said ?? last.seq) < last.seq : first <= last.seq;
      // The same command sent again may have been acknowledged by a try of its own before.
      if (late && last.done.invoked.commandId !== intent.commandId)
        report(
          `A command got ${first ?? said} though ${last.seq} was acknowledged before it was asked for`,
          ...storyOf(last.done),
          asked!.invoked,
        );
    }
  }
}

interface Moment {
  at: number;
  intent: Intent;
  asked?: Try;
  done?: Try;
}

function momentsOf(intent: Intent): Moment[] {
  const asked = intent.tries[0];
  if (!asked) return [];
  const done = acknowledgedBy(intent);
  const moments: Moment[] = [{ at: asked.from, intent, asked }];
  if (done?.answered?.seq !== undefined) moments.push({ at: done.to, intent, done });
  return moments;
}

const storyOf = ({ invoked, answered }: Try) => [invoked, answered];
