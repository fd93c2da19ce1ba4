import type { Random } from "./processes/random.ts";

/** Where a reader stands, and as whom. */
export interface Place {
  epoch: string;
  seq: number;
  viewer: string;
}

/** Null: there was nothing to see. */
export function placeOf(snapshot: (Record<string, unknown> & { seq: number; epoch: string }) | null): Place | null {
  return snapshot && { epoch: snapshot.epoch, seq: snapshot.seq, viewer: JSON.stringify(snapshot["viewer"]) };
}

/** Where to follow from: mostly where the snapshot is, and at times, up to `far` away, a position that nobody ever gave out. */
export function startingPoint({ epoch, seq }: Place, random: Random, odd: number, far: { ahead: number; behind: number }) {
  if (!random.chance(odd)) return { epoch, after: seq };
  return random.pick([
    { epoch: random.uuid(), after: seq },
    { epoch, after: seq + random.int(1, far.ahead) },
    { epoch, after: Math.max(0, seq - random.int(1, far.behind)) },
  ]);
}

/** Moves a place on by a frame of the server's; false: the snapshot has to be loaded anew. */
export function follows(place: Place, frame: Record<string, unknown> & { type: string }): boolean {
  if (frame.type === "reset" || frame.type === "ended") return false;
  if (frame.type === "caughtUp") {
    place.seq = Math.max(place.seq, frame["seq"] as number);
    return JSON.stringify(frame["viewer"]) === place.viewer;
  }
  if (frame.type !== "entries") return true;
  if ((frame["after"] as number) > place.seq) return false;
  place.seq = Math.max(place.seq, frame["upTo"] as number);
  return true;
}
