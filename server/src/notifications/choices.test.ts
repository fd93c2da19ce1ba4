import { randomUUID } from "node:crypto";
import { EventNotificationChoices, type NotificationChoices } from "@turnout/contract/notification-choices";
import { guestNotificationKinds, listedKinds, NotificationKind } from "@turnout/contract/notifications";
import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { testDatabase } from "../db/test-database.ts";
import { aGathering, aUser, createWorld } from "../testing/world.ts";
import { choicesOf, choose, type Chooser } from "./choices.ts";
import { countUnread, notificationsOf } from "./notification-list.ts";

const { db } = await testDatabase();
const world = createWorld(db);

type Choices = NotificationChoices["choices"];
const isOn = (choices: Choices, kind: string, channel = "push") =>
  choices.find((one) => one.kind === kind && one.channel === channel)?.isOn;

const pacesIn = ({ emails }: NotificationChoices) => Object.fromEntries(emails.map(({ kind, pace }) => [kind, pace]));

async function aScene() {
  const gathering = await aGathering(world, { guests: 1 });
  const account = { role: "account", userId: gathering.host.id, eventId: null } as const satisfies Chooser;
  const atEvent = { role: "host", userId: gathering.host.id, eventId: gathering.id } as const satisfies Chooser;
  const guest = { role: "guest", userId: null, guestId: gathering.guests[0]!.id, eventId: gathering.id } as const satisfies Chooser;
  return { ...gathering, account, atEvent, guest };
}

test("by default everything is in the app, and on devices all but answers", async () => {
  const { account } = await aScene();
  const choices = (await choicesOf(db, account)).choices;
  expect(choices.filter((one) => !one.isOn)).toEqual([{ kind: "answered", channel: "push", isOn: false }]);
  expect(choices).toHaveLength(2 * NotificationKind.options.length - listedKinds.length);
});

test("by default hosts are emailed at once of what needs them and answers daily, and guests of replies and mentions together", async () => {
  const { account, atEvent, guest } = await aScene();
  const ofHost = { answered: "daily", seatGiven: "atOnce", undelivered: "atOnce", replied: "quiet", mentioned: "quiet" };
  expect(pacesIn(await choicesOf(db, atEvent))).toEqual(ofHost);
  expect(pacesIn(await choicesOf(db, account))).toEqual({ ...ofHost, announced: "quiet" });
  expect(pacesIn(await choicesOf(db, { ...guest, hasAddress: true }))).toEqual({
    announced: "quiet",
    replied: "quiet",
    mentioned: "quiet",
  });
  expect(pacesIn(await choicesOf(db, { ...guest, hasAddress: false }))).toEqual({});
});

test("when somebody is emailed is chosen for all events and for one, and taken back", async () => {
  const { account, atEvent } = await aScene();
  await choose(db, account, { kind: "answered", channel: "email", pace: "off" });
  expect(pacesIn(await choicesOf(db, atEvent))).toMatchObject({ answered: "off" });
  await choose(db, atEvent, { kind: "answered", channel: "email", pace: "atOnce" });
  expect([pacesIn(await choicesOf(db, account)), pacesIn(await choicesOf(db, atEvent))]).toMatchObject([
    { answered: "off" },
    { answered: "atOnce" },
  ]);
  await choose(db, atEvent, { kind: "answered", channel: "email", pace: null });
  expect(pacesIn(await choicesOf(db, atEvent))).toMatchObject({ answered: "off" });
});

test("what is chosen for one event holds there alone, until it is taken back", async () => {
  const { account, atEvent } = await aScene();
  await choose(db, account, { kind: "wrote", channel: "push", isOn: false });
  await choose(db, atEvent, { kind: "wrote", channel: "push", isOn: true });
  expect(isOn((await choicesOf(db, account)).choices, "wrote")).toBe(false);
  expect(isOn((await choicesOf(db, atEvent)).choices, "wrote")).toBe(true);
  await choose(db, atEvent, { kind: "wrote", channel: "push", isOn: null });
  expect(isOn((await choicesOf(db, atEvent)).choices, "wrote")).toBe(false);
});

test("a guest without an account chooses by link, of what guests are notified of on devices, and nobody else's", async () => {
  const { guest, account } = await aScene();
  await choose(db, guest, { kind: "changed", channel: "push", isOn: false });
  const choices = (await choicesOf(db, guest)).choices;
  expect(EventNotificationChoices.shape.choices.parse(choices).map(({ kind, channel }) => [kind, channel])).toEqual(
    guestNotificationKinds.filter((kind) => !listedKinds.some((listed) => listed === kind)).map((kind) => [kind, "push"]),
  );
  expect(isOn(choices, "changed")).toBe(false);
  expect(isOn((await choicesOf(db, account)).choices, "changed")).toBe(true);
});

describe("what a guest chose by their link before they had an account", () => {
  const kept = { kind: "changed", channel: "push" } as const;

  async function anAccountOf({ id: eventId, guests }: Awaited<ReturnType<typeof aScene>>) {
    const { id: userId } = await aUser(world, "Grace");
    await sql`update guests set user_id = ${userId} where id = ${guests[0]!.id}`.execute(db);
    const account = { role: "account", userId, eventId: null } as const satisfies Chooser;
    return { account, atEvent: { role: "guest", userId, eventId } as const satisfies Chooser };
  }

  test("is shown to the account for the event, until the account chooses for it", async () => {
    const scene = await aScene();
    await choose(db, scene.guest, { ...kept, isOn: false });
    const { account, atEvent } = await anAccountOf(scene);
    expect(isOn((await choicesOf(db, atEvent)).choices, "changed")).toBe(false);
    await choose(db, account, { ...kept, isOn: true });
    expect(isOn((await choicesOf(db, atEvent)).choices, "changed"), "before what the account wants at all").toBe(false);
    expect(isOn((await choicesOf(db, account)).choices, "changed")).toBe(true);
    await choose(db, atEvent, { ...kept, isOn: true });
    expect(isOn((await choicesOf(db, atEvent)).choices, "changed"), "after what the account wants there").toBe(true);
  });

  test("is not shown for the list in the app, nor at another event", async () => {
    const [scene, other] = [await aScene(), await aScene()];
    await choose(db, scene.guest, { ...kept, channel: "bell", isOn: false });
    await choose(db, scene.guest, { ...kept, isOn: false });
    const { atEvent } = await anAccountOf(scene);
    expect(isOn((await choicesOf(db, atEvent)).choices, "changed", "bell")).toBe(true);
    expect(isOn((await choicesOf(db, { ...atEvent, eventId: other.id })).choices, "changed")).toBe(true);
  });
});

test("what is kept out of the app is neither listed nor counted there; control: it is at another event", async () => {
  const { id, host, atEvent } = await aScene();
  const other = await aScene();
  await sql`insert into hosts (event_id, id, name) values (${other.id}, ${host.id}, 'Ada')`.execute(db);
  for (const eventId of [id, other.id])
    await sql`insert into notifications (id, event_id, user_id, kind, seq, created_at)
      values (${randomUUID()}, ${eventId}, ${host.id}, 'wrote', 900, now())`.execute(db);
  expect(await countUnread(db, host.id)).toBe(2);
  await choose(db, atEvent, { kind: "wrote", channel: "bell", isOn: false });
  expect((await notificationsOf(db, host.id)).map(({ eventId }) => eventId)).toEqual([other.id]);
  expect(await countUnread(db, host.id)).toBe(1);
});
