import type { Server } from "node:http";

/** However many requests come, whoever lets them go first waits no longer (ms): then it takes its share. */
export const MAX_YIELD = 50;

/** How many requests a process is serving now, in memory that its threads share. */
export type OpenRequests = Int32Array<SharedArrayBuffer>;
export const newOpenRequests = (): OpenRequests => new Int32Array(new SharedArrayBuffer(4));

/** Counts the requests of a server while they are open. */
export function countOpenRequests(server: Server, open: OpenRequests): void {
  server.on("request", (_request, reply) => {
    Atomics.add(open, 0, 1);
    reply.once("close", () => {
      if (Atomics.sub(open, 0, 1) === 1) Atomics.notify(open, 0);
    });
  });
}

/** Waits until no request is open, for a while at most. */
export type YieldToRequests = () => Promise<void>;

export function yieldsTo(open: OpenRequests, atMost = MAX_YIELD): YieldToRequests {
  return async () => {
    const until = performance.now() + atMost;
    for (;;) {
      const count = Atomics.load(open, 0);
      const left = until - performance.now();
      if (count === 0 || left <= 0) return;
      // Woken when there is none left; not at each that ends.
      await Atomics.waitAsync(open, 0, count, left).value;
    }
  };
}
