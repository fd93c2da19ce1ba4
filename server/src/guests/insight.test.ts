import { randomUUID } from "node:crypto";
import { INSIGHT_POINTS } from "@turnout/contract/insight";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { testDatabase } from "../db/test-database.ts";
import { aGathering, answering, asGuest, asUser, aUser, createWorld } from "../testing/world.ts";
import { answerInvitation, recordArrival } from "./commands.ts";
import { insightOf } from "./insight.ts";
import { grantGuest } from "./visits.ts";

const { db } = await testDatabase();
let now = new Date("2027-01-01T10:00:00.000Z");
const world = createWorld(db, () => now);
const later = (hours: number) => (now = new Date(now.getTime() + hours * 3_600_000));

/** Two seats, given to the first; the second waits, the third says maybe, the fourth declines, the fifth says nothing. */
async function anEvening() {
  now = new Date("2027-01-01T10:00:00.000Z");
  const evening = await aGathering(world, { guests: 5, fields: { capacity: 2, plusOnesAllowed: 2, starts: "2027-06-18T19:00" } });
  const answer = (index: number, said: ReturnType<typeof answering>) =>
    world.changeEvent(evening.id, answerInvitation, said, asGuest(evening.guests[index]!));
  const letIn = (index: number, people: number) =>
    world.changeEvent(
      evening.id,
      recordArrival,
      { commandId: randomUUID(), guestId: evening.guests[index]!.id, people, override: true },
      asUser(evening.host),
    );
  later(1);
  await answer(0, answering("going", 1));
  later(24);
  await answer(1, answering("going", 1));
  await answer(2, answering("maybe"));
  later(24);
  await answer(3, answering("declined"));
  return { ...evening, answer, letIn };
}

test("counts who answered, who waits, and how it came to that", async () => {
  const { id } = await anEvening();
  const insight = await insightOf(db, id);
  expect(insight).toMatchObject({ guests: 5, answered: 4, expected: 2, waitingParties: 1, waitingPeople: 2, promoted: 0 });
  expect(insight.answers.slice(-3)).toEqual([
    { at: "2027-01-01T11:00:00.000Z", going: 2, maybe: 0, waiting: 0, declined: 0 },
    { at: "2027-01-02T11:00:00.000Z", going: 2, maybe: 1, waiting: 2, declined: 0 },
    { at: "2027-01-03T11:00:00.000Z", going: 2, maybe: 1, waiting: 2, declined: 1 },
  ]);
});

test("counts whose link was opened, once however often, and who has connected an account", async () => {
  const { id, guests } = await anEvening();
  expect((await insightOf(db, id)).opened).toBe(0);
  for (const guest of [guests[0]!, guests[0]!, guests[4]!])
    await grantGuest(db, randomUUID(), { eventId: id, guestId: guest.id, accessVersion: 1 });
  const { id: account } = await aUser(world, "Grace");
  await sql`update guests set user_id = ${account} where id = ${guests[2]!.id}`.execute(db);
  expect((await insightOf(db, id)).opened).toBe(3);
});

test("counts a party that got its seats from the waitlist", async () => {
  const { id, answer } = await anEvening();
  await answer(0, answering("declined"));
  expect(await insightOf(db, id)).toMatchObject({ expected: 2, waitingParties: 0, waitingPeople: 0, promoted: 1 });
});

test("tells those who came of those who had said so from those who came besides", async () => {
  const { id, letIn } = await anEvening();
  await letIn(0, 1);
  expect(await insightOf(db, id)).toMatchObject({ expected: 2, came: 1, cameBesides: 0 });
  await letIn(0, 2);
  await letIn(2, 1);
  expect(await insightOf(db, id)).toMatchObject({ expected: 2, came: 2, cameBesides: 2 });
});

test("an event without guests has numbers, too, and none of another event", async () => {
  await anEvening();
  const { id } = await aGathering(world, { guests: 0 });
  expect(await insightOf(db, id)).toEqual({
    answers: [],
    guests: 0,
    opened: 0,
    answered: 0,
    expected: 0,
    came: 0,
    cameBesides: 0,
    waitingParties: 0,
    waitingPeople: 0,
    promoted: 0,
  });
});

test("of many entries, the newest are read, and at most so many points made, each the last of its time", async () => {
  const { id } = await anEvening();
  await sql`
    insert into event_log (event_id, seq, command_id, about, at, actor, context, body)
    select event_id, 1000 + n, command_id, about, at + n * interval '1 minute', actor, context,
      json_build_object('type', 'rsvp.answered', 'tally', json_build_object('going', n, 'maybe', 0, 'waiting', 0, 'declined', 0))
    from event_log, generate_series(1, 30000) as n
    where event_id = ${id} and seq = (select max(seq) from event_log where event_id = ${id} and about is not null)`.execute(db);
  const { answers } = await insightOf(db, id);
  expect(answers.length).toBeGreaterThan(INSIGHT_POINTS / 2);
  expect(answers.length).toBeLessThanOrEqual(INSIGHT_POINTS);
  expect(answers.at(-1)).toMatchObject({ going: 30_000 });
  expect(answers.map(({ at }) => at)).toEqual(answers.map(({ at }) => at).toSorted());
  const { answers: fewer } = await insightOf(db, id, 100);
  expect(fewer[0]!.going).toBeGreaterThan(29_900);
});
