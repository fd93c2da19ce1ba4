import type { EventTimeline } from "../timeline.ts";
import { endFor, lastWord, type LineStory, type Turn } from "../line-story.ts";
import type { Viewer } from "../entry.ts";
import type { Rights } from "../rights.ts";
import type { Report } from "../verdict.ts";

/**
 * C7: the entry that takes a reader's access away, and everything after it, is not for them; nor is an entry that
 * changes what they may see: they are told, and load anew. Nobody is let in as somebody they are not.
 */
export function revocation(event: EventTimeline, stories: LineStory[], turns: Turn[], rights: Rights, report: Report): void {
  for (const story of stories) {
    if (!story.isOfThisLog) continue;
    judgeAdmission(story, rights, report);
    judgeEnd(story, turns, report);
    judgeSilence(story, report);
  }
}

function judgeAdmission({ line, claimed, viewers, isOfThisLog }: LineStory, rights: Rights, report: Report) {
  const { reader, after } = line.opened;
  const shown = line.frames.find(({ received }) => received.frame.type === "caughtUp" || received.frame.type === "entries");
  if (!shown || !isOfThisLog) return;
  const known = Math.max(after, rights.committedBy(line.from));
  if (claimed && !rights.couldBe(reader, claimed, known, shown.at))
    report(`${reader.actor} was let in as ${nameOf(claimed)} after ${known}, and was none`, line.opened, shown.received);
  else if (viewers.length === 0) report(`${reader.actor} was shown an event that was none of their business`, line.opened, shown.received);
}

const nameOf = ({ class: viewerClass, personId }: Viewer) => (personId ? `${viewerClass} ${personId}` : viewerClass);

/** Without a word on who the reader was, the latest end that fits counts. */
function judgeEnd({ line, viewers }: LineStory, turns: Turn[], report: Report) {
  const ends = viewers.map((viewer) => endFor(turns, viewer, line.opened.after));
  if (ends.length === 0 || ends.some((end) => end === null)) return;
  const end = ends.reduce((latest, one) => (one!.entry.seq > latest!.entry.seq ? one : latest))!;
  const { seq, body } = end.entry;
  for (const { received } of line.frames) {
    const { type, upTo } = received.frame as { type: string; upTo?: number };
    if (type === "entries" && upTo! >= seq)
      return report(
        `${body.type} at ${seq} ends what ${line.opened.reader.actor} may see, and a frame led to ${upTo}`,
        line.opened,
        end.entry,
        received,
      );
  }
  const last = lastWord(line);
  if (!line.over && !last.told) report(`${line.opened.reader.actor} was never told of ${body.type} at ${seq}`, line.opened, end.entry);
  const wanted = end.audience ? "reset" : "ended";
  // Where the entries are gone nobody knows what was among them: a fresh snapshot does, or its absence.
  const isLost = last.reason === "pruned" || last.reason === "epoch";
  if (last.told && !isLost && last.told !== wanted && last.position === seq - 1 && line.frames.length > 0 && last.caughtUp)
    report(`${body.type} at ${seq} was told as ${last.told}, not as ${wanted}`, line.opened, end.entry);
}

/** After `ended` or `reset` nothing of the event comes over that line. */
function judgeSilence({ line }: LineStory, report: Report) {
  const at = line.frames.findIndex(({ received }) => received.frame.type === "ended" || received.frame.type === "reset");
  const later = at < 0 ? undefined : line.frames.slice(at + 1).find(({ received }) => received.frame.type === "entries");
  if (later) report(`A frame came after the line had ended`, line.opened, line.frames[at]!.received, later.received);
}
