import { expect, test } from "vitest";
import { createEventWriter } from "../../../server/src/log/change-event.ts";
import type { Found, Store } from "../../../server/src/log/store.ts";
import { connect, writersOf } from "../../../server/src/db/connect.ts";
import { answerTo, bothStores, settle, wantsOf } from "./both-stores.test-support.ts";
import { postMessage } from "./cast.ts";
import { aCommandList, type CommandList } from "./command-list.test-support.ts";

const { expectTheSame, inMemory, memory, postgres, prepare, url } = await bothStores();
const THEN = new Date("2027-05-01T12:00:00.000Z");

/** Settles lists, and counts how many events were in the largest transaction. */
async function settleTogether(store: Store, lists: CommandList[]) {
  let most = 0;
  const counting: Store = {
    ...store,
    change(wants, decide) {
      most = Math.max(most, wants.events.length);
      return store.change(wants, decide);
    },
  };
  return { answers: await settle(counting, lists, () => THEN), most };
}

test("random commands on five events at once: both stores give the same answers and hold the same of each", async () => {
  for (let seed = 800; seed < 804; seed++) {
    const lists = [1, 2, 3, 4, 5].map((place) => aCommandList(seed * 10 + place, 40));
    for (const list of lists) await prepare(list);
    const expected = await settleTogether(postgres, lists);
    const got = await settleTogether(inMemory, lists);
    expect(got, `seed ${seed}`).toEqual(expected);
    expect(expected.most).toBe(lists.length);
    for (const { eventId } of lists) await expectTheSame(eventId);
  }
});

/** Locks some events, as another process would. Returns how to let it go. */
const holders = {
  async postgres(eventIds: string[]) {
    const other = connect(url);
    const client = await writersOf(other).connect();
    await client.query("begin");
    await client.query("select 1 from events where id = any($1::uuid[]) for no key update", [eventIds]);
    return async () => {
      await client.query("rollback");
      client.release();
      await other.destroy();
    };
  },
  async memory(eventIds: string[]) {
    const transaction = await memory.lock(wantsOf(eventIds, false), {});
    return async () => transaction.rollBack();
  },
};

const each = [
  ["PostgreSQL", postgres, holders.postgres],
  ["memory", inMemory, holders.memory],
] as const;

test.each(each)(
  "%s: of several events those that somebody else holds are found held, and one alone is waited for",
  async (_, store, hold) => {
    const lists = [900, 901, 902].map((seed) => aCommandList(seed, 4));
    const [held, free, unknown] = lists.map(({ eventId }) => eventId) as [string, string, string];
    if (store === postgres) for (const list of lists) await prepare(list);
    await settleTogether(store, lists.slice(0, 2));
    const look = async (eventIds: string[], waits: boolean) => {
      const decide = (found: Found[]) => ({ result: found.map(({ isHeld, event }) => [isHeld, event?.id]), changes: [] });
      return (await store.change(wantsOf(eventIds, waits), decide)).result;
    };

    const letGo = await hold([held]);
    expect(await look([free, held, unknown], false)).toEqual([
      [false, free],
      [true, undefined],
      [false, undefined],
    ]);
    let isFree = false;
    const waiting = look([held], true).then((found) => [isFree, found]);
    expect(await look([free], true)).toEqual([[false, free]]);
    isFree = true;
    await letGo();
    expect(await waiting).toEqual([true, [[false, held]]]);
  },
);

test.each(each)("%s: commands on an event that others hold keep nobody waiting, and are done when it is free", async (_, store, hold) => {
  const lists = [910, 911, 912, 913, 914, 915].map((seed) => aCommandList(seed, 4));
  if (store === postgres) for (const list of lists) await prepare(list);
  await settleTogether(
    store,
    lists.map((list) => ({ ...list, groups: list.groups.slice(0, 1) })),
  );
  const writer = createEventWriter({ store, now: () => THEN, hint: () => {} });
  const heldEvents = lists.slice(0, 5).map(({ eventId }) => eventId);
  const letGo = await hold(heldEvents);
  const post = (list: CommandList) =>
    answerTo(writer, list.eventId, { ...list.groups[0]![0]!, command: postMessage as never, input: hello() });
  let answered = 0;
  const stuck = lists.slice(0, 5).map((list) => post(list).finally(() => (answered += 1)));
  for (let at = 0; at < 5; at++) expect(await post(lists[5]!)).toHaveProperty("seq");
  expect(answered).toBe(0);
  await letGo();
  for (const answer of await Promise.all(stuck)) expect(answer).toHaveProperty("seq");
});

const hello = () => ({ commandId: crypto.randomUUID(), text: "hello", replyTo: null });
