import { randomInt, randomUUID } from "node:crypto";
import { createServer, request, type IncomingMessage, type ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";

/** What scanners asked, and what the product answered. */
export interface Traffic {
  requests: number;
  /** Statuses answered, by operation: `POST /api/events/{eventId}/copies`. */
  operations: Map<string, Set<number>>;
  /** Answers of 500 and more, which no input may bring about. */
  failures: string[];
}

export interface Front {
  traffic: Traffic;
  /** From now on, every request comes with these cookies. Scanners lose theirs on the way without a word. */
  signIn(cookie: string): void;
  stop(): Promise<void>;
}

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;
const IDS = new Set(["commandId", "eventId", "newEventId", "guestId"]);

/**
 * A server on loopback between scanners and the product. Scanners repeat a request hundreds of times with one value changed;
 * here it gets what hundreds of clients would send: an address of its own, by which limits count, and ids that are new,
 * because a command whose id is known is not decided again.
 */
export async function openFront(product: string, port: number, templates: string[]): Promise<Front> {
  const traffic: Traffic = { requests: 0, operations: new Map(), failures: [] };
  const nameOf = operationNames(templates);
  let cookie: string | undefined;
  const server = createServer((asked, reply) => {
    if (cookie) asked.headers.cookie = cookie;
    void pass(product, asked, reply)
      .then(({ status, body }) => {
        traffic.requests += 1;
        const name = nameOf(asked);
        if (name) traffic.operations.set(name, (traffic.operations.get(name) ?? new Set()).add(status));
        if (status >= 500) traffic.failures.push(`${status} ${asked.method} ${asked.url} ${body.toString().slice(0, 200)}`);
      })
      .catch(() => reply.destroy());
  });
  await new Promise<void>((done) => server.listen(port, "127.0.0.1", done));
  return {
    traffic,
    signIn(given) {
      cookie = given;
    },
    stop: () => new Promise((done) => (server.close(() => done()), server.closeAllConnections())),
  };
}

async function pass(product: string, asked: IncomingMessage, reply: ServerResponse): Promise<{ status: number; body: Buffer }> {
  const isJson = /json/.test(asked.headers["content-type"] ?? "");
  const given = await buffer(asked);
  const body = isJson ? withNewIds(given) : given;
  const headers = { ...asked.headers, "x-forwarded-for": someAddress(), "content-length": String(body.length) };
  if (body.length === 0) Reflect.deleteProperty(headers, "content-length");
  Reflect.deleteProperty(headers, "transfer-encoding");
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    request(`${product}${asked.url}`, { method: asked.method, headers }, resolve).once("error", reject).end(body);
  });
  reply.writeHead(answer.statusCode!, answer.rawHeaders);
  answer.pipe(reply);
  return { status: answer.statusCode!, body };
}

/** From a range that is kept for measurements (RFC 2544). */
const someAddress = () => `198.${18 + randomInt(2)}.${randomInt(256)}.${randomInt(256)}`;

function withNewIds(body: Buffer): Buffer {
  try {
    return Buffer.from(JSON.stringify(JSON.parse(body.toString(), (key, value: unknown) => (isOwnId(key, value) ? randomUUID() : value))));
  } catch {
    return body;
  }
}

const isOwnId = (key: string, value: unknown) => IDS.has(key) && typeof value === "string" && UUID.test(value);

/** Finds the operation of the API document that a request is for. */
export function operationNames(templates: string[]): (asked: Pick<IncomingMessage, "method" | "url">) => string | undefined {
  const patterns = templates
    .toSorted((a, b) => a.split("{").length - b.split("{").length)
    .map((template) => ({ template, pattern: new RegExp(`^${template.replaceAll(".", "\\.").replaceAll(/\{\w+\}/g, "[^/]+")}$`) }));
  return ({ method, url = "" }) => {
    const path = url.split("?", 1)[0]!;
    const found = patterns.find(({ pattern }) => pattern.test(path));
    return found && `${method} ${found.template}`;
  };
}
