import { Socket } from "node:net";

export interface HttpReply {
  status: number;
  /** The status line and the headers. */
  head: string;
  bytes: number;
  /** What came last of its body: all of it, where it is short. */
  last: Buffer;
}

const NOTHING = Buffer.alloc(0);
const newReply = (): HttpReply => ({ status: 0, head: "", bytes: 0, last: NOTHING });

export type HttpConnection = ReturnType<typeof openHttpConnection>;

/** A kept connection with one request on its way at a time. It reads no more of a reply than where it ends, to cost little. */
export function openHttpConnection(port: number) {
  const socket = new Socket().setNoDelay(true).connect(port, "127.0.0.1");
  let waiting = Promise.withResolvers<HttpReply>();
  let reply = newReply();
  let head: Buffer = NOTHING;
  /** Bytes of the reply that have not come; null until its head has. Infinity: they come in chunks, of which the last is empty. */
  let left: number | null = null;

  function take(chunk: Buffer) {
    reply.bytes += chunk.length;
    if (left === null) {
      head = head.length > 0 ? Buffer.concat([head, chunk]) : chunk;
      const end = head.indexOf("\r\n\r\n");
      if (end < 0) return;
      const text = head.toString("latin1", 0, end);
      reply.status = Number(text.slice(9, 12));
      reply.head = text;
      const length = reply.status === 304 ? 0 : Number(/content-length: (\d+)/i.exec(text)?.[1] ?? Infinity);
      left = length - (head.length - end - 4);
      chunk = head.subarray(end + 4);
      head = NOTHING;
    } else left -= chunk.length;
    const isWhole = left === Infinity ? chunk.toString("latin1", chunk.length - 5) === "0\r\n\r\n" : left <= 0;
    reply.last = chunk;
    if (!isWhole) return;
    left = null;
    waiting.resolve(reply);
  }
  socket.on("data", take);
  socket.on("error", (error) => waiting.reject(error));
  socket.on("close", () => waiting.reject(new Error("closed")));
  waiting.promise.catch(() => {});

  return {
    send(request: string | Buffer): Promise<HttpReply> {
      waiting = Promise.withResolvers();
      reply = newReply();
      if (!socket.destroyed) socket.write(request);
      else waiting.reject(new Error("closed"));
      return waiting.promise;
    },
    close: () => socket.destroy(),
  };
}

/** So many kept connections. What finds none free waits for one; what it sends is asked for then. */
export function openConnections(port: number, count: number) {
  const all = Array.from({ length: count }, () => openHttpConnection(port));
  const free = [...all];
  const waiting: ((connection: HttpConnection) => void)[] = [];
  return {
    async send(nextRequest: () => string): Promise<HttpReply> {
      const connection = free.shift() ?? (await new Promise<HttpConnection>((resolve) => void waiting.push(resolve)));
      try {
        return await connection.send(nextRequest());
      } finally {
        // One that is closed answers nothing any more: whatever is sent next finds that out.
        const next = waiting.shift();
        if (next) next(connection);
        else free.push(connection);
      }
    },
    close: () => all.forEach((connection) => connection.close()),
  };
}

/** Opens a link as a browser does, by the redirect if there is one. Returns the header line with the cookie that it is given. */
export async function openLink(ask: (path: string, cookie: string) => Promise<HttpReply>, path: string): Promise<string> {
  const first = await ask(path, "");
  const pair = /set-cookie: ([^;\r]+)/i.exec(first.head)?.[1];
  const cookie = pair ? `Cookie: ${pair}\r\n` : "";
  const onward = /location: (\S+)/i.exec(first.head)?.[1];
  const { status } = onward ? await ask(onward, cookie) : first;
  if (status !== 200) throw new Error(`${path}: status ${status}`);
  return cookie;
}
