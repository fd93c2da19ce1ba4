import { setTimeout as sleep } from "node:timers/promises";
import { Failed } from "../failed.ts";
import { objectives, pagesBeyond } from "../monitoring/slo.ts";
import { CUT_OFF } from "./place.ts";

/** Largest share of requests that may fail: what burns a month's errors in two days, as the alert TurnoutErrors. */
const MOST_ERRORS = pagesBeyond(objectives.failed);
/** Longest time of 99 requests in 100 (s). */
const SLOWEST = objectives.answeredWithin / 1_000;
/** After so many questions without an answer in a row, nobody knows how it is. */
const SILENT = 3;

/** What Prometheus saw; null where it has no figure. */
interface Seen {
  requests: number | null;
  errors: number | null;
  slowest: number | null;
}

export interface Watch {
  prometheus: string;
  namespace: string;
  /** Whether it is the one pod that is watched, or the others. */
  track: "canary" | "stable";
  seconds: number;
  /** Between two questions (s). */
  every: number;
  /** Fewer requests say nothing, neither good nor bad. */
  leastRequests: number;
  /** Aborted when the deployment is cut off: nobody watches any more. */
  cutOff?: AbortSignal | undefined;
}

/** What is wrong; null: nothing so far. */
export function faultIn({ requests, errors, slowest }: Seen, leastRequests: number): string | null {
  if (requests === null || requests < leastRequests) return null;
  const share = (errors ?? 0) / requests;
  if (share > MOST_ERRORS) return `${(100 * share).toFixed(1)} % of ${Math.round(requests)} requests failed`;
  if (slowest !== null && slowest > SLOWEST) return `one request in a hundred took longer than ${slowest.toFixed(1)} s`;
  return null;
}

/**
 * Watches what Prometheus says of the requests since now. Throws as soon as the promise is broken or the deployment is cut off, where nobody
 * can say whether it is kept, and in the end where there were too few requests to tell. Returns what was seen.
 */
export async function watchSlo(watch: Watch): Promise<string> {
  const start = Date.now();
  let [seen, silent]: [Seen | null, number] = [null, 0];
  for (;;) {
    await sleep(watch.every * 1_000, undefined, { signal: watch.cutOff }).catch(() => {
      throw new Failed(CUT_OFF);
    });
    const elapsed = Math.round((Date.now() - start) / 1_000);
    const now = await ask(watch, elapsed).catch((error: Error) => error);
    if (now instanceof Error) {
      if (++silent >= SILENT) throw new Failed(`nobody knows how ${watch.track} is: ${now.message}`);
      continue;
    }
    [seen, silent] = [now, 0];
    const fault = faultIn(seen, watch.leastRequests);
    if (fault) throw new Failed(`${watch.track}: ${fault}`);
    if (elapsed >= watch.seconds) break;
  }
  const requests = Math.round(seen.requests ?? 0);
  if (requests < watch.leastRequests)
    throw new Failed(`${watch.track}: ${requests} requests in ${watch.seconds} s say too little; it takes ${watch.leastRequests}`);
  return `${watch.track}: ${requests} requests, ${Math.round(seen.errors ?? 0)} failed`;
}

async function ask({ prometheus, namespace, track }: Watch, elapsed: number): Promise<Seen> {
  const label = `namespace="${namespace}",track="${track}"`;
  const count = (more = "") => `sum(increase(turnout_http_request_seconds_count{${label}${more}}[${elapsed}s]))`;
  const buckets = `sum by (le) (increase(turnout_http_request_seconds_bucket{${label}}[${elapsed}s]))`;
  const [requests, errors, slowest] = [
    await valueOf(prometheus, count()),
    await valueOf(prometheus, count(',status="5xx"')),
    await valueOf(prometheus, `histogram_quantile(0.99, ${buckets})`),
  ];
  return { requests, errors, slowest };
}

async function valueOf(prometheus: string, query: string): Promise<number | null> {
  const url = new URL("/api/v1/query", prometheus);
  url.searchParams.set("query", query);
  const reply = await fetch(url, { signal: AbortSignal.timeout(10_000) }).catch((error: Error) => {
    throw new Failed(`Prometheus does not answer (${(error.cause as Error | undefined)?.message ?? error.message})`);
  });
  if (!reply.ok) throw new Failed(`Prometheus answers ${reply.status}`);
  const { data } = (await reply.json()) as { data: { result: { value: [number, string] }[] } };
  const value = Number(data.result[0]?.value[1] ?? Number.NaN);
  return Number.isFinite(value) ? value : null;
}
