import { createServer } from "node:http";
import { answer } from "../processes.ts";
import { listen } from "./listen.ts";

let bytes = 0;

/** Takes what is exported, as a collector would, and throws it away. */
const server = createServer((request, response) => {
  request.on("data", (chunk: Buffer) => (bytes += chunk.length));
  request.on("end", () => response.writeHead(200, { "content-type": "application/json" }).end("{}"));
});

const handlers = {
  listen: () => listen(server),
  bytes: () => bytes,
};

export type TraceSink = typeof handlers;
answer(handlers);
