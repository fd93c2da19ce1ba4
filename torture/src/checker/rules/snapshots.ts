import type { EventTimeline, SnapshotTaken } from "../timeline.ts";
import { snapshotClash } from "../snapshot-model.ts";
import type { Viewer } from "../entry.ts";
import type { Rights } from "../rights.ts";
import type { State, Step } from "../state.ts";

/** C4: a snapshot at a position is what the log up to there tells, for whoever it was given to. */
export function snapshotJudge(event: EventTimeline, rights: Rights, epochs: Set<string>): (state: State, find: Step["find"]) => void {
  const waiting = new Map<number, SnapshotTaken[]>();
  for (const taken of event.snapshots) {
    const { snapshot } = taken.loaded;
    if (snapshot && epochs.has(snapshot.epoch)) waiting.getOrInsert(snapshot.seq, []).push(taken);
  }
  return (state, find) => {
    for (const { loaded, at } of waiting.get(state.seq) ?? []) {
      const viewer = loaded.snapshot!["viewer"] as Viewer;
      const wrong = snapshotClash(state, loaded.snapshot!, rights.guestsOf(loaded.reader));
      if (wrong) find("C4", `The snapshot at ${state.seq} for ${loaded.reader.actor} (${viewer.class}) is wrong: ${wrong}`, loaded);
      // Who asked just before losing access may be answered just after: only at the end nothing is on its way.
      if (!rights.couldBe(loaded.reader, viewer, at === null ? state.seq : 0, at ?? Infinity))
        find("C7", `${loaded.reader.actor} was given a ${viewer.class}'s snapshot at ${state.seq}`, loaded);
    }
  };
}

/** Snapshots of what never came to be. */
export function snapshotsAhead(event: EventTimeline, epochs: Set<string>, find: Step["find"]): void {
  for (const { loaded, at } of event.snapshots) {
    const { snapshot } = loaded;
    if (!snapshot || !epochs.has(snapshot.epoch)) continue;
    if (snapshot.seq > event.log.length)
      find("C4", `A snapshot shows position ${snapshot.seq}, and the log ends at ${event.log.length}`, loaded);
    else if (at === null && snapshot.seq < event.log.length)
      find("C4", `The snapshot at the end is of ${snapshot.seq} of ${event.log.length}`, loaded);
  }
}
