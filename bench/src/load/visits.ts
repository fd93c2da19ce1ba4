import { Agent, request, type RequestOptions } from "node:http";
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

/** Asks once; resolves with the status when the whole reply has come. */
function ask(options: RequestOptions, body?: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const sent = request({ agent, host: "127.0.0.1", ...options });
    sent.on("response", (reply) => reply.resume().on("end", () => resolve(reply.statusCode)));
    sent.on("error", reject);
    sent.end(body);
  });
}

const handlers = {
  begin({ port, path, headers, rate }: Visiting) {
    const times = createHistogram();
    let [due, done, failed] = [performance.now(), 0, 0];
    const open = new Set<Promise<void>>();

    async function visit(at: number) {
      const status = await ask({ port, path, headers }).catch(() => null);
      if (status !== 200) failed += 1;
      if (status === null) return;
      times.record(Math.max(1, Math.round((performance.now() - at) * 1_000)));
      done += 1;
    }

    const timer = setInterval(() => {
      for (; due <= performance.now(); due += 1_000 / rate) {
        const visited: Promise<void> = visit(due).finally(() => open.delete(visited));
        open.add(visited);
      }
    }, 1);
    stop = async () => {
      clearInterval(timer);
      await Promise.all(open);
      return { done, failed, p50: times.percentile(50) / 1_000, p99: times.percentile(99) / 1_000 };
    };
  },
  end: () => stop(),
  /** Requests a sign-in link; returns when (ms since the epoch). */
  async askForLink({ port, headers }: Pick<Visiting, "port" | "headers">, email: string) {
    const asked = performance.timeOrigin + performance.now();
    const json = { ...headers, "content-type": "application/json" };
    const status = await ask(
      { port, path: "/api/auth/sign-in-links", method: "POST", headers: json },
      JSON.stringify({ email, locale: "en" }),
    );
    if (status !== 200) throw new Error(`no sign-in link: ${status}`);
    return asked;
  },
};

export type Visitors = typeof handlers;
answer(handlers);
