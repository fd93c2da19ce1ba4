import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import type { Scanned } from "./dast/target.ts";

const answers = (schema: object) => ({ 200: { description: "", content: { "application/json": { schema } } } });
const get = (operationId: string, more = {}) => ({ get: { operationId, responses: answers({ type: "object" }), ...more } });
const body = { type: "object", properties: { age: { type: "integer", maximum: 150 } }, required: ["age"], additionalProperties: false };

/** What the document promises, each path breaking it in a way of its own. */
const document = {
  openapi: "3.1.0",
  info: { title: "Faults", version: "1" },
  components: { securitySchemes: { session: { type: "apiKey", in: "cookie", name: "session" } } },
  paths: {
    "/status": get("status"),
    "/failure": get("failure"),
    "/shape": get("shape", { responses: answers({ type: "object", properties: { count: { type: "integer" } }, required: ["count"] }) }),
    "/cookie": get("cookie", { security: [{ session: [] }] }),
    "/input": {
      post: {
        operationId: "input",
        requestBody: { required: true, content: { "application/json": { schema: body } } },
        responses: answers({ type: "object" }),
      },
    },
  },
};

/** An API with one fault for each kind that a scan has to find. */
export async function openPlantedApi(): Promise<Scanned> {
  const server = createServer((request, reply) => void answer(request, reply));
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    direct: url,
    session: "signed",
    visit: "",
    image: "",
    ids: {},
    async stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function answer(request: IncomingMessage, reply: ServerResponse) {
  const path = new URL(request.url!, "https://any").pathname;
  if (request.method === "POST") await json(request).catch(() => null);
  const status = { "/status": 418, "/failure": 500 }[path] ?? 200;
  reply.writeHead(status, { "content-type": "application/json" });
  reply.end(path === "/api/openapi.json" ? JSON.stringify(document) : JSON.stringify({ count: "many" }));
}
