import { Agent, get } from "node:http";
import { answer } from "../processes.ts";
import { closedLoop } from "./loops.ts";
import { openHttpConnection, type HttpConnection } from "./http-connection.ts";

interface Polled {
  port: number;
  paths: string[];
  /** Whether calendars say what they have read before. */
  known: boolean;
}

/** Requests as calendars send them, each of another feed. */
let requests: Buffer[] = [];
let expected = 200;

const requestOf = (path: string, tag: string | null) =>
  Buffer.from(`GET ${path} HTTP/1.1\r\nHost: turnout.test\r\n${tag === null ? "" : `If-None-Match: ${tag}\r\n`}\r\n`);

function tagOf(agent: Agent, port: number, path: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = get({ agent, port, path, host: "127.0.0.1", headers: { host: "turnout.test" } }, (reply) => {
      reply.resume();
      const { etag } = reply.headers;
      reply.on("end", () => (reply.statusCode === 200 && etag ? resolve(etag) : reject(new Error(`${path}: status ${reply.statusCode}`))));
    });
    request.on("error", reject);
  });
}

const handlers = {
  /** Reads each feed once where calendars know it. */
  async prepare({ port, paths, known }: Polled) {
    const agent = new Agent({ keepAlive: true, maxSockets: 16 });
    const tags = known ? await Promise.all(paths.map((path) => tagOf(agent, port, path))) : paths.map(() => null);
    agent.destroy();
    requests = paths.map((path, at) => requestOf(path, tags[at]!));
    expected = known ? 304 : 200;
  },
  /** Polls the prepared feeds in turn over kept connections, each request after the reply to the last. */
  async poll({ port, connections, seconds }: { port: number; connections: number; seconds: number }) {
    const opened: HttpConnection[] = [];
    let [bytes, next] = [0, 0];
    const { done, cpu, p50, p99, ...took } = await closedLoop(connections, seconds, () => {
      const connection = openHttpConnection(port);
      opened.push(connection);
      return async () => {
        const { status, bytes: size } = await connection.send(requests[next++ % requests.length]!);
        if (status !== expected) throw new Error(`status ${status} instead of ${expected}`);
        bytes += size;
      };
    });
    for (const connection of opened) connection.close();
    return { done, rate: done / took.seconds, p50, p99, size: bytes / done, load: cpu / took.seconds / 10_000 };
  },
};

export type Polling = typeof handlers;
answer(handlers);
