import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Viewer } from "@turnout/contract/audience";
import { expect, test } from "vitest";
import { systemClock } from "../clock.ts";
import { postMessage } from "../chat/commands.ts";
import { createPostgresStore } from "../log/postgres-store.ts";
import { testApp } from "../testing/test-app.ts";
import { aGathering, asUser } from "../testing/world.ts";
import { createFeeds, SWEEP_INTERVAL } from "./feeds.ts";

const { deps, bus } = await testApp();
const log = createPostgresStore(deps.db, []);
const world = { ...deps, hints: [], snapshot: deps.loadSnapshot } as never;

test("[L8] an event whose first reader takes long to be let in is not given up meanwhile", async () => {
  const { id, host } = await aGathering(world);
  const feeds = createFeeds({ log, bus, clock: systemClock, onError: (error) => expect.unreachable(String(error)) });
  const viewer: Viewer = { class: "host", userId: host.id, guestId: null, name: host.name };
  const frames: string[] = [];
  const { epoch, positions } = await log.readHeads([id]);
  const position = { epoch, after: positions.get(id)! };

  const follower = await feeds.follow(id, position, {
    admit: () => sleep(2 * SWEEP_INTERVAL, viewer),
    send: ({ text }) => void frames.push(text),
    hasRoom: () => true,
    cutOff: () => expect.unreachable(),
  });
  expect([...feeds.followersOf(id)]).toEqual([follower]);

  await deps.changeEvent(id, postMessage, { commandId: randomUUID(), text: "Can you hear me?", replyTo: null }, asUser(host));
  await expect.poll(() => frames.join("\n"), { timeout: 2 * SWEEP_INTERVAL }).toContain("Can you hear me?");
  feeds.stop();
});
