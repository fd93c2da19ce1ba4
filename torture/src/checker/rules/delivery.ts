import type { Received } from "../../history.ts";
import type { EventTimeline, Line } from "../timeline.ts";
import type { Body, EntriesFrame, Entry, Viewer } from "../entry.ts";
import { seenBy } from "../kinds.ts";
import { endFor, lastWord, type LineStory, type Turn } from "../line-story.ts";
import { difference } from "../difference.ts";
import type { Report } from "../verdict.ts";
import type { Shown } from "../expected-entries.ts";

/**
 * C3: what one reader gets is the log, from where they began and without a gap, a twin or a swap, each entry as they
 * may see it; and whoever stayed to the end got to its head.
 */
export function delivery(event: EventTimeline, stories: LineStory[], turns: Turn[], shown: Shown, report: Report): void {
  for (const story of stories) {
    if (!story.isOfThisLog) continue;
    judgeChain(event, story.line, report);
    judgeContent(story, shown, report);
    if (story.isOfThisEpoch) judgeArrival(event, story, turns, report);
  }
}

function judgeChain(event: EventTimeline, { opened, frames }: Line, report: Report) {
  let position = opened.after;
  let before: Received | null = null;
  for (const { received } of frames) {
    const { type, after, upTo, seq } = received.frame as { type: string; after?: number; upTo?: number; seq?: number };
    const evidence = [before ?? opened, received];
    if (type === "entries") {
      if (after !== position) report(`A frame starts after ${after}, and the reader is at ${position}`, ...evidence);
      if (upTo! <= after!) report(`A frame leads from ${after} to ${upTo}`, received);
      if (upTo! > event.log.length) report(`A frame leads to ${upTo}, and the log ends at ${event.log.length}`, received);
      position = upTo!;
    }
    if (type === "caughtUp" && seq !== position) report(`Caught up at ${seq}, it says, and was brought to ${position}`, ...evidence);
    if (type === "entries" || type === "caughtUp" || type === "reset" || type === "ended") before = received;
  }
}

interface Mismatch {
  message: string;
  evidence: unknown[];
}

/** A line that broke before it said who the reader was is held to what they can have been, to their advantage. */
function judgeContent(story: LineStory, shown: Shown, report: Report) {
  let best: Mismatch[] | null = null;
  for (const viewer of story.viewers) {
    const found = mismatches(story, viewer, shown);
    if (!best || found.length < best.length) best = found;
    if (best.length === 0) return;
  }
  for (const { message, evidence } of best ?? []) report(message, ...evidence);
}

function mismatches({ line, guests }: LineStory, viewer: Viewer, shown: Shown): Mismatch[] {
  const found: Mismatch[] = [];
  for (const { received } of line.frames) {
    if (received.frame.type !== "entries") continue;
    const { after, upTo, entries } = received.frame as unknown as EntriesFrame;
    let next = 0;
    for (let seq = after + 1; seq <= Math.min(upTo, shown.log.length); seq++) {
      const stored = shown.log[seq - 1]!;
      const body = shown.to(viewer, stored);
      if (!body) continue;
      const got = entries[next];
      if (got?.seq !== seq) {
        found.push({ message: `Entry ${seq} (${stored.body.type}) was left out for a ${viewer.class}`, evidence: [stored, received] });
        continue;
      }
      next += 1;
      const asOwn = viewer.class === "host" && got.body.me && guests.has(got.body.me.guestId); // hosts who are guests as well
      const due = asOwn ? seenBy("host", got.body.me!.guestId, stored)! : body;
      const wrong = clash(viewer, stored, due, got, shown.forgiving(stored, got.body, line.from, upTo));
      if (wrong) found.push({ message: `Entry ${seq} reached a ${viewer.class} changed: ${wrong}`, evidence: [stored, received] });
    }
    for (const extra of entries.slice(next))
      found.push({
        message: `Entry ${extra.seq} is not for a ${viewer.class}, or not here`,
        evidence: [shown.log[extra.seq - 1], received],
      });
  }
  return found;
}

function clash(viewer: Viewer, stored: Entry, due: Body, got: EntriesFrame["entries"][number], body: Body): string | null {
  if (got.commandId !== stored.commandId) return `commandId is ${got.commandId}, not ${stored.commandId}`;
  if (got.at !== stored.at) return `at is ${got.at}, not ${stored.at}`;
  const actor = viewer.class === "host" ? stored.actor : null;
  return difference(actor, got.actor, "actor") ?? difference(due, body, "body");
}

function judgeArrival(event: EventTimeline, { line, viewers }: LineStory, turns: Turn[], report: Report) {
  if (line.over || viewers.length === 0 || viewers.some((viewer) => endFor(turns, viewer, line.opened.after))) return;
  const { position, told, caughtUp } = lastWord(line);
  if (told) return;
  const evidence = [line.opened, ...line.frames.slice(-1).map(({ received }) => received)];
  if (position !== event.log.length) report(`A line that stayed open got to ${position} of ${event.log.length}`, ...evidence);
  else if (!caughtUp) report("A line that stayed open was never told that it had caught up", ...evidence);
}
