import { answer } from "../processes.ts";
import { closedLoop } from "./closed-loop.ts";
import { openHttpConnection, type HttpConnection } from "./http-connection.ts";

interface Asking {
  port: number;
  path: string;
  headers: string;
  connections: number;
  seconds: number;
}

const handlers = {
  /** Asks for one address over kept connections, each request after the reply to the last. */
  async ask({ port, path, headers, connections, seconds }: Asking) {
    const request = Buffer.from(`GET ${path} HTTP/1.1\r\n${headers.includes("Host:") ? "" : "Host: bench\r\n"}${headers}\r\n`);
    const opened: HttpConnection[] = [];
    let bytes = 0;
    const { done, cpu, p50, p99, ...took } = await closedLoop(connections, seconds, () => {
      const connection = openHttpConnection(port);
      opened.push(connection);
      return async () => {
        const reply = await connection.send(request);
        if (reply.status !== 200) throw new Error(`${path}: status ${reply.status}`);
        bytes += reply.bytes;
      };
    });
    for (const connection of opened) connection.close();
    return { done, rate: done / took.seconds, p50, p99, size: bytes / done, load: cpu / took.seconds / 10_000 };
  },
};

export type HttpLoad = typeof handlers;
answer(handlers);
