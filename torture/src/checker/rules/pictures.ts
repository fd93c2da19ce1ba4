import type { EventCourse, PictureTaken } from "../course.ts";
import { pictureClash } from "../picture-model.ts";
import type { Rights, Viewer } from "../rights.ts";
import type { State, Step } from "../state.ts";

/** C4: a picture at a position is what the log up to there tells, for whoever it was given to. */
export function pictureJudge(event: EventCourse, rights: Rights, epochs: Set<string>): (state: State, find: Step["find"]) => void {
  const waiting = new Map<number, PictureTaken[]>();
  for (const taken of event.pictures) {
    const { picture } = taken.loaded;
    if (picture && epochs.has(picture.epoch)) waiting.set(picture.seq, [...(waiting.get(picture.seq) ?? []), taken]);
  }
  return (state, find) => {
    for (const { loaded, at } of waiting.get(state.seq) ?? []) {
      const viewer = loaded.picture!["viewer"] as Viewer;
      const wrong = pictureClash(state, loaded.picture!, rights.guestsOf(loaded.reader));
      if (wrong) find("C4", `The picture at ${state.seq} for ${loaded.reader.actor} (${viewer.class}) is wrong: ${wrong}`, loaded);
      // Who asked just before losing access may be answered just after: only at the end nothing is on its way.
      if (!rights.couldBe(loaded.reader, viewer, at === null ? state.seq : 0, at ?? Infinity))
        find("C7", `${loaded.reader.actor} was given a ${viewer.class}'s picture at ${state.seq}`, loaded);
    }
  };
}

/** Pictures of what never came to be. */
export function picturesAhead(event: EventCourse, epochs: Set<string>, find: Step["find"]): void {
  for (const { loaded, at } of event.pictures) {
    const { picture } = loaded;
    if (!picture || !epochs.has(picture.epoch)) continue;
    if (picture.seq > event.log.length)
      find("C4", `A picture shows position ${picture.seq}, and the log ends at ${event.log.length}`, loaded);
    else if (at === null && picture.seq < event.log.length)
      find("C4", `The picture at the end is of ${picture.seq} of ${event.log.length}`, loaded);
  }
}
