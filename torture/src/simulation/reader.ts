import { anyNode } from "./nodes.ts";
import { readerOf, type Person } from "./person.ts";
import { openLine, type ReaderLine, type ServerSays } from "./reader-line.ts";
import type { Picture } from "./read-picture.ts";
import type { Round } from "./round.ts";

/** Lines that begin at a made-up position. */
const ODD = 0.15;
const PATIENCE = 1_500;

interface Place {
  epoch: string;
  seq: number;
  viewer: string;
}

export interface LiveReader {
  readonly person: Person;
  /** Null: there is nothing for them to see, or not yet. */
  readonly position: number | null;
  /** What their cookies prove is about to change: they begin anew. */
  leave(): void;
}

/** Follows the event as a page does: a picture, then frames; resumes after cuts, loads anew where that is asked for. */
export function startReader(round: Round, person: Person): LiveReader {
  const { time, weather, nodes, recorder, eventId, random } = round;
  let place: Place | null = null;
  let line: ReaderLine | null = null;
  /** Pictures asked for in vain, one after the other: who sees nothing asks more and more seldom. */
  let vain = 0;

  const soon = (run: () => void) => void time.after(random.int(5, 150), run);

  function load() {
    place = null;
    const { version } = person;
    let isOver = false;
    const settle = (picture: Picture | null | "unknown") => {
      if (isOver) return;
      isOver = true;
      giveUp();
      if (version !== person.version) return soon(load);
      if (picture !== "unknown") recorder.add({ kind: "loaded", reader: readerOf(person), eventId, picture });
      vain = picture === null ? vain + 1 : 0;
      if (!picture || picture === "unknown") return void time.after(random.int(100, 300) * 2 ** Math.min(vain, 3), load);
      place = { epoch: picture.epoch, seq: picture.seq, viewer: JSON.stringify(picture["viewer"]) };
      follow();
    };
    const giveUp = time.after(PATIENCE, () => settle("unknown"));
    const { process } = anyNode(nodes, random);
    if (!process) return settle("unknown");
    const back = (picture: Picture | null | "unknown") => {
      if (!process.life.isOver) time.after(weather.toProcess(), () => settle(picture));
    };
    time.after(weather.toProcess(), () =>
      process.life.deliver(() => void process.picture(person.identity, eventId).then(back, () => back("unknown"))),
    );
  }

  function follow() {
    if (!place) return load();
    let next: "resume" | "load" = "resume";
    const mine = place;
    const opened = openLine(round, anyNode(nodes, random), person, from(mine), {
      hear(says) {
        if (isStillGood(mine, says)) return;
        next = "load";
        time.after(0, () => opened?.close());
      },
      closed: () => soon(next === "load" || mine !== place ? load : follow),
    });
    line = opened;
    if (!opened) soon(follow);
  }

  /** Mostly where the picture is, and at times a position that nobody ever gave out. */
  function from({ epoch, seq }: Place) {
    if (!random.chance(ODD)) return { epoch, after: seq };
    return random.pick([
      { epoch: random.uuid(), after: seq },
      { epoch, after: seq + random.int(1, 20) },
      { epoch, after: Math.max(0, seq - random.int(1, 20)) },
    ]);
  }

  soon(load);
  return {
    person,
    get position() {
      return place?.seq ?? null;
    },
    leave() {
      place = null;
      line?.close();
    },
  };
}

/** Moves a place on by what the server says; false: the picture has to be loaded anew. */
function isStillGood(place: Place, says: ServerSays): boolean {
  if (says.type === "reset" || says.type === "ended") return false;
  if (says.type === "caughtUp") {
    place.seq = Math.max(place.seq, says["seq"] as number);
    return JSON.stringify(says["viewer"]) === place.viewer;
  }
  if (says.type !== "entries") return true;
  if ((says["after"] as number) > place.seq) return false;
  place.seq = Math.max(place.seq, says["upTo"] as number);
  return true;
}
