import type { Timeline, EventTimeline } from "../timeline.ts";
import type { LineStory } from "../line-story.ts";
import type { Report } from "../verdict.ts";

/**
 * C12: a client that resumes from another epoch, or from a position that the log has not reached, gets a reset and no
 * entries; and everything read at the end is of one epoch.
 */
export function epochHonesty(timeline: Timeline, event: EventTimeline, stories: LineStory[], report: Report): void {
  const { epoch } = timeline.history.final;
  const renewed = renewedAt(timeline, event);
  for (const { line, isOfThisEpoch } of stories) {
    if (isOfThisEpoch) continue;
    const { opened, frames, over } = line;
    const led = frames.find(
      ({ received, at }) => at > renewed && (received.frame.type === "entries" || received.frame.type === "caughtUp"),
    );
    const told = frames.some(({ received }) => received.frame.type === "reset" || received.frame.type === "ended");
    const why = opened.epoch === epoch ? `ahead: ${opened.after} of ${event.log.length}` : `of epoch ${opened.epoch}, not ${epoch}`;
    if (led) report(`A position ${why} was led on`, opened, led.received);
    else if (!over && !told) report(`A position ${why} was never told so`, opened);
  }
  for (const { loaded, at } of event.snapshots) {
    const { snapshot } = loaded;
    if (snapshot && snapshot.epoch !== epoch && (at === null || at > renewed))
      report(`A snapshot of epoch ${snapshot.epoch} was given in epoch ${epoch}`, loaded);
  }
}

/**
 * The first moment at which somebody was given a snapshot of the epoch that is in force; before it another may have been.
 * Who follows while it changes is told within a sweep: a round that changed it says until when.
 */
function renewedAt({ history: { final }, records }: Timeline, event: EventTimeline): number {
  const { renewedBy } = final;
  if (renewedBy !== undefined) return records.findLastIndex(({ t }) => t <= renewedBy);
  const first = event.snapshots.find(({ loaded, at }) => at !== null && loaded.snapshot?.epoch === final.epoch);
  const older = event.snapshots.some(({ loaded, at }) => at !== null && loaded.snapshot && loaded.snapshot.epoch !== final.epoch);
  return older ? (first?.at ?? Infinity) : -1;
}
