import { Agent, request } from "node:http";
import { createHistogram } from "node:perf_hooks";
import { answer } from "../processes.ts";

/** Opens a page at a fixed rate, whatever becomes of the visits before. Latency runs from the moment a visit was due. */
interface Visiting {
  port: number;
  path: string;
  headers: Record<string, string>;
  /** Visits a second. */
  rate: number;
}

const agent = new Agent({ keepAlive: true, maxSockets: 256 });
let stop: () => Promise<Visits>;

interface Visits {
  done: number;
  failed: number;
  p50: number;
  p99: number;
}

const handlers = {
  begin({ port, path, headers, rate }: Visiting) {
    const times = createHistogram();
    let [due, done, failed] = [performance.now(), 0, 0];
    const open = new Set<Promise<void>>();

    function visit(at: number) {
      const visited = new Promise<void>((resolve) => {
        const sent = request({ agent, port, path, headers, host: "127.0.0.1" }, (reply) => {
          reply.resume();
          reply.on("end", () => {
            times.record(Math.max(1, Math.round((performance.now() - at) * 1_000)));
            done += 1;
            if (reply.statusCode !== 200) failed += 1;
            resolve();
          });
        });
        sent.on("error", () => {
          failed += 1;
          resolve();
        });
        sent.end();
      });
      open.add(visited);
      void visited.then(() => open.delete(visited));
    }

    const timer = setInterval(() => {
      for (; due <= performance.now(); due += 1_000 / rate) visit(due);
    }, 1);
    stop = async () => {
      clearInterval(timer);
      await Promise.all(open);
      return { done, failed, p50: times.percentile(50) / 1_000, p99: times.percentile(99) / 1_000 };
    };
  },
  end: () => stop(),
  /** Asks for a sign-in link; tells when it was asked for (ms since the epoch). */
  async askForLink({ port, headers }: Pick<Visiting, "port" | "headers">, email: string) {
    const asked = performance.timeOrigin + performance.now();
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const path = "/api/auth/sign-in-links";
      const sent = request({
        agent,
        port,
        path,
        host: "127.0.0.1",
        method: "POST",
        headers: { ...headers, "content-type": "application/json" },
      });
      sent.on("response", (reply) => reply.resume().on("end", () => resolve(reply.statusCode)));
      sent.on("error", reject);
      sent.end(JSON.stringify({ email, locale: "en" }));
    });
    if (status !== 200) throw new Error(`no sign-in link: ${status}`);
    return asked;
  },
};

export type Visitors = typeof handlers;
answer(handlers);
