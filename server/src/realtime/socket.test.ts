import { randomUUID } from "node:crypto";
import type { AddressInfo } from "node:net";
import { connect as openTcp } from "node:net";
import { CLOSE, MAX_CLIENT_MESSAGE, MAX_FOLLOWED, type ServerFrame } from "@turnout/contract/live";
import { applyFrame, type EventSnapshot } from "@turnout/contract/snapshot";
import { sql } from "kysely";
import { afterEach, expect, test } from "vitest";
import { WebSocket } from "ws";
import { postMessage } from "../chat/commands.ts";
import { answerInvitation, removeGuest } from "../guests/commands.ts";
import { shareToken } from "../guests/share-link.ts";
import { renewShareLink } from "../events/commands.ts";
import { readmitGuest } from "../invitations/commands.ts";
import { makePersonalLink } from "../invitations/personal-links.ts";
import { testApp, testSecret, testUrl } from "../testing/test-app.ts";
import { PATIENCE } from "../testing/patience.ts";
import { aGathering, answering, asGuest, asUser, type Gathering } from "../testing/world.ts";
import { MAX_CONNECTIONS_PER_BROWSER } from "./connection-limits.ts";
import { MAX_MESSAGES } from "./session.ts";
import { LIVE_PATH } from "./socket.ts";

const app = await testApp();
const { deps, server } = app;
await server.listen({ port: 0, host: "127.0.0.1" });
const { port } = server.server.address() as AddressInfo;
const world = { ...deps, hints: [] } as never;
const opened: WebSocket[] = [];
afterEach(() => {
  for (const socket of opened.splice(0)) socket.terminate();
});

const cookiesIn = (header: string | string[] | undefined) =>
  [header ?? []]
    .flat()
    .map((line) => line.split(";")[0])
    .join("; ");

async function cookieFor(path: string): Promise<string> {
  const reply = await server.inject({ method: "GET", url: path, headers: { host: "turnout.test" } });
  return cookiesIn(reply.headers["set-cookie"]);
}

const guestCookie = async ({ id }: Gathering, guestId: string) => cookieFor(`/i/${await makePersonalLink(deps.db, id, guestId)}`);

async function snapshotFor(eventId: string, cookie: string): Promise<EventSnapshot> {
  const reply = await server.inject({ method: "GET", url: `/api/events/${eventId}`, headers: { host: "turnout.test", cookie } });
  expect(reply.statusCode).toBe(200);
  return reply.json();
}

interface Connection {
  socket: WebSocket;
  frames: ServerFrame[];
  say(message: unknown): void;
  until(matches: (frames: ServerFrame[]) => boolean): Promise<void>;
  closed: Promise<number>;
}

async function dial(cookie = "", headers: Record<string, string> = { origin: testUrl }): Promise<Connection> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}${LIVE_PATH}`, { headers: { ...headers, ...(cookie && { cookie }) } });
  opened.push(socket);
  const frames: ServerFrame[] = [];
  let check = () => {};
  socket.on("message", (data) => {
    frames.push(JSON.parse((data as Buffer).toString()) as ServerFrame);
    check();
  });
  const closed = new Promise<number>((resolve) => socket.on("close", resolve));
  await new Promise<void>((resolve, reject) => {
    socket.once("open", () => resolve());
    socket.once("error", reject);
    socket.once("unexpected-response", (_request, response) => reject(new Error(`turned down: ${response.statusCode}`)));
  });
  return {
    socket,
    frames,
    closed,
    say: (message) => socket.send(typeof message === "string" ? message : JSON.stringify(message)),
    until: (matches) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error(`not seen; got ${JSON.stringify(frames).slice(0, 600)}`)), PATIENCE);
        check = () => {
          if (!matches(frames)) return;
          clearTimeout(timer);
          resolve();
        };
        check();
      }),
  };
}

const has = (type: ServerFrame["type"]) => (frames: ServerFrame[]) => frames.some((frame) => frame.type === type);
const say = ({ id, host }: Gathering, text: string) =>
  deps.changeEvent(id, postMessage, { commandId: randomUUID(), text, replyTo: null }, asUser(host));

test("a client gets the entries after its snapshot, then live ones, and ends with the same snapshot as a reload", async () => {
  const gathering = await aGathering(world, { guests: 1 });
  const cookie = await guestCookie(gathering, gathering.guests[0]!.id);
  const snapshot = await snapshotFor(gathering.id, cookie);
  await say(gathering, "before");

  const connection = await dial(cookie);
  connection.say({ type: "follow", eventId: gathering.id, epoch: snapshot.epoch, after: snapshot.seq });
  await connection.until(has("caughtUp"));
  await say(gathering, "after");
  await connection.until((frames) => frames.filter(({ type }) => type === "entries").length === 2);

  const followed = connection.frames.reduce<EventSnapshot>(
    (at, frame) => (frame.type === "entries" ? (applyFrame(at, frame) as EventSnapshot) : at),
    snapshot,
  );
  expect(followed).toEqual(await snapshotFor(gathering.id, cookie));
});

test("only our own pages may open a socket: any other origin, or none, is rejected", async () => {
  const { hostname } = new URL(testUrl);
  const others = [
    "null",
    "http://evil.test",
    `${testUrl}.evil.test`,
    `${testUrl}:8080`,
    testUrl.toUpperCase(),
    `https://${hostname}`,
    `http://user@${hostname}`,
    `${testUrl}/`,
  ];
  for (const origin of others) await expect(dial("", { origin }), origin).rejects.toThrow("turned down: 403");
  await expect(dial("", {})).rejects.toThrow("turned down: 403");
});

test("[L6] a position ahead of the head, or of another epoch, gets a reset", async () => {
  const gathering = await aGathering(world, { guests: 1 });
  const cookie = await guestCookie(gathering, gathering.guests[0]!.id);
  const { epoch, seq } = await snapshotFor(gathering.id, cookie);
  for (const [position, reason] of [
    [{ epoch, after: seq + 1 }, "ahead"],
    [{ epoch: randomUUID(), after: seq }, "epoch"],
  ] as const) {
    const connection = await dial(cookie);
    connection.say({ type: "follow", eventId: gathering.id, ...position });
    await connection.until(has("reset"));
    expect(connection.frames.find(({ type }) => type === "reset")).toMatchObject({ reason });
  }
});

test("[L6] a position that has been pruned gets a reset", async () => {
  const gathering = await aGathering(world, { guests: 1 });
  const cookie = await guestCookie(gathering, gathering.guests[0]!.id);
  const { epoch, seq } = await snapshotFor(gathering.id, cookie);
  await sql`delete from event_log where event_id = ${gathering.id} and seq < ${seq}`.execute(deps.db);
  const connection = await dial(cookie);
  connection.say({ type: "follow", eventId: gathering.id, epoch, after: 0 });
  await connection.until(has("reset"));
  expect(connection.frames.find(({ type }) => type === "reset")).toMatchObject({ reason: "pruned" });
});

test("[L10] a removed guest's open page gets the end and nothing after it; following again is not found", async () => {
  const gathering = await aGathering(world, { guests: 1 });
  const guestId = gathering.guests[0]!.id;
  const cookie = await guestCookie(gathering, guestId);
  const { epoch, seq } = await snapshotFor(gathering.id, cookie);
  const connection = await dial(cookie);
  const follow = { type: "follow", eventId: gathering.id, epoch, after: seq };
  connection.say(follow);
  await connection.until(has("caughtUp"));
  await deps.changeEvent(gathering.id, removeGuest, { commandId: randomUUID(), guestId }, asUser(gathering.host));
  await say(gathering, "secret now");
  await connection.until(has("ended"));
  await say(gathering, "and later");
  connection.say(follow);
  await connection.until((frames) => frames.filter(({ type }) => type === "ended").length === 2);
  expect(JSON.stringify(connection.frames)).not.toMatch(/secret now|and later/);
});

test("[L5] who was taken off the list and still reads a public event loads it anew when somebody is let in again; others do not", async () => {
  const gathering = await aGathering(world, { guests: 1, fields: { visibility: "public" } });
  const guestId = gathering.guests[0]!.id;
  const cookie = await guestCookie(gathering, guestId);
  await deps.changeEvent(gathering.id, removeGuest, { commandId: randomUUID(), guestId }, asUser(gathering.host));
  const { epoch, seq, viewer } = await snapshotFor(gathering.id, cookie);
  expect(viewer).toEqual({ class: "public", personId: null, wasRemoved: true });
  const [removed, other] = [await dial(cookie), await dial()];
  for (const connection of [removed, other]) {
    connection.say({ type: "follow", eventId: gathering.id, epoch, after: seq });
    await connection.until(has("caughtUp"));
  }
  const readmitted = { commandId: randomUUID(), guestId, email: null, userId: null };
  await deps.changeEvent(gathering.id, readmitGuest, readmitted, asUser(gathering.host));
  await removed.until(has("reset"));
  await other.until((frames) => frames.some((frame) => frame.type === "entries" && frame.upTo > seq));
  expect(other.frames.map(({ type }) => type)).not.toContain("reset");
  expect((await snapshotFor(gathering.id, cookie)).viewer).toEqual({ class: "guest", personId: guestId });
});

test("[L10] renewing the share link ends the access of those who came by it", async () => {
  const gathering = await aGathering(world, { fields: { visibility: "link" } });
  const cookie = await cookieFor(`/j/${shareToken(testSecret, gathering.id, 1)}`);
  const { epoch, seq, viewer } = await snapshotFor(gathering.id, cookie);
  expect(viewer.class).toBe("public");
  const connection = await dial(cookie);
  connection.say({ type: "follow", eventId: gathering.id, epoch, after: seq });
  await connection.until(has("caughtUp"));
  await deps.changeEvent(gathering.id, renewShareLink, { commandId: randomUUID() }, asUser(gathering.host));
  await connection.until(has("ended"));
});

test("strangers cannot tell an event that exists from one that does not", async () => {
  const gathering = await aGathering(world, { fields: { visibility: "invited" } });
  const connection = await dial();
  for (const eventId of [gathering.id, randomUUID()]) connection.say({ type: "follow", eventId, epoch: randomUUID(), after: 0 });
  await connection.until((frames) => frames.length === 2);
  expect(connection.frames.map(({ type, ...rest }) => [type, "reason" in rest && rest.reason])).toEqual([
    ["ended", "not_found"],
    ["ended", "not_found"],
  ]);
});

test("a ping of the transport is answered with what it says (RFC 6455, 5.5.3)", async () => {
  const { socket } = await dial();
  const answered = new Promise((resolve) => socket.once("pong", (data) => resolve(String(data))));
  socket.ping("are you there?");
  expect(await answered).toBe("are you there?");
});

test("malformed messages are answered with an error and nothing else happens", async () => {
  const connection = await dial();
  const bad = [
    "",
    "null",
    "[]",
    "{",
    '{"type":"dance"}',
    '{"type":"follow"}',
    '{"type":"follow","eventId":"x","epoch":"y","after":-1}',
    '{"type":"ping","more":1}',
    '{"__proto__":{"type":"ping"}}',
  ];
  for (const message of bad) connection.say(message);
  connection.socket.send(Buffer.from([1, 2, 3]));
  await connection.until((frames) => frames.length === bad.length + 1);
  expect(new Set(connection.frames.map((frame) => JSON.stringify(frame)))).toEqual(new Set(['{"type":"error","code":"bad_message"}']));
  connection.say({ type: "ping" });
  await connection.until(has("pong"));
});

test("messages that are too large, or too many, close the socket", async () => {
  const large = await dial();
  large.say("x".repeat(MAX_CLIENT_MESSAGE + 1));
  expect(await large.closed).toBe(1009);
  const chatty = await dial();
  for (let count = 0; count <= MAX_MESSAGES; count++) chatty.say({ type: "ping" });
  expect(await chatty.closed).toBe(CLOSE.badMessages);
});

test("one socket follows a limited number of events", async () => {
  const gatherings = await Promise.all(
    Array.from({ length: MAX_FOLLOWED + 1 }, () => aGathering(world, { fields: { visibility: "public" } })),
  );
  const connection = await dial();
  const { epoch } = await snapshotFor(gatherings[0]!.id, "visit=x");
  for (const { id } of gatherings) {
    const caughtUp = connection.frames.filter(({ type }) => type === "caughtUp").length;
    connection.say({ type: "follow", eventId: id, epoch, after: 0 });
    await connection.until((frames) => frames.filter(({ type }) => type === "caughtUp" || type === "error").length > caughtUp);
  }
  expect(connection.frames.filter(({ type }) => type === "caughtUp")).toHaveLength(MAX_FOLLOWED);
  expect(connection.frames.filter(({ type }) => type === "error")).toEqual([expect.objectContaining({ code: "too_many_followed" })]);
});

test("[L9] presence is sent by name to those who may read the list and by number to others", async () => {
  const gathering = await aGathering(world, { guests: 2, fields: { visibility: "public", guestListFor: "guests" } });
  for (const guest of gathering.guests) await deps.changeEvent(gathering.id, answerInvitation, answering("going"), asGuest(guest));
  const connections = [];
  for (const cookie of [await guestCookie(gathering, gathering.guests[0]!.id), await guestCookie(gathering, gathering.guests[1]!.id), ""]) {
    const { epoch, seq } = await snapshotFor(gathering.id, cookie || "visit=x");
    const connection = await dial(cookie);
    connection.say({ type: "follow", eventId: gathering.id, epoch, after: seq });
    connections.push(connection);
  }
  const three = (frames: ServerFrame[]) => frames.some((frame) => frame.type === "presence" && frame.count === 3);
  await Promise.all(connections.map((connection) => connection.until(three)));
  const last = (connection: Connection) => connection.frames.findLast((frame) => frame.type === "presence");
  expect(last(connections[0]!)).toMatchObject({ people: expect.arrayContaining([{ personId: gathering.guests[1]!.id, name: "Guest 2" }]) });
  expect(last(connections[2]!)).toMatchObject({ people: [] });
  connections[0]!.say({ type: "typing", eventId: gathering.id });
  await connections[1]!.until((frames) =>
    frames.some((frame) => frame.type === "typing" && frame.people.some(({ name }) => name === "Guest 1")),
  );
  expect(connections[2]!.frames.some(({ type }) => type === "typing")).toBe(false);
});

const slowReaders = async () => (await app.metrics.registry.getSingleMetric("turnout_slow_readers_total")!.get()).values[0]?.value ?? 0;

test("[L11] a client that reads nothing is cut off, and the others go on", async () => {
  const gathering = await aGathering(world, { guests: 2 });
  const [slowCookie, cookie] = [
    await guestCookie(gathering, gathering.guests[0]!.id),
    await guestCookie(gathering, gathering.guests[1]!.id),
  ];
  const { epoch, seq } = await snapshotFor(gathering.id, cookie);
  const follow = JSON.stringify({ type: "follow", eventId: gathering.id, epoch, after: seq });
  const healthy = await dial(cookie);
  healthy.say(follow);
  const slow = await dial(slowCookie);
  slow.say(follow);
  await slow.until(has("caughtUp"));
  slow.socket.pause();
  const words = "€".repeat(1_990); // three bytes each: fills the buffers sooner
  for (let sent = 0; sent < 10_000 && (await slowReaders()) === 0; sent += 500)
    await Promise.all(Array.from({ length: 500 }, () => say(gathering, words)));
  expect(await slowReaders()).toBe(1);
  slow.socket.resume();
  expect([CLOSE.tooSlow, 1006]).toContain(await slow.closed); // the close frame itself may be stuck behind the other data
  const head = (await snapshotFor(gathering.id, cookie)).seq;
  await healthy.until((frames) => frames.some((frame) => frame.type === "entries" && frame.upTo === head));
});

test("[L11] a client that pauses for a moment is not cut off, and gets what it missed in one frame", async () => {
  const gathering = await aGathering(world, { guests: 1 });
  const cookie = await guestCookie(gathering, gathering.guests[0]!.id);
  const { epoch, seq } = await snapshotFor(gathering.id, cookie);
  const connection = await dial(cookie);
  connection.say({ type: "follow", eventId: gathering.id, epoch, after: seq });
  await connection.until(has("caughtUp"));
  connection.socket.pause();
  const before = await slowReaders();
  for (let round = 0; round < 150; round++) await Promise.all(Array.from({ length: 10 }, () => say(gathering, "€".repeat(1_990))));
  connection.socket.resume();
  const head = (await snapshotFor(gathering.id, cookie)).seq;
  await connection.until((frames) => frames.some((frame) => frame.type === "entries" && frame.upTo === head));
  const ranges = connection.frames.flatMap((frame) => (frame.type === "entries" ? [frame] : []));
  expect(ranges.map(({ after }) => after)).toEqual([seq, ...ranges.slice(0, -1).map(({ upTo }) => upTo)]);
  expect(ranges.length).toBeLessThan(150); // while it paused, its connection was full
  expect(await slowReaders()).toBe(before);
});

test("frames of every size arrive unchanged", async () => {
  const gathering = await aGathering(world, { guests: 1 });
  const cookie = await guestCookie(gathering, gathering.guests[0]!.id);
  const { epoch, seq } = await snapshotFor(gathering.id, cookie);
  const connection = await dial(cookie);
  connection.say({ type: "ping" });
  await connection.until(has("pong"));
  const said = [1, 2_000].map((length) => "é".repeat(length));
  for (const words of said) await say(gathering, words);
  await Promise.all(Array.from({ length: 40 }, () => say(gathering, "é".repeat(2_000))));
  connection.say({ type: "follow", eventId: gathering.id, epoch, after: seq });
  await connection.until(has("caughtUp"));
  const texts = connection.frames.flatMap((frame) => (frame.type === "entries" ? frame.entries : [])).map(({ body }) => body);
  expect(texts.filter((body) => body.type === "chat.posted" && said.includes(body.message.text))).toHaveLength(2 + 40);
});

test("a malformed upgrade and half a handshake harm nobody", async () => {
  for (const bytes of [
    "GET /live HTTP/1.1\r\nHost: turnout.test\r\nUpgrade: websocket\r\n",
    "GET /other HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
  ]) {
    const tcp = openTcp(port, "127.0.0.1");
    tcp.on("error", () => {});
    tcp.write(bytes);
    await new Promise((resolve) => setTimeout(resolve, 20));
    tcp.destroy();
  }
  const connection = await dial();
  connection.say({ type: "ping" });
  await connection.until(has("pong"));
});

test("a process that stops tells its clients to reconnect elsewhere within a time, and rejects new ones", async () => {
  const leaving = await testApp();
  await leaving.server.listen({ port: 0, host: "127.0.0.1" });
  const address = `ws://127.0.0.1:${(leaving.server.server.address() as AddressInfo).port}${LIVE_PATH}`;
  const socket = new WebSocket(address, { headers: { origin: testUrl } });
  opened.push(socket);
  await new Promise((resolve) => socket.once("open", resolve));
  const told = new Promise<string>((resolve) => socket.once("message", (data) => resolve((data as Buffer).toString())));
  const closed = new Promise<number>((resolve) => socket.once("close", resolve));
  const stopped = leaving.stop(500);
  const { type, withinMs } = JSON.parse(await told) as { type: string; withinMs: number };
  expect(type).toBe("goElsewhere");
  expect(withinMs).toBeGreaterThan(0);
  expect(withinMs).toBeLessThanOrEqual(500);
  const late = new WebSocket(address, { headers: { origin: testUrl } });
  opened.push(late);
  expect(await new Promise((resolve) => late.once("error", (error) => resolve(error.message)))).toMatch(/503|ECONNREFUSED/);
  expect(await closed).toBe(CLOSE.goingAway);
  await stopped;
});

test("a browser with too many connections gets a close code that lets it come back, and comes back once one is closed", async () => {
  const strict = await testApp({ limitFactor: 1 });
  await strict.server.listen({ port: 0, host: "127.0.0.1" });
  const address = `ws://127.0.0.1:${(strict.server.server.address() as AddressInfo).port}${LIVE_PATH}`;
  const open = (visit: string) => {
    const socket = new WebSocket(address, { headers: { origin: testUrl, cookie: `visit=${visit.repeat(43)}` } });
    opened.push(socket);
    return new Promise<WebSocket | number>((resolve) => {
      socket.once("close", (code) => resolve(code));
      // The refusal arrives before any reply.
      socket.once("open", () => socket.send(JSON.stringify({ type: "ping" })));
      socket.once("message", () => resolve(socket));
    });
  };
  const connections = await Promise.all(Array.from({ length: MAX_CONNECTIONS_PER_BROWSER }, () => open("a")));
  expect(connections.filter((connection) => typeof connection === "number")).toEqual([]);
  expect(await open("a")).toBe(CLOSE.tooMany);
  expect(CLOSE.tooMany).toBeLessThan(4500);
  expect(typeof (await open("b"))).toBe("object");

  (connections[0] as WebSocket).terminate();
  await expect.poll(async () => typeof (await open("a"))).toBe("object");
});

test("a network that follows too often is cut off, and may come back", async () => {
  const strict = await testApp({ limitFactor: 0.01 }); // 10 follows in a window
  await strict.server.listen({ port: 0, host: "127.0.0.1" });
  const { port: at } = strict.server.server.address() as AddressInfo;
  const socket = new WebSocket(`ws://127.0.0.1:${at}${LIVE_PATH}`, { headers: { origin: testUrl } });
  opened.push(socket);
  await new Promise((done) => socket.once("open", done));
  const closed = new Promise<number>((resolve) => socket.once("close", resolve));
  for (let count = 0; count < 12; count++)
    socket.send(JSON.stringify({ type: "follow", eventId: randomUUID(), epoch: randomUUID(), after: 0 }));
  expect(await closed).toBe(CLOSE.tooMany);
});

test("21 windows of one anonymous browser count as one person, another browser as another", async () => {
  const gathering = await aGathering(world, { guests: 1 });
  const path = `/j/${shareToken(testSecret, gathering.id, 1)}`;
  const [cookie, other] = [await cookieFor(path), await cookieFor(path)];
  const snapshot = await snapshotFor(gathering.id, cookie);
  const watch = async (who: string) => {
    const connection = await dial(who);
    connection.say({ type: "follow", eventId: gathering.id, epoch: snapshot.epoch, after: snapshot.seq });
    await connection.until(has("caughtUp"));
    return connection;
  };
  const connections = await Promise.all(Array.from({ length: 21 }, () => watch(cookie)));
  await watch(other);
  await connections[0]!.until((frames) => frames.some((frame) => frame.type === "presence" && frame.count === 2));
  expect(connections.flatMap(({ frames }) => frames).filter((frame) => frame.type === "presence" && frame.count > 2)).toEqual([]);
});
