import type { Timeline } from "./timeline.ts";
import { modelOf } from "./kinds.ts";
import { lastWord, type LineStory } from "./line-story.ts";
import { nothingJudged, type Counted } from "./verdict.ts";

/** How much was judged. */
export function countedIn({ history, records, events, faults }: Timeline, stories: LineStory[]): Counted {
  const counted: Counted = {
    ...nothingJudged,
    events: events.size,
    entries: history.final.log.length,
    lines: stories.length,
    live: stories.filter(({ line }) => !line.over && !lastWord(line).told).length,
    snapshots: history.final.snapshots.length,
    mails: history.final.mails.length,
    faults: faults.filter(({ phase }) => phase === "begin").length,
  };
  let answered = 0;
  for (const record of records) {
    if (record.kind === "loaded") counted.snapshots += 1;
    if (record.kind === "invoked") counted.tries += 1;
    if (record.kind === "received") counted.frames += 1;
    if (record.kind === "received" && record.frame.type === "entries") counted.delivered += (record.frame["entries"] as unknown[]).length;
    if (record.kind !== "answered") continue;
    answered += 1;
    counted[record.outcome === "committed" ? "acknowledged" : record.outcome] += 1;
  }
  counted.unknown += counted.tries - answered; // tries that nobody ever answered
  for (const event of events.values()) {
    for (const { tries } of event.intents.values()) if (tries.length > 0) counted.commands += 1;
    for (const { body } of event.log) {
      if (body.type === "guest.promoted") counted.promotions += 1;
      if (modelOf(body.type).ends) counted.revocations += 1;
    }
  }
  return counted;
}
