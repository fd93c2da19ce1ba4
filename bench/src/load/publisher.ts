import { randomUUID } from "node:crypto";
import { openHttpConnection } from "./http-connection.ts";
import { tagged } from "./payload.ts";

export interface PublisherOptions {
  port: number;
  headers: string;
  /** Who posts, in turn: where to, and header lines of their own. */
  authors: { path: string; cookie: string }[];
  connections: number;
}

/** Posts messages over HTTP as browsers do, one at a time on each of its connections; what finds none free waits. */
export function openPublisher({ port, headers, authors, connections }: PublisherOptions) {
  const waiting: number[] = [];
  const heads = authors.map(({ path, cookie }) => `POST ${path} HTTP/1.1\r\n${headers}${cookie}Content-Type: application/json\r\n`);
  const all = Array.from({ length: connections }, () => openHttpConnection(port));
  const free = [...all];
  let next = 0;
  let failed = 0;

  async function publish(due: number): Promise<void> {
    const connection = free.shift();
    if (!connection) return void waiting.push(due);
    const body = JSON.stringify({ commandId: randomUUID(), text: tagged(due), replyTo: null });
    const { status } = await connection.send(`${heads[next++ % heads.length]!}Content-Length: ${body.length}\r\n\r\n${body}`);
    if (status !== 200 && ++failed === 1) process.stderr.write(`a message was not taken: status ${status}\n`);
    free.push(connection);
    const late = waiting.shift();
    if (late !== undefined) await publish(late);
  }

  return {
    publish: (due: number) => void publish(due).catch(() => {}), // a connection that is closed at the end
    failed: () => failed,
    close: () => all.forEach((http) => http.close()),
  };
}
