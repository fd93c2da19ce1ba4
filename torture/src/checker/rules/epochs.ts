import type { Course, EventCourse } from "../course.ts";
import type { LineStory } from "../line-story.ts";
import type { Report } from "../verdict.ts";

/**
 * C12: who holds a position of another life of the database, or one that the log has not reached, is told so and
 * never led on from it; and what is read at the end is of one life.
 */
export function epochHonesty(course: Course, event: EventCourse, stories: LineStory[], report: Report): void {
  const { epoch } = course.history.final;
  const renewed = renewedAt(course, event);
  for (const { line, isOfThisLife } of stories) {
    if (isOfThisLife) continue;
    const { opened, frames, over } = line;
    const led = frames.find(
      ({ received, at }) => at > renewed && (received.frame.type === "entries" || received.frame.type === "caughtUp"),
    );
    const told = frames.some(({ received }) => received.frame.type === "reset" || received.frame.type === "ended");
    const why = opened.epoch === epoch ? `ahead: ${opened.after} of ${event.log.length}` : `of epoch ${opened.epoch}, not ${epoch}`;
    if (led) report(`A position ${why} was led on`, opened, led.received);
    else if (!over && !told) report(`A position ${why} was never told so`, opened);
  }
  for (const { loaded, at } of event.pictures) {
    const { picture } = loaded;
    if (picture && picture.epoch !== epoch && (at === null || at > renewed))
      report(`A picture of epoch ${picture.epoch} was given in epoch ${epoch}`, loaded);
  }
}

/**
 * The first moment at which somebody was given a picture of the epoch that is in force; before it another may have been.
 * Who follows while it changes is told within a sweep: a round that changed it says until when.
 */
function renewedAt({ history: { final }, records }: Course, event: EventCourse): number {
  const { renewedBy } = final;
  if (renewedBy !== undefined) return records.findLastIndex(({ t }) => t <= renewedBy);
  const first = event.pictures.find(({ loaded, at }) => at !== null && loaded.picture?.epoch === final.epoch);
  const older = event.pictures.some(({ loaded, at }) => at !== null && loaded.picture && loaded.picture.epoch !== final.epoch);
  return older ? (first?.at ?? Infinity) : -1;
}
