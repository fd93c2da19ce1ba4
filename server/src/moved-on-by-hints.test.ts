import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { postMessage } from "./chat/commands.ts";
import { guestCookie, snapshotOf } from "./testing/live-client.ts";
import { testApp } from "./testing/test-app.ts";
import { aGathering, asGuest, createWorld } from "./testing/world.ts";

test("a command in this process moves what it keeps on, and one of which it gets no hint is loaded", async () => {
  const app = await testApp();
  const { db, changeEvent } = app.deps;
  const elsewhere = createWorld(db);
  const gathering = await aGathering(elsewhere, { guests: 1 });
  const cookie = await guestCookie(app, gathering.id, gathering.guests[0]!.id);
  const say = (change: typeof changeEvent, text: string) =>
    change(gathering.id, postMessage, { commandId: randomUUID(), text, replyTo: null }, asGuest(gathering.guests[0]!));
  const shown = async () => {
    const { details, messages } = await snapshotOf(app, gathering.id, cookie);
    return { title: details.title, texts: messages.map(({ text }) => text) };
  };
  const { title } = await shown();
  await sql`update events set title = 'By hand' where id = ${gathering.id}`.execute(db); // in no log: whoever loads sees it
  await say(changeEvent, "here");
  expect(await shown()).toEqual({ title, texts: ["here"] });
  await say(elsewhere.changeEvent, "elsewhere");
  expect(await shown()).toEqual({ title: "By hand", texts: ["here", "elsewhere"] });
});
