import { follows, placeOf, startingPoint, type Place } from "../reader-place.ts";
import { readerOf, type Person } from "./person.ts";
import { openLine, type ReaderLine } from "./reader-line.ts";
import type { Snapshot } from "./read-snapshot.ts";
import type { Round } from "./round.ts";

/** Lines that begin at a made-up position. */
const ODD = 0.15;
const FAR = { ahead: 20, behind: 20 };
const PATIENCE = 1_500;

export type LiveReader = ReturnType<typeof startReader>;

/** Follows the event as a page does: a snapshot, then frames; resumes after cuts, loads anew where that is asked for. */
export function startReader(round: Round, person: Person) {
  const { time, conditions, nodes, recorder, eventId, random } = round;
  let place: Place | null = null;
  let line: ReaderLine | null = null;
  /** Snapshots asked for in vain, one after the other: who sees nothing asks more and more seldom. */
  let vain = 0;

  const soon = (run: () => void) => void time.after(random.int(5, 150), run);

  function load() {
    place = null;
    const { version } = person;
    let isOver = false;
    const settle = (snapshot: Snapshot | null | "unknown") => {
      if (isOver) return;
      isOver = true;
      giveUp();
      if (version !== person.version) return soon(load);
      if (snapshot !== "unknown") recorder.add({ kind: "loaded", reader: readerOf(person), eventId, snapshot });
      vain = snapshot === null ? vain + 1 : 0;
      if (!snapshot || snapshot === "unknown") return void time.after(random.int(100, 300) * 2 ** Math.min(vain, 3), load);
      place = placeOf(snapshot);
      follow();
    };
    const giveUp = time.after(PATIENCE, () => settle("unknown"));
    const { process } = random.pick(nodes);
    if (!process) return settle("unknown");
    const back = (snapshot: Snapshot | null | "unknown") => {
      if (!process.lifetime.isOver) time.after(conditions.toProcess(), () => settle(snapshot));
    };
    time.after(conditions.toProcess(), () =>
      process.lifetime.deliver(() => void process.snapshot(person.identity, eventId).then(back, () => back("unknown"))),
    );
  }

  function follow() {
    if (!place) return load();
    let next: "resume" | "load" = "resume";
    const mine = place;
    const opened = openLine(round, random.pick(nodes), person, startingPoint(mine, random, ODD, FAR), {
      hear(says) {
        if (follows(mine, says)) return;
        next = "load";
        time.after(0, () => opened?.close());
      },
      closed: () => soon(next === "load" || mine !== place ? load : follow),
    });
    line = opened;
    if (!opened) soon(follow);
  }

  soon(load);
  return {
    person,
    /** Null: there is nothing for them to see, or not yet. */
    get position() {
      return place?.seq ?? null;
    },
    /** What their cookies prove is about to change: they begin anew. */
    leave() {
      place = null;
      line?.close();
    },
  };
}
