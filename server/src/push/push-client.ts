import type { IncomingMessage } from "node:http";
import { Agent, request } from "node:https";
import { encryptPush, type PushRecipient } from "./encrypt.ts";
import { isPushEndpoint, publicLookup, type PushReach, type Resolve } from "./endpoint.ts";
import { createVapid, type VapidOptions } from "./vapid.ts";

/** How long a push service may take for its answer (ms). */
export const PUSH_TIMEOUT = 10_000;
/** Connections to one push service at a time. */
export const PUSH_CONNECTIONS = 8;
/** How long an unused connection is kept (ms). Browsers name the services, which may be many and need not hang up. */
const PUSH_IDLE = 60_000;
/** How much of an answer is read (bytes). */
const MAX_ANSWER = 1_024;
/** Longest wait that a push service may ask for (ms). */
export const MAX_RETRY_AFTER = 3_600_000;

/** What stands around a message, in the clear. */
export interface PushEnvelope {
  /** How long a push service keeps it for a device that is off (s). */
  ttl: number;
  /** `high` wakes a device that saves power (RFC 8030, 5.3). */
  urgency: "low" | "normal" | "high";
  /** A later message of the same topic replaces one that waits: at most 32 characters of base64url (RFC 8030, 5.4). */
  topic: string;
}

export type PushOutcome =
  | { type: "taken" }
  /** The browser has ended the subscription. */
  | { type: "gone" }
  | { type: "tooLarge" }
  /** Not now: the service is away or asks us to wait. `after`: as long as it said (ms). */
  | { type: "later"; after: number | null; because: string }
  /** It will not take this one, also later. */
  | { type: "refused"; because: string; forOperator: boolean };

export interface PushClient {
  publicKey: string;
  send(to: PushRecipient & { endpoint: string }, message: Buffer, envelope: PushEnvelope): Promise<PushOutcome>;
  close(): void;
}

export interface PushClientOptions extends VapidOptions {
  reach?: PushReach;
  timeout?: number;
  idle?: number;
  /** In tests, what names lead to; else the system knows. */
  resolve?: Resolve;
}

/** Hands messages to browsers' push services (RFC 8030). It follows no redirects, and connects to the public internet alone. */
export function createPushClient({
  reach = "public",
  timeout = PUSH_TIMEOUT,
  idle = PUSH_IDLE,
  resolve,
  ...vapid
}: PushClientOptions): PushClient {
  const authorization = createVapid(vapid);
  const agent = new Agent({ keepAlive: true, maxSockets: PUSH_CONNECTIONS, timeout: idle, lookup: publicLookup(reach, resolve) });

  return {
    publicKey: vapid.keys.publicKey,
    async send({ endpoint, ...recipient }, message, { ttl, urgency, topic }) {
      if (!isPushEndpoint(endpoint, reach)) return { type: "gone" };
      const body = encryptPush(recipient, message);
      const headers = {
        authorization: authorization(new URL(endpoint).origin),
        "content-type": "application/octet-stream",
        "content-encoding": "aes128gcm",
        "content-length": body.length,
        ttl: String(ttl),
        urgency,
        topic,
      };
      try {
        return outcomeOf(await post(endpoint, { agent, headers, body, timeout }), vapid.now());
      } catch (error) {
        const { code, name } = error as NodeJS.ErrnoException;
        return { type: "later", after: null, because: code ?? name };
      }
    },
    close: () => agent.destroy(),
  };
}

interface Post {
  agent: Agent;
  headers: Record<string, string | number>;
  body: Buffer;
  timeout: number;
}

interface Answer {
  status: number;
  retryAfter: string | undefined;
}

/** Ends with the head of the answer; what follows is read for the sake of the connection, which one that goes on and on loses. */
function post(endpoint: string, { agent, headers, body, timeout }: Post): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(endpoint, { method: "POST", agent, headers });
    const late = setTimeout(() => sent.destroy(Object.assign(new Error("no answer"), { code: "ETIMEDOUT" })), timeout);
    sent.on("error", reject);
    sent.on("close", () => clearTimeout(late));
    sent.on("response", (answer) => {
      resolve({ status: answer.statusCode ?? 0, retryAfter: answer.headers["retry-after"] });
      skim(answer);
    });
    sent.end(body);
  });
}

function skim(answer: IncomingMessage) {
  let read = 0;
  answer.on("error", () => {}); // the status is known
  answer.on("data", ({ length }: Buffer) => {
    read += length;
    if (read > MAX_ANSWER) answer.destroy();
  });
}

/** RFC 8030 (5, 7.3, 8.4) and RFC 8292 (4.2). */
function outcomeOf({ status, retryAfter }: Answer, now: Date): PushOutcome {
  const because = String(status);
  if (status >= 200 && status < 300) return { type: "taken" };
  if (status === 404 || status === 410) return { type: "gone" };
  if (status === 413) return { type: "tooLarge" };
  if (status === 429 || status === 408 || status >= 500) return { type: "later", after: waitOf(retryAfter, now), because };
  return { type: "refused", because, forOperator: status === 401 || status === 403 };
}

/** Retry-After is seconds or a date (RFC 9110, 10.2.3). */
function waitOf(header: string | undefined, now: Date): number | null {
  if (header === undefined) return null;
  const ms = /^\d+$/.test(header.trim()) ? Number(header) * 1_000 : Date.parse(header) - now.getTime();
  return Number.isNaN(ms) ? null : Math.min(MAX_RETRY_AFTER, Math.max(0, ms));
}
