import { postMessage } from "../../../server/src/chat/commands.ts";
import { answerInvitation } from "../../../server/src/guests/commands.ts";
import { answer } from "../processes.ts";
import { aMessage, answering, asGuest, asUser, openWriter } from "../product.ts";
import { invite } from "../../../server/src/testing/world.ts";
import { randomUUID } from "node:crypto";
import { ask, makeDatabase } from "./sql.ts";

export interface Amounts {
  events: number;
  guests: number;
  messages: number;
}

const handlers = {
  /** Fills a database step by step, and returns the bytes that one event, guest, answer and message takes with its indexes. */
  async fill(url: string, { events, guests, messages }: Amounts) {
    const database = await makeDatabase(url, "bench_storage");
    // The first event brings tables and indexes their first pages.
    const first = await openWriter(database, 1, { guests });
    await first.db.destroy();
    let size = await sizeOf(database);
    const grownBy = async () => {
      const before = size;
      size = await sizeOf(database);
      return size - before;
    };

    const { db, world, gatherings } = await openWriter(database, events);
    const figures = { "KB an event": (await grownBy()) / events / 1024 };
    for (const gathering of gatherings) {
      gathering.guests = Array.from({ length: guests }, (_, at) => ({ id: randomUUID(), name: `Guest ${at + 1}` }));
      await invite(world, gathering, gathering.guests);
    }
    const each = async (count: number) => (await grownBy()) / count / events;
    const perGuest = await each(guests);
    for (const { id, guests: invited } of gatherings)
      await Promise.all(invited.map((guest) => world.changeEvent(id, answerInvitation, answering("going"), asGuest(guest))));
    const perAnswer = await each(guests);
    for (const { id, host } of gatherings)
      await Promise.all(Array.from({ length: messages }, () => world.changeEvent(id, postMessage, aMessage(), asUser(host))));
    const perMessage = await each(messages);
    await db.destroy();
    return { ...figures, "bytes a guest": perGuest, "bytes an answer": perAnswer, "bytes a message": perMessage };
  },
};

/** Tables with their indexes, once dead rows are gone and the room that they had can be used again (bytes). */
async function sizeOf(url: string): Promise<number> {
  await ask(url, ["vacuum full"]);
  const [row] = await ask<{ bytes: string }>(url, ["select sum(pg_total_relation_size(relid))::text as bytes from pg_stat_user_tables"]);
  return Number(row!.bytes);
}

export type StorageServer = typeof handlers;
answer(handlers);
