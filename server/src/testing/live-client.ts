import { request } from "node:http";
import type { AddressInfo } from "node:net";
import type { ServerFrame } from "@turnout/contract/live";
import { applyFrame, type EventSnapshot } from "@turnout/contract/snapshot";
import { onTestFinished } from "vitest";
import { WebSocket } from "ws";
import type { App } from "../app.ts";
import { makePersonalLink } from "../invitations/personal-links.ts";
import { testUrl } from "./test-app.ts";
import { PATIENCE } from "./patience.ts";

const host = new URL(testUrl).host;

/** Starts listening on loopback, so that sockets can connect. Returns the port. */
export async function listening(app: App): Promise<number> {
  await app.server.listen({ port: 0, host: "127.0.0.1" });
  return (app.server.server.address() as AddressInfo).port;
}

/** The cookie of a browser that opened a guest's personal link. */
export async function guestCookie({ server, deps }: App, eventId: string, guestId: string): Promise<string> {
  const link = await makePersonalLink(deps.db, eventId, guestId);
  const reply = await server.inject({ method: "GET", url: `/i/${link}`, headers: { host } });
  return [reply.headers["set-cookie"] ?? []]
    .flat()
    .map((line) => line.split(";")[0])
    .join("; ");
}

export async function snapshotOf({ server }: App, eventId: string, cookie = ""): Promise<EventSnapshot> {
  const reply = await server.inject({ method: "GET", url: `/api/events/${eventId}`, headers: { host, cookie } });
  if (reply.statusCode !== 200) throw new Error(`no snapshot: ${reply.statusCode} ${reply.body.slice(0, 200)}`);
  return reply.json();
}

export interface Asked {
  method?: "GET" | "POST" | "PUT" | "DELETE";
  path: string;
  cookie?: string;
  body?: object;
}

export interface Answered {
  status: number;
  headers: NodeJS.Dict<string | string[]>;
  /** The body as JSON; null if it is not JSON. */
  body: Record<string, unknown> | null;
}

/** One request over the network, as a browser sends it. Rejects if the connection breaks. */
export function ask(port: number, { method = "GET", path, cookie = "", body }: Asked): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const headers = { host, origin: testUrl, cookie, ...(body && { "content-type": "application/json" }) };
    const asked = request({ host: "127.0.0.1", port, method, path, headers }, (reply) => {
      let text = "";
      reply.on("data", (chunk: Buffer) => (text += String(chunk)));
      reply.on("error", reject);
      reply.on("end", () =>
        resolve({
          status: reply.statusCode!,
          headers: reply.headers,
          body: /json/.test(String(reply.headers["content-type"])) ? JSON.parse(text) : null,
        }),
      );
    });
    asked.on("error", reject);
    asked.end(body && JSON.stringify(body));
  });
}

/** A client and the frames that it has received. */
export interface Reader {
  socket: WebSocket;
  frames: ServerFrame[];
  /** The snapshot with all frames applied. Throws if a frame does not continue where the one before ended. */
  snapshot(): EventSnapshot;
  until(matches: (frames: ServerFrame[]) => boolean): Promise<void>;
  closed: Promise<number>;
}

/** Follows an event from a snapshot on, until the test is over. Resolves when it is caught up. */
export async function follow(port: number, snapshot: EventSnapshot, eventId: string, cookie = ""): Promise<Reader> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/live`, { headers: { origin: testUrl, ...(cookie && { cookie }) } });
  onTestFinished(() => socket.terminate());
  const frames: ServerFrame[] = [];
  const checks = new Set<() => void>();
  socket.on("message", (data) => {
    frames.push(JSON.parse((data as Buffer).toString()) as ServerFrame);
    for (const check of checks) check();
  });
  const closed = new Promise<number>((resolve) => socket.on("close", resolve));
  await new Promise((resolve, reject) => socket.once("open", resolve).once("error", reject));
  socket.send(JSON.stringify({ type: "follow", eventId, epoch: snapshot.epoch, after: snapshot.seq }));
  const reader: Reader = {
    socket,
    frames,
    closed,
    snapshot: () => frames.reduce((at, frame) => moved(at, frame), snapshot),
    until: (matches) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error(`not seen; got ${JSON.stringify(frames).slice(0, 800)}`)), PATIENCE);
        const check = () => {
          if (!matches(frames)) return;
          clearTimeout(timer);
          checks.delete(check);
          resolve();
        };
        checks.add(check);
        check();
      }),
  };
  await reader.until(has("caughtUp"));
  return reader;
}

function moved(snapshot: EventSnapshot, frame: ServerFrame): EventSnapshot {
  if (frame.type !== "entries") return snapshot;
  const next = applyFrame(snapshot, frame);
  if (typeof next !== "object") throw new Error(`a gap after ${snapshot.seq}: ${JSON.stringify(frame).slice(0, 200)}`);
  return next as EventSnapshot;
}

export const has = (type: ServerFrame["type"]) => (frames: ServerFrame[]) => frames.some((frame) => frame.type === type);

/** Whether everything up to a position has been received. */
export const reaches = (seq: number) => (frames: ServerFrame[]) => frames.some((frame) => frame.type === "entries" && frame.upTo >= seq);
