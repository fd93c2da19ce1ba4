import { sql } from "kysely";
import { expect, test, vi } from "vitest";
import { DRAIN_WITHIN, type App } from "./app.ts";
import { REQUEST_GRACE } from "./http/graceful-shutdown.ts";
import { JOBS_GRACE } from "./jobs/jobs.ts";
import { STOP_DEADLINE } from "./run-process.ts";
import { LEAVE_PATIENCE, MOVED_PER_SECOND, timesToMove } from "./realtime/socket.ts";
import { ask, follow, guestCookie, has, listening, reaches, snapshotOf } from "./testing/live-client.ts";
import { untilSomebodyWaits } from "./testing/lock-waiters.ts";
import { testApp } from "./testing/test-app.ts";
import { aGathering, answering } from "./testing/world.ts";
import { until } from "./testing/until.ts";

async function aRunning() {
  const app = await testApp();
  const port = await listening(app);
  const world = { ...app.deps, hints: [] } as never;
  const gathering = await aGathering(world, { guests: 1 });
  const cookie = await guestCookie(app, gathering.id, gathering.guests[0]!.id);
  return { app, port, gathering, cookie };
}

/** Locks the event's row, so that commands on it wait. Returns a function that releases it. */
async function heldUp({ deps: { db } }: App, eventId: string): Promise<() => Promise<void>> {
  const [locked, released] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const holding = db.transaction().execute(async (tx) => {
    await sql`select 1 from events where id = ${eventId} for update`.execute(tx);
    locked.resolve();
    await released.promise;
  });
  await locked.promise;
  return () => {
    released.resolve();
    return holding;
  };
}

test("the phases of a shutdown fit into its deadline", () => {
  expect(DRAIN_WITHIN + REQUEST_GRACE + JOBS_GRACE).toBeLessThan(STOP_DEADLINE);
});

test("of those who are sent elsewhere the last has as long to find another process as the first, however many they are", () => {
  for (const connections of [1, 100, 5_000, 12_000, 100_000]) {
    const { spread, over } = timesToMove(connections, DRAIN_WITHIN);
    expect(over - spread).toBe(LEAVE_PATIENCE);
    expect(over).toBeLessThanOrEqual(DRAIN_WITHIN);
    if (over < DRAIN_WITHIN) expect((connections / spread) * 1_000).toBeLessThanOrEqual(MOVED_PER_SECOND);
  }
  expect(timesToMove(1_000, 500)).toEqual({ spread: 250, over: 500 });
});

test("a stopping process is not ready, tells clients to reconnect elsewhere, and closes those that stay", async () => {
  const { app, port, gathering, cookie } = await aRunning();
  const snapshot = await snapshotOf(app, gathering.id, cookie);
  const [moves, stays] = [await follow(port, snapshot, gathering.id, cookie), await follow(port, snapshot, gathering.id, cookie)];
  expect((await ask(port, { path: "/readyz" })).status).toBe(200);

  const began = performance.now();
  const stopped = app.stop(1_500);
  await Promise.all([moves, stays].map((reader) => reader.until(has("goElsewhere"))));
  expect((await ask(port, { path: "/readyz" })).status).toBe(503);
  await expect(follow(port, snapshot, gathering.id, cookie)).rejects.toThrow("503");
  moves.socket.close();
  await stopped;
  expect(await stays.closed).toBeGreaterThanOrEqual(4_000);
  expect(performance.now() - began).toBeLessThan(DRAIN_WITHIN);
  await expect(ask(port, { path: "/readyz" })).rejects.toThrow("ECONNREFUSED");
});

test("a process that is leaving is not ready, and serves on: requests, sockets that are open, and new ones", async () => {
  const { app, port, gathering, cookie } = await aRunning();
  const snapshot = await snapshotOf(app, gathering.id, cookie);
  const early = await follow(port, snapshot, gathering.id, cookie);
  app.leave();
  const probe = await ask(port, { path: "/readyz" });
  expect([probe.status, probe.body]).toEqual([503, { status: "stopping" }]);
  const late = await follow(port, snapshot, gathering.id, cookie);
  const answered = await ask(port, { method: "PUT", path: `/api/events/${gathering.id}/rsvp`, cookie, body: answering("going") });
  expect([answered.status, answered.headers.connection]).toEqual([200, "close"]);
  const { seq } = answered.body as { seq: number };
  await Promise.all([early, late].map((reader) => reader.until(reaches(seq))));
  expect(
    [early, late].map(({ frames }) => has("goElsewhere")(frames)),
    "nobody is moved yet",
  ).toEqual([false, false]);
  const stopped = app.stop(1_500);
  await Promise.all([early, late].map((reader) => reader.until(has("goElsewhere"))));
  for (const { socket } of [early, late]) socket.close();
  await stopped;
});

test("a running command finishes before the server ends", async () => {
  const { app, port, gathering, cookie } = await aRunning();
  const release = await heldUp(app, gathering.id);
  const answer = { method: "PUT", path: `/api/events/${gathering.id}/rsvp`, cookie, body: answering("going") } as const;
  const answered = ask(port, answer);
  await untilSomebodyWaits(app.deps.db);
  const cutOff = vi.spyOn(app.server.server, "closeAllConnections");
  const stopped = app.stop(3_000);
  // From here on the shutdown only waits for the command.
  await until(() => expect(ask(port, { path: "/readyz" })).rejects.toThrow("ECONNREFUSED"));
  await release();
  expect((await answered).status).toBe(200);
  await stopped;
  expect(cutOff, "nobody waits for the end of the grace").not.toHaveBeenCalled();
});

test("a request that does not finish does not keep the server from ending", async () => {
  const { app, port, gathering, cookie } = await aRunning();
  const release = await heldUp(app, gathering.id);
  const answer = { method: "PUT", path: `/api/events/${gathering.id}/rsvp`, cookie, body: answering("going") } as const;
  const answered = ask(port, answer).then(
    () => "answered",
    () => "cut off",
  );
  await untilSomebodyWaits(app.deps.db);
  await app.stop(1_000);
  expect(await answered).toBe("cut off");
  await release();
});
