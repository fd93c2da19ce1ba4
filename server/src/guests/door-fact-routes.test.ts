import { randomUUID } from "node:crypto";
import type { Roster } from "@turnout/contract/door-facts";
import { expect, test } from "vitest";
import { createAccount } from "../accounts/accounts.ts";
import { hashPassword } from "../accounts/password-hash.ts";
import { createEvent, publishEvent } from "../events/commands.ts";
import { testApp, testUrl } from "../testing/test-app.ts";
import { asUser, invite, type World } from "../testing/world.ts";

const { deps, server } = await testApp();
const world = deps as unknown as World;
const password = "tangerine-kayak-7";
const about = { host: "turnout.test", origin: testUrl };

/** An event, and its host's cookie. */
async function anEvent() {
  const [eventId, email] = [randomUUID(), `${randomUUID()}@people.test`];
  const passwordHash = await hashPassword(password);
  const id = (await deps.db.transaction().execute((tx) => createAccount(tx, { name: "Ada", email, locale: "en", passwordHash })))!;
  const host = { id, name: "Ada" };
  const fields = { title: "Picnic", starts: "2099-06-18T19:00", zone: "Europe/Lisbon" };
  await world.changeEvent(eventId, createEvent, { commandId: randomUUID(), eventId, fields }, asUser(host), { opensEvent: true });
  await world.changeEvent(eventId, publishEvent, { commandId: randomUUID() }, asUser(host));
  const reply = await server.inject({ method: "POST", url: "/api/auth/sign-in", headers: about, payload: { email, password } });
  const cookie = String(reply.headers["set-cookie"]).split(";")[0]!;
  return { event: { id: eventId, host, guests: [] }, cookie };
}

test("a roster is sent again once the event has changed, and no sooner", async () => {
  const { event, cookie } = await anEvent();
  const ask = (tag?: string) =>
    server.inject({
      url: `/api/events/${event.id}/door/roster`,
      headers: { ...about, cookie, ...(tag !== undefined && { "if-none-match": tag }) },
    });
  const first = await ask();
  expect([first.statusCode, first.json<Roster>().guests, first.headers["cache-control"]]).toEqual([200, [], "private, no-store"]);
  const again = await ask(String(first.headers.etag));
  expect([again.statusCode, again.body]).toEqual([304, ""]);
  await invite(world, event, [{ id: randomUUID(), name: "Grace" }]);
  const changed = await ask(String(first.headers.etag));
  expect([changed.statusCode, changed.json<Roster>().guests.length]).toEqual([200, 1]);
});
