import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";

/** What a store does to those who write into it. */
export const faults = ["well", "refused", "503", "429", "partial errors", "answers lost"] as const;
export type Fault = (typeof faults)[number];

/** Spoilt on purpose: without ids nobody can tell what is stored already, and hidden errors look like success. */
export type Spoilt = "no ids" | "errors hidden" | null;

export interface FaultyStore {
  url: string;
  /** Requests answered while each fault lasted. */
  seen: Record<Fault, number>;
  become(fault: Fault): Promise<void>;
  close(): Promise<void>;
}

interface Answer {
  status: number;
  body: string;
}

const REJECTED = { create: { status: 429, error: { type: "es_rejected_execution_exception", reason: "queue is full" } } };

/** Stands before Elasticsearch and passes on what is sent, with the fault of the hour. */
export async function faultyStore(behind: string, port: number, spoilt: Spoilt): Promise<FaultyStore> {
  let now: Fault = "well";
  const seen = Object.fromEntries(faults.map((fault) => [fault, 0])) as Record<Fault, number>;
  const server = createServer((request, response) => {
    seen[now]++;
    serve(request, response).catch(() => response.destroy());
  });
  async function pass({ method, url, headers }: IncomingMessage, body: string): Promise<Answer> {
    const type = headers["content-type"] ?? "application/json";
    const reply = await fetch(behind + url, { method: method!, headers: { "content-type": type }, ...(body && { body }) });
    return { status: reply.status, body: await reply.text() };
  }
  async function serve(request: IncomingMessage, response: ServerResponse) {
    const body = await text(request);
    const sent = spoilt === "no ids" ? body.replaceAll(/^\{"create":\{"_id":"[^"]*"\}\}$/gm, '{"create":{}}') : body;
    if (now === "503" || now === "429") return void response.writeHead(Number(now)).end("{}");
    if (now === "partial errors" && request.url!.endsWith("/_bulk")) {
      const answer = await partly(sent, (half) => pass(request, half));
      const told = spoilt === "errors hidden" ? answer.replaceAll('"status":429', '"status":201') : answer;
      return void response.writeHead(200, { "content-type": "application/json" }).end(told);
    }
    const answer = await pass(request, sent);
    // Stored, and nobody is told.
    if (now === "answers lost") return void response.destroy();
    response.writeHead(answer.status, { "content-type": "application/json" }).end(answer.body);
  }
  const listen = () => new Promise<void>((done) => server.listen(port, "127.0.0.1", done));
  const close = () =>
    new Promise<void>((done) => {
      server.close(() => done());
      server.closeAllConnections();
    });
  await listen();
  return {
    url: `http://127.0.0.1:${port}`,
    seen,
    async become(fault) {
      if (fault === "refused") await close();
      else if (!server.listening) await listen();
      now = fault;
    },
    close,
  };
}

/** Every other line is rejected, the others are stored. */
async function partly(body: string, pass: (half: string) => Promise<Answer>): Promise<string> {
  const rows = body.trimEnd().split("\n");
  const pairs = Array.from({ length: rows.length / 2 }, (_, place) => `${rows[2 * place]}\n${rows[2 * place + 1]}\n`);
  const isTaken = (place: number) => place % 2 === 0;
  const answer = await pass(pairs.filter((_, place) => isTaken(place)).join(""));
  const { items } = JSON.parse(answer.body) as { items: object[] };
  return JSON.stringify({ errors: true, items: pairs.map((_, place) => (isTaken(place) ? items.shift() : REJECTED)) });
}
