import { answer } from "../processes.ts";
import { openTracing } from "../../../server/src/telemetry/open-tracing.ts";
import type { Tracing } from "../../../server/src/telemetry/tracing.ts";
import { startProduct } from "../product.ts";
import { settle } from "../scenarios/database-state.ts";

/** How long a span waits to be exported at most (ms): less than a turn, so that each turn pays for its own. */
const EXPORT_AFTER = 100;

interface Crowd {
  guests: number;
  messages: number;
  answered: number;
}

let share = 0;

/**
 * Turnout with traces and without, in one process: two processes of the same program differ by several hundredths, by how each happened to be
 * compiled and laid out, which is more than traces cost.
 */
const handlers = {
  async open(databaseUrl: string, endpoint: string, { guests, messages, answered }: Crowd) {
    const settings = { endpoint, headers: null, sampler: "always_on", ratio: 1, exportAfter: EXPORT_AFTER } as const;
    const tracing = await openTracing(settings, console.error);
    const sampled: Tracing = {
      ...tracing,
      begin: (traceparent, describe) => (Math.random() < share ? tracing.begin(traceparent, describe) : null),
    };
    const opened = [];
    for (const recording of [null, sampled]) {
      const product = await startProduct({ databaseUrl, tracing: recording });
      opened.push({ port: product.port, room: await product.makeRoom(guests, messages, answered) });
    }
    await settle(databaseUrl);
    const [plain, traced] = opened;
    return { plain: plain!, traced: traced! };
  },
  /** From now on this share of requests is recorded. */
  record(ratio: number) {
    share = ratio;
  },
};

export type Traced = typeof handlers;
answer(handlers);
