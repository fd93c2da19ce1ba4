import { expect, test } from "vitest";
import { createEventWriter } from "../../../server/src/log/change-event.ts";
import { EventMoved, type Changes, type Found, type AssumedEvent, type Store } from "../../../server/src/log/store.ts";
import type { AheadLimits } from "../../../server/src/log/waiting-commands.ts";
import { connect, writersOf } from "../../../server/src/db/connect.ts";
import { answerTo, bothStores, settle, storeOf, ticking, wantsOf } from "./both-stores.test-support.ts";
import { postMessage } from "./cast.ts";
import { aCommandList, type CommandList } from "./command-list.test-support.ts";
import { createMemoryDatabase } from "./memory-database.ts";

const { expectTheSame, inMemory, memory, postgres, prepare, url } = await bothStores();
const each = [
  ["PostgreSQL", postgres],
  ["memory", inMemory],
] as const;
let seed = 2_000;

async function aList(store: Store): Promise<CommandList> {
  const list = aCommandList(seed++, 4);
  if (store === postgres) await prepare(list);
  await settle(store, [list]);
  return list;
}

async function found(store: Store, eventId: string): Promise<Found> {
  return (await store.change(wantsOf([eventId], true), ([one]) => ({ result: one!, changes: [] }))).result;
}

const assumedOf = ({ epoch, version, event }: Found): AssumedEvent => ({ eventId: event!.id, epoch, version, position: event!.log_seq });

/** A change of the event's description. */
const described = ({ event }: Found, description: string): Changes => ({
  eventId: event!.id,
  event: { ...event!, description },
  changed: ["description"],
  rows: [],
  entries: [],
  done: [{ commandId: crypto.randomUUID(), caller: "", bodyHash: "", seq: event!.log_seq, result: {} }],
});

const descriptionOf = async (store: Store, eventId: string) => (await found(store, eventId)).event!.description;

test.each(each)("%s: what is decided ahead is written where the event stands, and tells where it stands then", async (_, store) => {
  const { eventId } = await aList(store);
  const before = await found(store, eventId);
  const ahead = await store.readAhead(wantsOf([eventId], false));
  ahead.prepare([described(before, "ahead")]);
  const versions = await ahead.commit([assumedOf(before)]);
  const after = await found(store, eventId);
  expect(after.event!.description).toBe("ahead");
  expect(versions.get(eventId)).toBe(after.version);
  expect(after.version).not.toBe(before.version);
});

/** What may have happened to an event since something was decided on it. */
const moves: Record<string, (store: Store, list: CommandList, assumed: AssumedEvent) => Promise<AssumedEvent>> = {
  async "an entry"(store, { eventId, groups }, assumed) {
    const writer = createEventWriter({ store, now: ticking(), hint: () => {} });
    const input = { commandId: crypto.randomUUID(), text: "meanwhile", replyTo: null };
    expect(await answerTo(writer, eventId, { ...groups[0]![0]!, command: postMessage as never, input })).toHaveProperty("seq");
    return assumed;
  },
  async "a change without an entry"(store, { eventId }, assumed) {
    await store.change(wantsOf([eventId], true), ([one]) => ({ result: null, changes: [described(one!, "meanwhile")] }));
    return assumed;
  },
  "another epoch": async (_store, _list, assumed) => ({ ...assumed, epoch: crypto.randomUUID() }),
  "another position": async (_store, _list, assumed) => ({ ...assumed, position: assumed.position - 1 }),
  "another event": async (_store, _list, assumed) => ({ ...assumed, eventId: crypto.randomUUID() }),
};

test.each(each.flatMap(([name, store]) => Object.keys(moves).map((move) => [name, move, store] as const)))(
  "%s: after %s nothing of it is written",
  async (_, move, store) => {
    const list = await aList(store);
    const before = await found(store, list.eventId);
    const ahead = await store.readAhead(wantsOf([list.eventId], false));
    ahead.prepare([described(before, "ahead")]);
    const assumed = await moves[move]!(store, list, assumedOf(before));
    await expect(ahead.commit([assumed])).rejects.toBeInstanceOf(EventMoved);
    expect(await descriptionOf(store, list.eventId)).not.toBe("ahead");
  },
);

test.each(each)("%s: of two events one has moved, and nothing of either is written", async (_, store) => {
  const lists = [await aList(store), await aList(store)];
  const ids = lists.map(({ eventId }) => eventId);
  const before = [await found(store, ids[0]!), await found(store, ids[1]!)];
  const ahead = await store.readAhead(wantsOf(ids, false));
  ahead.prepare(before.map((one) => described(one, "ahead")));
  await moves["an entry"]!(store, lists[1]!, assumedOf(before[1]!));
  await expect(ahead.commit(before.map(assumedOf))).rejects.toBeInstanceOf(EventMoved);
  for (const id of ids) expect(await descriptionOf(store, id)).not.toBe("ahead");
});

/** Locks an event, as another process would. Returns how to let it go. */
const holders = {
  async PostgreSQL(eventId: string) {
    const other = connect(url);
    const client = await writersOf(other).connect();
    await client.query("begin");
    await client.query("select 1 from events where id = $1 for no key update", [eventId]);
    return async () => {
      await client.query("rollback");
      client.release();
      await other.destroy();
    };
  },
  async memory(eventId: string) {
    const transaction = await memory.lock(wantsOf([eventId], false), {});
    return async () => transaction.rollBack();
  },
};

test.each(each)("%s: nobody waits for an event that others hold: it is decided again", async (name, store) => {
  const { eventId } = await aList(store);
  const before = await found(store, eventId);
  const ahead = await store.readAhead(wantsOf([eventId], false));
  ahead.prepare([described(before, "ahead")]);
  const letGo = await holders[name](eventId);
  await expect(ahead.commit([assumedOf(before)])).rejects.toBeInstanceOf(EventMoved);
  await letGo();
  expect(await descriptionOf(store, eventId)).not.toBe("ahead");
});

test.each(each)("%s: what is dropped leaves nothing, and nothing held", async (_, store) => {
  const { eventId } = await aList(store);
  const before = await found(store, eventId);
  for (let times = 0; times < 10; times++) {
    const ahead = await store.readAhead(wantsOf([eventId], false));
    ahead.prepare([described(before, "ahead")]);
    ahead.drop();
  }
  expect(await found(store, eventId)).toMatchObject({ version: before.version, event: { description: before.event!.description } });
});

const THEN = new Date("2027-05-01T12:00:00.000Z");
/** Of two hosts who were added at the same moment nobody can say who is the first. */
const aboutFirstHost = new Set(["removeHost", "claimGuest"]);

/** Sends the groups of all lists, most of them before the ones before are answered. */
async function stream(store: Store, lists: CommandList[], ahead: AheadLimits) {
  const writer = createEventWriter({ store, now: () => THEN, hint: () => {}, ahead });
  const answers = [];
  for (let at = 0; lists.some(({ groups }) => at < groups.length); at++) {
    const sent = lists.flatMap(({ eventId, groups }) => (groups[at] ?? []).map((one) => ({ eventId, one })));
    const answered = sent.filter(({ one }) => !aboutFirstHost.has(one.command.name));
    answers.push(Promise.all(answered.map(({ eventId, one }) => answerTo(writer, eventId, one))));
    for (let turns = 0; turns < (at * 7) % 23; turns++) await Promise.resolve();
  }
  return Promise.all(answers);
}

/** Counts what is committed ahead, of one event and of several. */
function counted(store: Store) {
  const count = { one: 0, several: 0, moved: 0 };
  const counting: Store = {
    ...store,
    async readAhead(wants) {
      const read = await store.readAhead(wants);
      return {
        ...read,
        async commit(assumed) {
          try {
            const versions = await read.commit(assumed);
            count[assumed.length === 1 ? "one" : "several"] += 1;
            return versions;
          } catch (error) {
            if (error instanceof EventMoved) count.moved += 1;
            throw error;
          }
        },
      };
    },
  };
  return { counting, count };
}

const ahead = (from: number) => ({ from, afterMiss: 0 });

test("random commands on three events: whether they are decided ahead or not, the answers and what is held are the same", async () => {
  const { counting, count } = counted(inMemory);
  for (let from = 3_000; from < 3_060; from++) {
    const lists = [1, 2, 3].map((place) => aCommandList(from * 10 + place, 60));
    const alone = storeOf(createMemoryDatabase(memory.epoch));
    const expected = await stream(alone, lists, ahead(Infinity));
    expect(await stream(counting, lists, ahead(1 + (from % 3))), `seed ${from}`).toEqual(expected);
    for (const { eventId } of lists)
      expect(await inMemory.readLog(eventId, { after: 0 })).toEqual(await alone.readLog(eventId, { after: 0 }));
  }
  expect(count.one).toBeGreaterThan(500);
  expect(count.several).toBeGreaterThan(5);
  expect(count.moved).toBe(0); // nobody else writes
});

test("so they are in PostgreSQL", async () => {
  const { counting, count } = counted(postgres);
  for (let from = 4_000; from < 4_004; from++) {
    const lists = [1, 2, 3].map((place) => aCommandList(from * 10 + place, 60));
    for (const list of lists) await prepare(list);
    const expected = await stream(inMemory, lists, ahead(Infinity));
    expect(await stream(counting, lists, ahead(1 + (from % 3))), `seed ${from}`).toEqual(expected);
    for (const { eventId } of lists) await expectTheSame(eventId);
  }
  expect(count.one + count.several).toBeGreaterThan(0); // most have arrived before the first commit
  expect(count.moved).toBe(0);
});
