import { once } from "node:events";
import { Agent, request, type IncomingMessage } from "node:http";
import { text as wholeText } from "node:stream/consumers";
import { ORIGIN } from "./origin.ts";

const { host } = new URL(ORIGIN);
const agent = new Agent({ keepAlive: true, maxSockets: 2_000, scheduling: "lifo" });

export interface Question {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  path: string;
  cookie?: string;
  /** Sent as JSON; a string is sent as it is. */
  body?: unknown;
  /** How long the answer may take (ms). */
  patience: number;
}

export interface Reply {
  status: number;
  body: Record<string, unknown>;
}

let asked = 0;

/** Load of our own making: everything comes from another address, so that nothing is turned away as too many. */
export function anotherAddress(): string {
  asked = (asked + 1) % 2 ** 24;
  return `10.${asked >> 16}.${(asked >> 8) & 255}.${asked & 255}`;
}

/** Asks a server over its front. Fails when the line does, or when the answer takes too long. */
export async function ask(port: number, { method, path, cookie, body, patience }: Question): Promise<Reply> {
  const text = body === undefined || typeof body === "string" ? body : JSON.stringify(body);
  const asking = request({
    agent,
    host: "127.0.0.1",
    port,
    method,
    path,
    headers: {
      host,
      origin: ORIGIN,
      "x-forwarded-for": anotherAddress(),
      ...(cookie && { cookie }),
      ...(text !== undefined && { "content-type": "application/json", "content-length": Buffer.byteLength(text) }),
    },
    signal: AbortSignal.timeout(patience),
  });
  asking.on("error", () => {}); // also after the answer has begun
  asking.end(text);
  const [answer] = (await once(asking, "response")) as [IncomingMessage];
  return { status: answer.statusCode ?? 0, body: parsed(await wholeText(answer)) };
}

/** Lines that are kept open would keep the process. */
export function forgetLines(): void {
  agent.destroy();
}

function parsed(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return {};
  }
}
