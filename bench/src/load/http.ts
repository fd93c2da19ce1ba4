import { Socket } from "node:net";
import { createHistogram } from "node:perf_hooks";
import { answer } from "../processes.ts";

/** Asks for one address over kept connections, each request after the reply to the last. Counts, and reads nothing. */
interface Asking {
  port: number;
  path: string;
  headers: string;
  lanes: number;
  seconds: number;
}

const handlers = {
  async ask({ port, path, headers, lanes, seconds }: Asking) {
    const request = Buffer.from(`GET ${path} HTTP/1.1\r\n${headers.includes("Host:") ? "" : "Host: bench\r\n"}${headers}\r\n`);
    const times = createHistogram();
    const end = performance.now() + seconds * 1000;
    let done = 0;
    let bytes = 0;
    const cpu = process.cpuUsage();
    const began = performance.now();
    await Promise.all(
      Array.from({ length: lanes }, async () => {
        const socket = new Socket().setNoDelay(true).connect(port, "127.0.0.1");
        await new Promise<void>((resolve, reject) => {
          let asked = performance.now();
          const reply = newReply();
          socket.once("error", reject);
          socket.once("close", () => reject(new Error("closed")));
          socket.on("data", (chunk: Buffer) => {
            bytes += chunk.length;
            if (!reply.take(chunk)) return;
            if (reply.status !== 200) return reject(new Error(`${path}: status ${reply.status}`));
            const now = performance.now();
            times.record(Math.max(1, Math.round((now - asked) * 1000)));
            done += 1;
            if (now > end) return resolve();
            asked = now;
            socket.write(request);
          });
          socket.write(request);
        }).finally(() => socket.destroy());
      }),
    );
    const took = (performance.now() - began) / 1000;
    const used = process.cpuUsage(cpu);
    return {
      done,
      rate: done / took,
      p50: times.percentile(50) / 1000,
      p99: times.percentile(99) / 1000,
      size: bytes / done,
      load: (used.user + used.system) / took / 10_000,
    };
  },
};

/** Follows replies to their end, by their stated length or by the last chunk. */
function newReply() {
  let left = -1;
  let head: Buffer = Buffer.alloc(0);
  const reply = {
    status: 0,
    /** Whether the reply is whole with this chunk. */
    take(chunk: Buffer): boolean {
      if (left < 0) {
        head = head.length > 0 ? Buffer.concat([head, chunk]) : chunk;
        const end = head.indexOf("\r\n\r\n");
        if (end < 0) return false;
        const text = head.toString("latin1", 0, end);
        reply.status = Number(text.slice(9, 12));
        const length = /content-length: (\d+)/i.exec(text)?.[1];
        left = length ? Number(length) - (head.length - end - 4) : Infinity;
        chunk = head;
        head = Buffer.alloc(0);
      } else left -= chunk.length;
      const whole = left === Infinity ? chunk.toString("latin1", chunk.length - 5) === "0\r\n\r\n" : left <= 0;
      if (whole) left = -1;
      return whole;
    },
  };
  return reply;
}

export type HttpLoad = typeof handlers;
answer(handlers);
