import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { makePersonalLink } from "../invitations/personal-links.ts";
import { testApp, testUrl } from "../testing/test-app.ts";
import { aGathering, answering, asGuest, asUser, createWorld } from "../testing/world.ts";
import { answerInvitation, recordArrival } from "./commands.ts";

const { deps, server } = await testApp();
const world = { ...createWorld(deps.db), changeEvent: deps.changeEvent };

const get = (url: string, cookie = "") => server.inject({ url, headers: { host: "turnout.test", origin: testUrl, cookie } });

/** An event with guests who said this, and what each of them is told of having come. */
async function anEvening(...answers: ("going" | "maybe")[]) {
  const { id, host, guests } = await aGathering(world, { guests: answers.length });
  for (const [at, answer] of answers.entries()) await deps.changeEvent(id, answerInvitation, answering(answer), asGuest(guests[at]!));
  const cookies = await Promise.all(
    guests.map(async (guest) => {
      const opened = await get(`/i/${await makePersonalLink(deps.db, id, guest.id)}`);
      return opened.cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
    }),
  );
  return {
    id,
    told: () =>
      Promise.all(cookies.map(async (cookie) => (await get(`/api/events/${id}/own-arrival`, cookie)).json<{ came: boolean }>().came)),
    arrive: (at: number, people: number) =>
      deps.changeEvent(id, recordArrival, { commandId: randomUUID(), guestId: guests[at]!.id, people }, asUser(host)),
  };
}

test("whoever was let in came, wherever they stand; where nobody was let in, whoever is going", async () => {
  const { told, arrive } = await anEvening("going", "going", "maybe");
  expect(await told()).toEqual([true, true, false]);
  await arrive(0, 1);
  await arrive(2, 1);
  expect(await told()).toEqual([true, false, true]);
  for (const at of [0, 2]) await arrive(at, -1);
  expect(await told(), "all were taken back").toEqual([true, true, false]);
});

test("a stranger is not told of guests, nor whether there is such an event", async () => {
  const { id } = await anEvening("going");
  expect((await get(`/api/events/${id}/own-arrival`)).statusCode).toBe(404);
});
