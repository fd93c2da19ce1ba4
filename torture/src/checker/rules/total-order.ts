import type { EventTimeline } from "../timeline.ts";
import type { Report } from "../verdict.ts";

/** C1: the log of an event is 1..n, without holes and without twins, and the event's row knows its head. */
export function totalOrder(event: EventTimeline, report: Report): void {
  let last = 0;
  for (const [at, entry] of event.log.entries()) {
    if (entry.seq === last) report(`Position ${last} is taken twice`, event.log[at - 1], entry);
    else if (entry.seq !== last + 1) report(`After position ${last} comes ${entry.seq}`, ...(at > 0 ? [event.log[at - 1]] : []), entry);
    last = entry.seq;
  }
  if (!event.row) {
    if (last > 0) report(`A log of ${last} entries belongs to no event`, event.log[0]);
    return;
  }
  const head = Number(event.row["log_seq"]);
  if (head !== last) report(`The event's row says ${head}, and its log ends at ${last}`, { log_seq: head }, ...event.log.slice(-1));
}
