import { request, type IncomingMessage } from "node:http";
import { buffer } from "node:stream/consumers";
import { WebSocket } from "ws";
import { Failed } from "../failed.ts";

/** The origin in links. No DNS has it: requests name it in `Host`. */
export const ORIGIN = "http://turnout.test";

/** How long an answer may take (ms). */
const PATIENCE = 30_000;

/** An HTTP client like a browser: keeps cookies, and sends requests to the proxy's address. */
export interface Visitor {
  /** Its address, as the load balancer forwards it. */
  from: string;
  cookies: Map<string, string>;
  ask(method: string, path: string, body?: object): Promise<Answer>;
  fetch(path: string, headers?: Record<string, string>): Promise<Answer>;
  socket(): WebSocket;
  /** The same person, cookies included, at another address. */
  at(front: string): Visitor;
}

export interface Answer {
  status: number;
  headers: IncomingMessage["headers"];
  bytes: Buffer;
  json: Record<string, unknown>;
}

/** Somebody at this address; with the cookies of another visitor, the same person. */
export function visitor(front: string, from: string, cookies: Visitor["cookies"] = new Map()): Visitor {
  const headers = () => ({
    host: new URL(ORIGIN).host,
    origin: ORIGIN,
    "x-forwarded-for": from,
    cookie: [...cookies].map((pair) => pair.join("=")).join("; "),
  });

  async function send(method: string, path: string, options: { body?: object; headers?: Record<string, string> } = {}): Promise<Answer> {
    const sent = { ...headers(), ...options.headers, ...(options.body && { "content-type": "application/json" }) };
    const reply = await new Promise<IncomingMessage>((resolve, reject) => {
      const asked = request(`http://${front}${path}`, { method, headers: sent, timeout: PATIENCE }, resolve);
      asked.once("timeout", () => asked.destroy(new Error(`no answer in ${PATIENCE} ms`)));
      asked.once("error", reject).end(options.body && JSON.stringify(options.body));
    });
    for (const line of reply.headers["set-cookie"] ?? []) {
      const [name, value] = line.split(";")[0]!.split("=") as [string, string];
      cookies.set(name, value);
    }
    const bytes = await buffer(reply);
    const json = /json/.test(reply.headers["content-type"] ?? "") ? (JSON.parse(bytes.toString()) as Record<string, unknown>) : {};
    return { status: reply.statusCode!, headers: reply.headers, bytes, json };
  }

  return {
    from,
    cookies,
    async ask(method, path, body) {
      const answer = await send(method, path, body && { body });
      if (answer.status >= 400) throw new Failed(`${method} ${path}: ${answer.status} ${answer.bytes.toString().slice(0, 300)}`);
      return answer;
    },
    fetch: (path, more = {}) => send("GET", path, { headers: more }),
    socket: () => new WebSocket(`ws://${front}/live`, { headers: headers() }),
    at: (other) => visitor(other, from, cookies),
  };
}
