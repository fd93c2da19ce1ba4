import type { Server, ServerResponse } from "node:http";
import { createServer } from "../http/node-http.ts";
import type { Metrics } from "./metrics.ts";

interface OperatorDeps {
  metrics: Metrics;
  /** Throws when the database cannot be reached. */
  readiness(): Promise<{ isReady: boolean; answer: object }>;
}

/**
 * Serves metrics and health probes on a separate port, for the operator alone: a worker has no other port, and probes never
 * wait behind requests of the app.
 */
export function serveOperator({ metrics, readiness }: OperatorDeps, { port, host }: { port: number; host: string }): Promise<Server> {
  const answers: Record<string, (response: ServerResponse, accept: string) => Promise<void>> = {
    async "/metrics"(response, accept) {
      const { contentType, text } = await metrics.scrape(accept);
      response.writeHead(200, { "content-type": contentType }).end(text);
    },
    async "/livez"(response) {
      sendJson(response, 200, { status: "alive" });
    },
    async "/readyz"(response) {
      const { isReady, answer } = await readiness().catch(() => ({
        isReady: false,
        answer: { status: "unready", reason: "database_away" },
      }));
      sendJson(response, isReady ? 200 : 503, answer);
    },
  };
  const server = createServer((request, response) => {
    const answer = request.url && Object.hasOwn(answers, request.url) ? answers[request.url] : undefined;
    if (!answer) return void response.writeHead(404).end();
    answer(response, request.headers.accept ?? "").catch(() => response.writeHead(500).end());
  });
  return new Promise((done, fail) => server.once("error", fail).listen(port, host, () => done(server)));
}

function sendJson(response: ServerResponse, status: number, body: object) {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}
