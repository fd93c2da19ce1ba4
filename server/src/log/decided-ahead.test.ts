import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import type pg from "pg";
import { afterEach, expect, test, vi } from "vitest";
import { postMessage } from "../chat/commands.ts";
import { connect, writersOf } from "../db/connect.ts";
import { isOutage } from "../db/outage.ts";
import { testDatabase } from "../db/test-database.ts";
import { inviteHost, revokeHostInvitation } from "../events/host-invitations.ts";
import { answerInvitation } from "../guests/commands.ts";
import { createEventWriter } from "./change-event.ts";
import { createPostgresStore } from "./postgres-store.ts";
import { AHEAD } from "./waiting-commands.ts";
import { aGathering, answering, asGuest, asUser, createWorld, type Gathering, type World } from "../testing/world.ts";

const { db, url } = await testDatabase();
const store = createPostgresStore(db, []);
/** Batches are decided ahead from 32 commands on. */
const changeEvent = createEventWriter({ store, now: () => new Date(), hint: () => {}, ahead: { from: 32, afterMiss: AHEAD.afterMiss } });
const world: World = { ...createWorld(db), changeEvent };

type Statement = string | pg.QueryConfig;
/** What is done to statements of the writer on their way. */
let meddle: ((text: string, client: pg.ClientBase, send: (changed?: string) => Promise<unknown>) => Promise<unknown>) | null = null;
const meddled = new WeakSet<pg.ClientBase>();
meddleWith(writersOf(db));
afterEach(() => {
  meddle = null;
  vi.restoreAllMocks();
});

function meddleWith(pool: pg.Pool) {
  pool.on("acquire", (client) => {
    if (meddled.has(client)) return;
    meddled.add(client);
    const query = client.query.bind(client) as (...args: unknown[]) => Promise<unknown>;
    client.query = ((config: Statement, ...rest: unknown[]) => {
      const text = typeof config === "string" ? config : config.text;
      const send = (changed = text) => {
        if (typeof config === "string") return query(changed, ...rest);
        const name = changed === text ? config.name : `${config.name} changed`;
        return query({ ...config, name, text: changed }, ...rest);
      };
      return meddle ? meddle(text, client, send) : send();
    }) as never;
  });
}

const cut = (client: pg.ClientBase) => (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
/** No time passes, however slow the machine is: who has waited for `OUTAGE_PATIENCE` when a connection is lost is refused at once. */
const stopTime = () => vi.spyOn(performance, "now").mockReturnValue(performance.now());
const isVerification = (text: string) => text.startsWith("with unmoved");

const reasons = (replies: PromiseSettledResult<unknown>[]) =>
  replies.flatMap((reply) => (reply.status === "rejected" ? [reply.reason as unknown] : []));

/** Everybody of a gathering answers at once, with commands that can be sent again. */
function everybodyAnswers({ id, guests }: Gathering, inputs = guests.map(() => answering("going")), writers: World[] = [world]) {
  return Promise.allSettled(
    guests.map((guest, at) => writers[at % writers.length]!.changeEvent(id, answerInvitation, inputs[at]!, asGuest(guest))),
  );
}

async function stateOf(eventId: string) {
  const { rows } = await sql<{ log_seq: number; seats_taken: number; entries: number; results: number; going: number }>`
    select log_seq, seats_taken, (select count(*)::int from event_log where event_id = events.id) as entries,
      (select count(*)::int from command_results where event_id = events.id) as results,
      (select count(*)::int from guests where event_id = events.id and standing = 'going') as going
    from events where id = ${eventId}`.execute(db);
  return rows[0]!;
}

const seqs = (replies: PromiseSettledResult<{ seq: number }>[]) =>
  replies.map((reply) => (reply.status === "fulfilled" ? reply.value.seq : null));

test("of many commands on one event half are decided while the others commit, all in order of arrival", async () => {
  const gathering = await aGathering(world, { guests: 200, fields: { capacity: 50 } });
  const { log_seq: before } = await stateOf(gathering.id);
  let verified = 0;
  meddle = (text, _client, send) => {
    if (isVerification(text)) verified += 1;
    return send();
  };
  const replies = await everybodyAnswers(gathering);
  expect(verified).toBeGreaterThan(0);
  expect(seqs(replies)).toEqual(gathering.guests.map((_, at) => before + 1 + at));
  expect(await stateOf(gathering.id)).toMatchObject({ log_seq: before + 200, entries: before + 200, seats_taken: 50, going: 50 });
});

test("a few commands are not decided ahead", async () => {
  const gathering = await aGathering(world, { guests: 30 });
  let verified = 0;
  meddle = (text, _client, send) => {
    if (isVerification(text)) verified += 1;
    return send();
  };
  await everybodyAnswers(gathering);
  await everybodyAnswers(gathering);
  expect(verified).toBe(0);
});

test("[L16] a commit of which nobody knows: what was decided on it is not sent, but decided again; a retry of all returns one result each", async () => {
  const gathering = await aGathering(world, { guests: 200, fields: { capacity: 150 } });
  const before = await stateOf(gathering.id);
  stopTime();
  let isCut = false;
  const verifiedBefore: string[] = [];
  meddle = async (text, client, send) => {
    if (isVerification(text) && !isCut) verifiedBefore.push(text);
    if (text !== "commit" || isCut) return send();
    await send();
    isCut = true;
    cut(client);
    throw new Error("Connection terminated unexpectedly");
  };
  const inputs = gathering.guests.map(() => answering("going"));
  const first = await everybodyAnswers(gathering, inputs);
  expect(verifiedBefore).toEqual([]);
  expect(reasons(first.slice(100))).toEqual([]);
  expect(reasons(first).filter(isOutage)).toHaveLength(100);

  meddle = null;
  const again = await everybodyAnswers(gathering, inputs);
  expect(seqs(again)).toEqual(gathering.guests.map((_, at) => before.log_seq + 1 + at));
  expect(seqs(first).slice(100)).toEqual(seqs(again).slice(100));
  expect(await stateOf(gathering.id)).toMatchObject({ log_seq: before.log_seq + 200, results: before.results + 200, going: 150 });
});

test("[L16] a connection lost after the commit of what was decided ahead: unknown, and a retry returns the first result", async () => {
  const gathering = await aGathering(world, { guests: 200 });
  const before = await stateOf(gathering.id);
  const ahead = new WeakSet<pg.ClientBase>();
  meddle = async (text, client, send) => {
    if (isVerification(text)) ahead.add(client);
    const sent = await send();
    if (text !== "commit" || !ahead.has(client)) return sent;
    cut(client);
    throw new Error("Connection terminated unexpectedly");
  };
  const inputs = gathering.guests.map(() => answering("going"));
  const first = await everybodyAnswers(gathering, inputs);
  expect(reasons(first.slice(0, 100))).toEqual([]);
  expect(reasons(first).filter(isOutage)).toHaveLength(100);

  meddle = null;
  const again = await everybodyAnswers(gathering, inputs);
  expect(seqs(again)).toEqual(gathering.guests.map((_, at) => before.log_seq + 1 + at));
  expect(await stateOf(gathering.id)).toMatchObject({ log_seq: before.log_seq + 200, entries: before.entries + 200, going: 200 });
});

test("[L1] a connection lost before that commit leaves nothing of it, and a retry succeeds", async () => {
  for (const at of ["with unmoved", "update guests", "event_log", "command_results"]) {
    const gathering = await aGathering(world, { guests: 100 });
    const { log_seq: before } = await stateOf(gathering.id);
    const ahead = new WeakSet<pg.ClientBase>();
    meddle = async (text, client, send) => {
      if (isVerification(text)) ahead.add(client);
      if (ahead.has(client) && text.includes(at)) cut(client);
      return send();
    };
    const inputs = gathering.guests.map(() => answering("going"));
    const first = await everybodyAnswers(gathering, inputs);
    expect([at, first.filter(({ status }) => status === "rejected").length]).toEqual([at, 50]);
    expect((await stateOf(gathering.id)).log_seq).toBe(before + 50);
    meddle = null;
    await everybodyAnswers(gathering, inputs);
    expect(await stateOf(gathering.id)).toMatchObject({ log_seq: before + 100, going: 100 });
  }
});

test("whatever else fails of it, it is decided again under the lock", async () => {
  const gathering = await aGathering(world, { guests: 100 });
  let failed = 0;
  meddle = (text, _client, send) => {
    if (!isVerification(text)) return send();
    failed += 1;
    return send(text.replace("select 1 /", "select 'no number'::text::integer /"));
  };
  const replies = await everybodyAnswers(gathering);
  expect(failed).toBe(1);
  expect(replies.every(({ status }) => status === "fulfilled")).toBe(true);
  expect((await stateOf(gathering.id)).going).toBe(100);
});

/** Another process writes the event between a commit and the batch that was decided ahead on it. */
async function overtaken(gathering: Gathering, change?: (text: string) => string) {
  const other = connect(url);
  const elsewhere = createWorld(other);
  let overtakes = 0;
  meddle = async (text, _client, send) => {
    if (isVerification(text)) return send(change?.(text));
    const sent = await send();
    if (text !== "commit" || overtakes > 0) return sent;
    overtakes += 1;
    const input = { commandId: randomUUID(), text: "meanwhile", replyTo: null };
    await elsewhere.changeEvent(gathering.id, postMessage, input, asUser(gathering.host));
    return sent;
  };
  try {
    const replies = await everybodyAnswers(gathering);
    return { overtakes, replies };
  } finally {
    meddle = null;
    await other.destroy();
  }
}

test("[L2] what was decided ahead of another process's change is not written, but decided again behind it", async () => {
  const gathering = await aGathering(world, { guests: 200, fields: { capacity: 120 } });
  const before = await stateOf(gathering.id);
  const { overtakes, replies } = await overtaken(gathering);
  expect(overtakes).toBe(1);
  expect(replies.every(({ status }) => status === "fulfilled")).toBe(true);
  const added = 200 + overtakes;
  expect(await stateOf(gathering.id)).toMatchObject({ log_seq: before.log_seq + added, entries: before.entries + added, seats_taken: 120 });
});

test("an event that others write is locked before the next batches are decided", async () => {
  const gathering = await aGathering(world, { guests: 200 });
  await overtaken(gathering);
  let verified = 0;
  meddle = (text, _client, send) => {
    if (isVerification(text)) verified += 1;
    return send();
  };
  await everybodyAnswers(
    gathering,
    gathering.guests.map(() => answering("maybe")),
  );
  expect(verified).toBe(0);
});

test("a revoked invitation to host moves its event, so that nobody accepts it on what was read before", async () => {
  const { id, host } = await aGathering(world);
  const versionOf = async () => (await sql<{ xmin: string }>`select xmin::text from events where id = ${id}`.execute(db)).rows[0]!.xmin;
  const invited = await inviteHost(db, { eventId: id, email: "lin@example.org", createdBy: host.id });
  const before = await versionOf();
  await revokeHostInvitation(db, id, invited.id);
  expect(await versionOf()).not.toBe(before);
});

test("control: without the verification, and without the log's key, two batches have the same positions", async () => {
  const unverified = (text: string) => text.replace(/select 1 \/ .* from unmoved/, "select count(*) from unmoved");
  const gathering = await aGathering(world, { guests: 200 });
  // The log's key is the second line of defence: the batch fails, and is decided again.
  await overtaken(gathering, unverified);
  const { entries, log_seq } = await stateOf(gathering.id);
  expect(entries).toBe(log_seq);
  await sql`alter table event_log drop constraint event_log_pkey`.execute(db);
  const other = await aGathering(world, { guests: 200 });
  await overtaken(other, unverified);
  const broken = await stateOf(other.id);
  expect(broken.entries).not.toBe(broken.log_seq);
});
