import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { freePort } from "../../../server/src/free-port.ts";
import { root } from "../../containers.ts";
import { Failed } from "../../failed.ts";
import { filledIn, LEFT_OUT, type ApiDocument } from "./api-document.ts";
import { openFront, type Traffic } from "./front.ts";

/** What it takes to be somebody on a server that is scanned. */
export interface Scanned {
  /** The address that it calls its own, and from which its pages send requests. */
  url: string;
  /** Where it listens itself; `X-Forwarded-For` names the client there. */
  direct: string;
  /** Values of the cookies of a host and of a guest. */
  session: string;
  visit: string;
  /** A picture that the host has sent. */
  image: string;
  ids: Record<string, string>;
  stop(): Promise<void>;
}

/** The real server with the example event, signed in as its host, ready to be scanned. */
export interface Target extends Scanned {
  /** From now on, requests are the host's. */
  signIn(): void;
  /** The page of the event. */
  page: string;
  /** The API document, filled in. */
  document: ApiDocument;
  /** Every operation that a scan has to ask. */
  operations: string[];
  traffic: Traffic;
}

const GUESTS = 30;
const MESSAGES = 30;

export async function startTarget(): Promise<Target> {
  // Not at the top: the list of commands reads no journeys.
  const { startServer } = await import("../../../e2e/src/support/server-process.ts");
  const document = JSON.parse(readFileSync(join(root, "docs/openapi.json"), "utf8")) as ApiDocument;
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const server = await startServer({ SEED: "yes", MAIL_ALLOWANCE: "off", PUBLIC_URL: url });
  try {
    const host = await signIn(server.url, url, server.said());
    const parameters = await thingsOf(host);
    const [visitor, other] = parameters.guestId as [string, string];
    const front = await openFront(server.url, port, Object.keys(document.paths));
    return {
      url,
      direct: server.url,
      session: valueOf(host.cookie),
      visit: await visitAs(host, visitor, server.url),
      image: await uploaded(host),
      ids: { eventId: host.eventId, guestId: other, messageId: parameters.messageId![0]! },
      signIn: () => front.signIn(host.cookie),
      page: `${url}/e/${host.eventId}`,
      document: filledIn(document, url, { parameters }),
      operations: Object.entries(document.paths)
        .flatMap(([path, methods]) => Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`))
        .filter((name) => !LEFT_OUT[name]),
      traffic: front.traffic,
      async stop() {
        await front.stop();
        await server.close();
      },
    };
  } catch (error) {
    await server.close();
    throw error;
  }
}

interface Host {
  cookie: string;
  eventId: string;
  ask<Reply>(method: string, path: string, body?: object): Promise<Reply>;
  upload(path: string, type: string, file: Buffer): Promise<{ imageId: string }>;
}

/** `said`: what the server prints at its start, with the example's host and password. */
async function signIn(server: string, url: string, said: string): Promise<Host> {
  const [, email, password] = /Host's sign-in\s+\S+\s+(\S+)\s+(\S+)/.exec(said) ?? [];
  const headers = { "content-type": "application/json", origin: url };
  const reply = await fetch(`${server}/api/auth/sign-in`, { method: "POST", headers, body: JSON.stringify({ email, password }) });
  const cookie = reply.headers
    .getSetCookie()
    .map((line) => line.split(";")[0])
    .join("; ");
  if (!reply.ok || !cookie) throw new Failed(`the example's host cannot sign in: ${reply.status} ${await reply.text()}`);

  async function send<Reply>(method: string, path: string, init: RequestInit): Promise<Reply> {
    const answer = await fetch(`${server}${path}`, { method, ...init, headers: { ...headers, cookie, ...init.headers } });
    const text = await answer.text();
    if (!answer.ok) throw new Failed(`${method} ${path}: ${answer.status} ${text}`);
    return JSON.parse(text) as Reply;
  }
  const ask = <Reply>(method: string, path: string, body?: object) => send<Reply>(method, path, body ? { body: JSON.stringify(body) } : {});
  const upload: Host["upload"] = (path, type, file) =>
    send("POST", path, { headers: { "content-type": type }, body: new Uint8Array(file) });
  const eventId = randomUUID();
  const fields = { title: "Picnic", starts: `${new Date().getUTCFullYear() + 1}-06-18T19:00`, zone: "Europe/Lisbon", visibility: "link" };
  await ask("POST", "/api/events", { commandId: randomUUID(), eventId, fields });
  await ask("POST", `/api/events/${eventId}/publication`, { commandId: randomUUID() });
  return { cookie, eventId, ask, upload };
}

/** As many guests and messages as there are operations on one of them, so that no removal takes away what another one needs. */
async function thingsOf({ eventId, ask }: Host): Promise<Record<string, string[]>> {
  const event = `/api/events/${eventId}`;
  const [commandId, guestIds, messageIds] = [randomUUID(), idsOf(GUESTS), idsOf(MESSAGES)];
  const guests = guestIds.map((guestId, at) => ({
    guestId,
    name: `Guest ${at}`,
    email: `guest-${at}@example.org`,
    plusOnesAllowed: 2,
    locale: null,
  }));
  await ask("POST", `${event}/invitations`, { commandId, guests, message: "", send: false });
  for (const messageId of messageIds) await ask("POST", `${event}/messages`, { commandId: messageId, text: "hello", replyTo: null });
  return { eventId: [eventId], guestId: guestIds, messageId: messageIds, search: ["Guest"], before: ["20"], theme: ["waves"] };
}

/** The cookie of a browser that has opened a guest's personal link. */
async function visitAs({ eventId, ask }: Host, guestId: string, server: string): Promise<string> {
  const link = await ask<{ url: string }>("POST", `/api/events/${eventId}/guests/${guestId}/link`, { commandId: randomUUID() });
  const { headers } = await fetch(`${server}${new URL(link.url).pathname}`, { redirect: "manual" });
  return valueOf(headers.getSetCookie()[0] ?? "");
}

const uploaded = async ({ upload }: Host) =>
  (await upload("/api/images", "image/png", readFileSync(join(root, "web/public/icon-192.png")))).imageId;

/** The value of a cookie out of its line. */
const valueOf = (line: string) => /^[^=]+=([^;]*)/.exec(line)?.[1] ?? "";

const idsOf = (count: number) => Array.from({ length: count }, () => randomUUID());
