import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { SHOWN_PERSON } from "@turnout/contract/shown-person";
import { testApp } from "../testing/test-app.ts";
import { aGathering, createWorld } from "../testing/world.ts";
import { grantGuest, newVisitToken, visitIdOf } from "./visits.ts";

const { deps, server } = await testApp();
const { db } = deps;
const world = createWorld(db);
const host = "turnout.test";

/** One browser with the links of two guests, the second opened last; `say` posts from a page of whom it is told. */
async function twoGuests() {
  const gathering = await aGathering(world, { guests: 2 });
  const [grace, alan] = gathering.guests.map(({ id }) => id);
  const token = newVisitToken();
  const open = (guestId: string) => grantGuest(db, visitIdOf(token), { eventId: gathering.id, guestId, accessVersion: 1 });
  await open(grace!);
  await open(alan!);
  const headers = { host, origin: `http://${host}`, cookie: `visit=${token}` };
  async function say(shown: string | undefined, cookie: string = headers.cookie) {
    const payload = { commandId: randomUUID(), text: "Hello", replyTo: null };
    const said = { ...headers, cookie, ...(shown !== undefined && { [SHOWN_PERSON]: shown }) };
    const reply = await server.inject({ method: "POST", url: `/api/events/${gathering.id}/messages`, headers: said, payload });
    return [reply.statusCode, reply.json<{ code?: string }>().code];
  }
  async function authors() {
    const found = await sql<{ author_id: string }>`select distinct author_id from messages where event_id = ${gathering.id}`.execute(db);
    return found.rows.map(({ author_id }) => author_id);
  }
  return { gathering, grace: grace!, alan: alan!, say, authors };
}

test("what comes from another guest's page is refused, and what says nothing is not", async () => {
  const { grace, alan, say, authors } = await twoGuests();
  expect(await say(grace)).toEqual([409, "viewer_changed"]);
  expect(await authors()).toEqual([]);
  expect(await say(alan)).toEqual([200, undefined]);
  expect(await say(undefined)).toEqual([200, undefined]);
  expect(await authors()).toEqual([alan]);
});

test("who is nobody there any more hears why by the command's own rules", async () => {
  const { grace, say } = await twoGuests();
  expect(await say(grace, `visit=${newVisitToken()}`)).toEqual([404, "event_not_found"]);
});
