import { sql } from "kysely";
import { expect, test, vi } from "vitest";
import { DRAIN_WITHIN, type App } from "./app.ts";
import { REQUEST_GRACE } from "./http/graceful-shutdown.ts";
import { JOBS_GRACE } from "./jobs/jobs.ts";
import { STOP_DEADLINE } from "./run-process.ts";
import { ask, follow, guestCookie, has, listening, pictureOf } from "./testing/live-line.ts";
import { untilSomebodyWaits } from "./testing/lock-waiters.ts";
import { testApp } from "./testing/test-app.ts";
import { aGathering, answering } from "./testing/world.ts";

async function aRunning() {
  const app = await testApp();
  const port = await listening(app);
  const world = { ...app.deps, hints: [], snapshot: app.deps.loadSnapshot } as never;
  const gathering = await aGathering(world, { guests: 1 });
  const cookie = await guestCookie(app, gathering.id, gathering.guests[0]!.id);
  return { app, port, gathering, cookie };
}

/** Somebody else has the event's row: whoever wants to change it waits. Returns how to let go. */
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

test("the parts of a stop fit into the time that a stop may take", () => {
  expect(DRAIN_WITHIN + REQUEST_GRACE + JOBS_GRACE).toBeLessThan(STOP_DEADLINE);
});

test("a stop says so to those who ask, sends readers elsewhere, and closes what stays", async () => {
  const { app, port, gathering, cookie } = await aRunning();
  const picture = await pictureOf(app, gathering.id, cookie);
  const [moves, stays] = [await follow(port, picture, gathering.id, cookie), await follow(port, picture, gathering.id, cookie)];
  expect((await ask(port, { path: "/readyz" })).status).toBe(200);

  const began = performance.now();
  const stopped = app.stop(1_500);
  await Promise.all([moves, stays].map((reader) => reader.until(has("goElsewhere"))));
  expect((await ask(port, { path: "/readyz" })).status).toBe(503);
  await expect(follow(port, picture, gathering.id, cookie)).rejects.toThrow("503");
  moves.socket.close();
  await stopped;
  expect(await stays.closed).toBeGreaterThanOrEqual(4_000);
  expect(performance.now() - began).toBeLessThan(3_000);
  await expect(ask(port, { path: "/readyz" })).rejects.toThrow("ECONNREFUSED");
});

test("a command on its way comes to its end before the server does", async () => {
  const { app, port, gathering, cookie } = await aRunning();
  const release = await heldUp(app, gathering.id);
  const answer = { method: "PUT", path: `/api/events/${gathering.id}/rsvp`, cookie, body: answering("going") } as const;
  const answered = ask(port, answer);
  await untilSomebodyWaits(app.deps.db);
  const stopped = app.stop(3_000);
  // By now the stop has nothing left to do but to wait.
  await vi.waitFor(() => expect(ask(port, { path: "/readyz" })).rejects.toThrow("ECONNREFUSED"), { timeout: 10_000 });
  await release();
  expect((await answered).status).toBe(200);
  const began = performance.now();
  await stopped;
  expect(performance.now() - began).toBeLessThan(1_000);
});

test("a request that does not come to an end does not keep the server from its own", async () => {
  const { app, port, gathering, cookie } = await aRunning();
  const release = await heldUp(app, gathering.id);
  const answer = { method: "PUT", path: `/api/events/${gathering.id}/rsvp`, cookie, body: answering("going") } as const;
  const answered = ask(port, answer).then(
    () => "answered",
    () => "cut off",
  );
  await untilSomebodyWaits(app.deps.db);
  const began = performance.now();
  await app.stop(1_000);
  expect(performance.now() - began).toBeLessThan(2_500);
  expect(await answered).toBe("cut off");
  await release();
});
