import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { json } from "node:stream/consumers";
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
    const sent = await json(request).catch(() => null);
    if (typeof sent !== "object" || sent === null) return void response.writeHead(400).end();
    try {
      // Without the template, lines would go into a stream that takes any field.
      if (!isPrepared) throw new Error("the store is not prepared yet");
      await store.store(linesOf(sent as LogsRequest));
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
  return server;
}
