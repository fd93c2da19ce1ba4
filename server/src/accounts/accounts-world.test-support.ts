import { randomBytes } from "node:crypto";
import type { FastifyInstance, InjectOptions } from "fastify";
import type { Kysely } from "kysely";
import pino from "pino";

import type { Database } from "../db/database.ts";
import { testDatabase } from "../db/test-database.ts";
import type { AccountSession } from "@turnout/contract/accounts";
import { createHttpServer } from "../http/server.ts";
import { createMemoryBus, type BusMessage } from "../realtime/bus.ts";
import { createAccounts, type AccountsContext } from "./context.ts";
import type { Provider } from "./provider.ts";
import type { AccountMail, HostedEvents } from "./deps.ts";
import { accountRoutes } from "./routes.ts";
import { afterFile } from "../testing/after-file.ts";

let people = 0;

/** A person with an address that no other test uses. */
export function somebody(name = "Ada") {
  return { name, email: `${name.toLowerCase()}.${++people}@example.org`, password: "tangerine-kayak-7" };
}

export type Somebody = ReturnType<typeof somebody>;

const nobodyHosts = (): HostedEvents => ({ hostedAlone: async () => 0, leaveEvents: async () => {}, stillHosting: async () => 0 });

export type AccountsWorld = Awaited<ReturnType<typeof accountsWorld>>;

/** The account routes on their own database; queued emails and ended sessions can be read, and the clock set ahead. */
export async function accountsWorld({
  publicUrl = "http://turnout.test",
  hostedEvents = nobodyHosts as (db: Kysely<Database>) => HostedEvents,
  limitFactor = 1_000,
  provider = null as Provider | null,
  operators = new Set<string>(),
} = {}) {
  const { db } = await testDatabase();
  const mails: AccountMail[] = [];
  const ended: BusMessage[] = [];
  const clock = { ahead: 0 };
  const bus = createMemoryBus();
  bus.subscribe((message) => void ended.push(message));
  const accounts = createAccounts({
    db,
    now: () => new Date(Date.now() + clock.ahead),
    publicUrl,
    secret: randomBytes(32).toString("base64"),
    bus,
    queueMail: async (_tx, mail) => void mails.push(mail),
    provider,
    operators,
    hostedEvents: hostedEvents(db),
  });
  const server = await serve(accounts, limitFactor);
  let addresses = 0;
  return {
    db,
    mails,
    ended,
    clock,
    accounts,
    server,
    /** A new browser with its own IP address. */
    browser: (from = `2001:db8:${(++addresses).toString(16)}::1`) => createBrowser(server, publicUrl, from),
    mailsTo: (email: string) => mails.filter((mail) => mail.recipient === email),
    tokenTo: (email: string) => tokenIn(mails.findLast((mail) => mail.recipient === email)),
  };
}

async function serve(accounts: AccountsContext, limitFactor: number): Promise<FastifyInstance> {
  const logger = pino({ level: "silent" });
  const server = await createHttpServer({ publicUrl: accounts.publicUrl, trustedHops: 0, limitFactor, logger });
  accountRoutes(server, accounts);
  await server.ready();
  afterFile(() => server.close());
  return server;
}

export interface Reply {
  status: number;
  /** The union of what these routes send; each test reads what it asked for. */
  body: {
    account: { id: string };
    sessions: AccountSession[];
    facts: { seconds: number };
  };
  /** The body as text, without the request's id. */
  text: string;
  cookies: string[];
  /** Where it redirects to. */
  location: string | undefined;
}

export type Browser = ReturnType<typeof createBrowser>;

/** Stores and sends cookies as a browser does. */
export function createBrowser(server: FastifyInstance, publicUrl: string, from: string) {
  const { host } = new URL(publicUrl);
  const jar = new Map<string, string>();

  type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  const send = (method: Method, url: string, payload?: object, headers?: InjectOptions["headers"]) =>
    sendTo(method, `/api/auth/${url}`, payload, headers);

  async function sendTo(method: Method, url: string, payload?: object, headers: InjectOptions["headers"] = {}): Promise<Reply> {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
    const response = await server.inject({
      method,
      url,
      ...(payload && { payload }),
      remoteAddress: from,
      headers: { host, origin: publicUrl, ...headers, ...(cookie && { cookie }) },
    });
    const lines = [response.headers["set-cookie"] ?? []].flat();
    for (const line of lines) keep(line);
    return {
      status: response.statusCode,
      body: (response.body === "" ? null : response.json()) as Reply["body"],
      text: response.body.replace(/"requestId":"[^"]+"/, ""),
      cookies: lines,
      location: response.headers.location,
    };
  }

  function keep(line: string) {
    const [name = "", value = ""] = line.split(";", 1)[0]!.split(/=(.*)/s);
    if (/max-age=0/i.test(line)) jar.delete(name);
    else jar.set(name, value);
  }

  return {
    jar,
    send,
    /** Opens a page of this site. */
    open: (path: string) => sendTo("GET", path),
    get: (url: string) => send("GET", url),
    post: (url: string, payload: object = {}) => send("POST", url, payload),
    account: async () => (await send("GET", "session")).body.account,
  };
}

function tokenIn(mail: AccountMail | undefined): string {
  return new URL(mail?.payload.url ?? "").hash.slice(1);
}

/** An account that is signed up over HTTP, and the browser that is signed in to it. */
export async function signedUp(world: AccountsWorld, person: Somebody = somebody(), browser = world.browser()) {
  const { name, email, password } = person;
  await browser.post("sign-up", { name, email, password, locale: "en" });
  const reply = await browser.post("sign-up/confirmation", { token: world.tokenTo(email) });
  return { name, email, password, id: reply.body.account.id, browser };
}
