import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import type { Elasticsearch } from "./elasticsearch.ts";
import { linesOf, type LogsRequest } from "./lines.ts";

/** What a shipper waits before it sends the same again (s). */
const RETRY_AFTER = 1;
/** Between two attempts to reach the store at the start (ms). */
const PREPARE_EVERY = 1_000;

/**
 * Takes lines as OTLP in JSON and answers 200 once the store has all of them; until then 503, after which a shipper sends them
 * again. It keeps nothing itself, so nothing is lost when it is killed.
 */
export function createBridge(store: Elasticsearch, tell: (line: string) => void): Server {
  let isPrepared = false;
  const server = createServer((request, response) => {
    if (request.url === "/livez") return void response.writeHead(200).end();
    if (request.method !== "POST" || request.url !== "/v1/logs") return void response.writeHead(404).end();
    answer(request, response).catch(() => response.destroy());
  });
  async function answer(request: IncomingMessage, response: ServerResponse) {
    // Rejects where it breaks off.
    const sent = parsed(await text(request));
    if (!sent) return void response.writeHead(400).end();
    try {
      // Without the template, lines would go into a stream that takes any field.
      if (!isPrepared) throw new Error("the store is not prepared yet");
      await store.store(linesOf(sent));
      response.writeHead(200, { "content-type": "application/json" }).end("{}");
    } catch (error) {
      tell((error as Error).message);
      response.writeHead(503, { "retry-after": String(RETRY_AFTER) }).end();
    }
  }
  async function prepare() {
    try {
      for (const lacking of await store.prepare()) tell(`this Elasticsearch lacks ${lacking}`);
      isPrepared = true;
    } catch (error) {
      tell((error as Error).message);
      if (server.listening) setTimeout(() => void prepare(), PREPARE_EVERY).unref();
    }
  }
  server.once("listening", () => void prepare());
  // A shipper drops what is answered with 400, which is Node's own answer to a request that breaks off.
  server.on("clientError", (_, socket) => {
    if (socket.writable) socket.end(`HTTP/1.1 503 Service Unavailable\r\nRetry-After: ${RETRY_AFTER}\r\nConnection: close\r\n\r\n`);
    else socket.destroy();
  });
  return server;
}

function parsed(body: string): LogsRequest | null {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === "object" ? value : null;
  } catch {
    return null;
  }
}
