import { aboutOf } from "@turnout/contract/entry-kinds";
import type { StoredEntry } from "@turnout/contract/log";
import type { Job } from "../jobs/jobs.ts";
import type { PushGuest } from "./job-payloads.ts";
import { REMOVAL_GRACE } from "./removal-grace.ts";

/** The jobs of an entry about one guest's browsers, whether that guest has an address for email or not. Pure. */
export function pushJobsFor(eventId: string, { seq, at, body }: Pick<StoredEntry, "seq" | "at" | "body">): Job[] {
  if (body.type !== "guest.removed") return [];
  const guestId = aboutOf(body);
  if (guestId === null) return [];
  const startAfter = new Date(Date.parse(at) + REMOVAL_GRACE); // hosts may undo it until then
  return [{ name: "pushGuest", payload: { eventId, guestId, seq, kind: "removed" } satisfies PushGuest, startAfter }];
}
