import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { testDatabase } from "../db/test-database.ts";
import { editQuestions } from "../events/questions.ts";
import { aGathering, answering, asGuest, asUser, createWorld, type Gathering, type Member } from "../testing/world.ts";
import { requestAccess } from "./access.ts";
import { answerInvitation } from "./commands.ts";
import { grantGuest } from "./visits.ts";

const { db } = await testDatabase();
const world = createWorld(db);
const access = requestAccess({ db, identityOf: () => Promise.reject(new Error("nobody asks by request")) });
const nobody = { user: null, sessionId: null, visitId: null };

const asHost = ({ host }: Gathering) => ({ ...nobody, user: { ...host, email: "ada@example.org" } });

async function visitOf({ id: eventId }: Gathering, { id: guestId }: Member) {
  const visitId = randomUUID();
  await grantGuest(db, visitId, { eventId, guestId, accessVersion: 1 });
  return { ...nobody, visitId };
}

const travel = {
  id: "0000000d",
  kind: "shortText" as const,
  text: "How do you come?",
  options: [],
  required: false,
  perPerson: false,
  asksMaybe: true,
};
const questionAnswers = { [travel.id]: ["By boat"] };

test("what is looked up together with who somebody is equals what loading their snapshot gives", async () => {
  const gathering = await aGathering(world, {
    guests: 7,
    fields: { capacity: 4, waitlist: true, plusOnesAllowed: 3, visibility: "public" },
  });
  const { id, host, guests } = gathering;
  await world.changeEvent(id, editQuestions, { commandId: randomUUID(), questions: [travel] }, asUser(host));
  const [grace, lin, kim, noor, eva, claimed] = guests as [Member, Member, Member, Member, Member, Member];
  for (const [guest, answer, party] of [
    [grace, "going", 2],
    [lin, "declined", 0],
    [kim, "maybe", 1],
    [noor, "going", 3],
    [eva, "going", 1],
  ] as const)
    await world.changeEvent(
      id,
      answerInvitation,
      { ...answering(answer, party), note: 'Late, "loud"\u2028', questionAnswers },
      asGuest(guest),
    );
  const account = randomUUID();
  await sql`insert into users (id, name, email, email_verified) values (${account}, 'Six', ${`${account}@example.org`}, true)`.execute(db);
  await sql`update guests set user_id = ${account} where event_id = ${id} and id = ${claimed.id}`.execute(db);
  await sql`update guests set plus_ones_allowed = null where event_id = ${id} and id = ${kim.id}`.execute(db);

  const identities = [
    asHost(gathering),
    { ...nobody, user: { id: account, name: "Six", email: "six@example.org" } },
    { ...nobody, visitId: randomUUID() },
    ...(await Promise.all(guests.map((guest) => visitOf(gathering, guest)))),
  ];
  const parts = await Promise.all(identities.map((identity) => access.partOf(identity, id)));
  const places: (number | null)[] = [];
  for (const part of parts) {
    const loaded = (await world.snapshot(id, part!.viewer))!;
    expect({ me: part!.me, epoch: part!.epoch, seq: part!.seq }).toEqual({ me: loaded.me, epoch: loaded.epoch, seq: loaded.seq });
    places.push(part!.me?.place ?? null);
  }
  expect(places.filter((place) => place !== null)).toEqual([1, 2]);
  expect(parts.map((part) => part!.me?.claimed ?? null)).toEqual([null, true, null, false, false, false, false, false, true, false]);
});

test("who may not see an event gets no part of it", async () => {
  const gathering = await aGathering(world, { guests: 1, fields: { visibility: "link" } });
  expect(await access.partOf({ ...nobody, visitId: randomUUID() }, gathering.id)).toBeNull();
  expect(await access.partOf(asHost(gathering), randomUUID())).toBeNull();
  const draft = await aGathering(world, { guests: 0, published: false });
  expect(await access.partOf({ ...nobody, visitId: randomUUID() }, draft.id)).toBeNull();
  expect((await access.partOf(asHost(draft), draft.id))!.viewer.class).toBe("host");
});

test("[L10] a visit gets no part of an event any more once its guest was removed, their links were revoked or the link's host hosts no more", async () => {
  const gathering = await aGathering(world, { guests: 3 });
  const { id, host } = gathering;
  const [grace, lin, kim] = gathering.guests as [Member, Member, Member];
  const [byGrace, byLin] = [await visitOf(gathering, grace), await visitOf(gathering, lin)];
  const byKim = { ...nobody, visitId: randomUUID() };
  await grantGuest(db, byKim.visitId, { eventId: id, guestId: kim.id, accessVersion: 1, madeBy: host.id });
  const names = async () => {
    const parts = await Promise.all([byGrace, byLin, byKim].map((identity) => access.partOf(identity, id)));
    return parts.map((part) => part && part.me!.name);
  };
  expect(await names()).toEqual(["Guest 1", "Guest 2", "Guest 3"]);
  await sql`update guests set removed_at = now() where id = ${grace.id}`.execute(db);
  expect(await names()).toEqual([null, "Guest 2", "Guest 3"]);
  await sql`update guests set access_version = 2 where id = ${lin.id}`.execute(db);
  expect(await names()).toEqual([null, null, "Guest 3"]);
  await sql`delete from hosts where event_id = ${id} and id = ${host.id}`.execute(db);
  expect(await names()).toEqual([null, null, null]);
});
