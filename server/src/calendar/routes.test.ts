import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { cancelEvent } from "../events/commands.ts";
import { testApp, testUrl } from "../testing/test-app.ts";
import { aGathering, asUser, type World } from "../testing/world.ts";

const { deps, server } = await testApp();
const world = deps as unknown as World;
const opening = (eventId: string, service: string, accept = "*/*") =>
  server.inject({ method: "GET", url: `/api/events/${eventId}/calendar/${service}`, headers: { host: "turnout.test", accept } });

test.each([
  ["google", "calendar.google.com", "text"],
  ["outlook", "outlook.live.com", "subject"],
  ["office", "outlook.office.com", "subject"],
])("%s opens at %s with the event filled in, and hears no referrer", async (service, host, title) => {
  const picnic = await aGathering(world, { fields: { title: "Picnic @evil.test", visibility: "public" } });
  const reply = await opening(picnic.id, service);
  expect(reply.statusCode).toBe(303);
  const target = new URL(reply.headers.location!);
  expect(target).toMatchObject({ protocol: "https:", host });
  expect(target.searchParams.get(title)).toBe("Picnic @evil.test");
  expect(target.search).toContain(encodeURIComponent(`${testUrl}/e/${picnic.id}`));
  expect(reply.headers).toMatchObject({ "referrer-policy": "same-origin", "cache-control": "no-store" });
});

test("a service that is not known is refused, and so is an event that is cancelled", async () => {
  const picnic = await aGathering(world, { fields: { visibility: "public" } });
  const unknown = await opening(picnic.id, "evil.test");
  expect([unknown.statusCode, unknown.headers.location]).toEqual([400, undefined]);
  await deps.changeEvent(picnic.id, cancelEvent, { commandId: randomUUID(), note: "" }, asUser(picnic.host));
  const cancelled = await opening(picnic.id, "google");
  expect([cancelled.statusCode, cancelled.json<{ code: string }>().code]).toEqual([409, "event_cancelled"]);
});

test("whoever is refused in a browser gets the event's page, which says why", async () => {
  const [shown, hidden] = [await aGathering(world, { fields: { visibility: "public" } }), await aGathering(world, {})];
  await deps.changeEvent(shown.id, cancelEvent, { commandId: randomUUID(), note: "" }, asUser(shown.host));
  for (const eventId of [shown.id, hidden.id, randomUUID(), "%2F%2Fevil.test"]) {
    const reply = await opening(eventId, "google", "text/html,application/xhtml+xml;q=0.9");
    expect([reply.statusCode, reply.headers.location]).toEqual([303, `/e/${eventId}`]);
  }
});
