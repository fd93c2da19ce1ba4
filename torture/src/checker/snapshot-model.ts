import type { Viewer } from "./entry.ts";
import { slices } from "./kinds.ts";
import type { State } from "./state.ts";

const fields = new Map(slices.flatMap(({ snapshot }) => Object.entries(snapshot)));

/** Judged by the rules of positions and access. */
const ELSEWHERE = new Set(["eventId", "epoch", "seq", "viewer"]);

/** Where a snapshot differs from what the log says stood at its position; null when it is that. */
export function snapshotClash(state: State, snapshot: Record<string, unknown>, guests: Set<string>): string | null {
  const { details } = state;
  if (!details) return "there was nothing to see yet";
  const unjudged = Object.keys(snapshot).find((field) => !fields.has(field) && !ELSEWHERE.has(field));
  if (unjudged) return `the checker does not judge the field ${unjudged}`;
  const reading = { state, details, viewer: snapshot["viewer"] as Viewer, guests };
  for (const [field, clash] of fields) {
    const wrong = field in snapshot ? clash(reading, snapshot[field]) : `${field} is missing`;
    if (wrong) return wrong;
  }
  return null;
}
