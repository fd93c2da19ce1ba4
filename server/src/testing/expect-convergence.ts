import type { Viewer } from "@turnout/contract/audience";
import { changesAudience, endsAccess, entryFor } from "@turnout/contract/entry-kinds";
import { applyEntry, type EventSnapshot } from "@turnout/contract/snapshot";
import { LogEntry } from "@turnout/contract/log";
import { expect } from "vitest";
import { readLog } from "../log/read-log.ts";
import type { World } from "./world.ts";

/**
 * Whoever followed the log must end with the picture that whoever reloads the page gets. Held for every viewer
 * whose access the act does not end or change.
 */
export async function expectConvergence(world: World, eventId: string, viewers: Viewer[], act: () => Promise<unknown>): Promise<void> {
  const before = await Promise.all(viewers.map((viewer) => world.snapshot(eventId, viewer)));
  await act();
  for (const [index, viewer] of viewers.entries()) {
    const followed = await follow(world, viewer, before[index]!);
    if (followed === "turned away") continue;
    expect(followed).toEqual(await world.snapshot(eventId, viewer));
  }
}

async function follow(world: World, viewer: Viewer, from: EventSnapshot): Promise<EventSnapshot | "turned away"> {
  let picture = from;
  for (;;) {
    const { entries, upTo } = await readLog(world.db, picture.eventId, { after: picture.seq });
    if (upTo === picture.seq) return picture;
    if (entries.some(({ body }) => endsAccess(viewer, body) || changesAudience(viewer.class, body))) return "turned away";
    const visible = entries.flatMap((entry) => entryFor(viewer, entry) ?? []).map((entry) => LogEntry.parse(entry));
    picture = { ...visible.reduce(applyEntry, picture), seq: upTo };
  }
}
