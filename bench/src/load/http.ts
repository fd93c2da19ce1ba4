import { randomUUID } from "node:crypto";
import { answer } from "../processes.ts";
import { openConnections, openHttpConnection, type HttpConnection } from "./http-connection.ts";
import { closedLoop, createLatencies, openLoop, processorTime } from "./loops.ts";
import { FRESH_ID } from "./payload.ts";

interface Asking {
  port: number;
  path: string;
  headers: string;
  connections: number;
  seconds: number;
}

interface Sending {
  port: number;
  /** Whole requests, sent in turn; see `FRESH_ID`. */
  requests: string[];
  /** Requests a second. */
  rate: number;
  connections: number;
}

/** Latency runs from the moment a request was due; those due in the first seconds are sent and not counted. */
function startSending({ port, requests, rate, connections }: Sending, { total = Infinity, warmUp = 0 } = {}) {
  const latencies = createLatencies();
  const kept = openConnections(port, connections);
  const [began, cpu] = [performance.now(), processorTime()];
  const open = new Set<Promise<void>>();
  let [sent, counted, failed] = [0, 0, 0];

  async function send(due: number): Promise<void> {
    const nextRequest = () => requests[sent++ % requests.length]!.replaceAll(FRESH_ID, () => randomUUID());
    const status = await kept.send(nextRequest).then(
      (reply) => reply.status,
      () => 0,
    );
    if (due < loop.start + warmUp * 1_000) return;
    counted += 1;
    latencies.record(performance.now() - due);
    if (status !== 200) failed += 1;
  }
  const loop = openLoop(rate, total, (due) => {
    const sending: Promise<void> = send(due).finally(() => open.delete(sending));
    open.add(sending);
  });
  return {
    over: loop.over,
    async end() {
      loop.stop();
      await Promise.all(open);
      const load = cpu() / (performance.now() - began) / 10;
      kept.close();
      return { ...latencies.figures(), counted, failed, load };
    },
  };
}

let running: ReturnType<typeof startSending>;

const handlers = {
  /** Closed loop: asks for one address over kept connections, each request after the reply to the last. */
  async ask({ port, path, headers, connections, seconds }: Asking) {
    const request = Buffer.from(`GET ${path} HTTP/1.1\r\n${headers.includes("Host:") ? "" : "Host: bench\r\n"}${headers}\r\n`);
    const opened: HttpConnection[] = [];
    let bytes = 0;
    const { done, cpu, p50, p95, p99, ...took } = await closedLoop(connections, seconds, () => {
      const connection = openHttpConnection(port);
      opened.push(connection);
      return async () => {
        const reply = await connection.send(request);
        if (reply.status !== 200) throw new Error(`${path}: status ${reply.status}`);
        bytes += reply.bytes;
      };
    });
    for (const connection of opened) connection.close();
    return { done, rate: done / took.seconds, p50, p95, p99, size: bytes / done, load: cpu / took.seconds / 10_000 };
  },
  /** Open loop, for so many seconds. */
  async send({ seconds, warmUp, ...sending }: Sending & { seconds: number; warmUp: number }) {
    const sent = startSending(sending, { total: Math.round(sending.rate * (seconds + warmUp)), warmUp });
    await sent.over;
    return sent.end();
  },
  /** Open loop, until `end`. */
  begin: (sending: Sending) => void (running = startSending(sending)),
  end: () => running.end(),
};

export type HttpLoad = typeof handlers;
answer(handlers);
