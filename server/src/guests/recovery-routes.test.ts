import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { testApp, testUrl } from "../testing/test-app.ts";
import { aGathering, asUser, type World } from "../testing/world.ts";
import { editGuest } from "./commands.ts";
import { REFUSAL_MS } from "./recover-guest.ts";

const { deps, server } = await testApp();
const world = deps as unknown as World;

async function anEvent() {
  const gathering = await aGathering(world, { guests: 1 });
  const [guest] = gathering.guests;
  const change = { commandId: randomUUID(), guestId: guest!.id, email: "grace@example.org" };
  await deps.changeEvent(gathering.id, editGuest, change, asUser(gathering.host));
  return gathering;
}

async function post(path: string, payload: object) {
  const began = performance.now();
  const { statusCode } = await server.inject({ method: "POST", url: path, payload, headers: { host: "turnout.test", origin: testUrl } });
  return { statusCode, took: performance.now() - began };
}

test("a request for a code is answered before any work for an address on the list", async () => {
  const { id } = await anEvent();
  const asked = Promise.withResolvers<void>();
  const held = Promise.withResolvers<void>();
  const holding = deps.db.transaction().execute(async (tx) => {
    await sql`lock table recovery_codes in access exclusive mode`.execute(tx);
    held.resolve();
    await asked.promise;
  });
  await held.promise;
  for (const email of ["grace@example.org", "nobody@example.org"])
    expect((await post(`/api/events/${id}/recovery`, { email })).statusCode).toBe(202);
  asked.resolve();
  await holding;
  const codes = async () => (await sql`select id from recovery_codes where event_id = ${id}`.execute(deps.db)).rows.length;
  await expect.poll(codes).toBe(1);
});

test("a wrong code is refused after the same time whether or not there is a code", async () => {
  const { id } = await anEvent();
  for (const email of ["grace@example.org", "nobody@example.org"]) {
    const refused = await post(`/api/events/${id}/recovery/confirmation`, { email, code: "00000000" });
    expect(refused.statusCode).toBeGreaterThanOrEqual(400);
    expect(refused.took).toBeGreaterThanOrEqual(REFUSAL_MS - 5);
  }
});
