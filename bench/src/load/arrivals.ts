import { answer } from "../processes.ts";
import type { ClientOptions } from "../client-options.ts";
import { connect } from "./connect.ts";
import { openConnections, openLink } from "./http-connection.ts";
import { createLatencies, openLoop, processorTime } from "./loops.ts";

interface Arriving {
  port: number;
  /** Personal links, opened in turn, each in a browser of its own. */
  links: string[];
  /** Header lines of every request for a page. */
  headers: string;
  /** How each follows the event, once they have their cookie. */
  client: ClientOptions;
  /** What they follow it with, up to the position. */
  follow: { eventId: string; epoch: string };
  /** Where the event stands before the first comes. */
  head: number;
  /** The header line of somebody who watches all the time, and so knows where the event stands. */
  watcher: string;
  /** Links a second. */
  rate: number;
  seconds: number;
  /** Those due in the first seconds are not counted. */
  warmUp: number;
  /** How long each keeps their page open (s). */
  stay: number;
  connections: number;
}

const quiet = { sampled: false, onMessages: () => {}, onSample: () => {} };

const handlers = {
  /** Open loop: opens links as browsers do, with the redirect if there is one, and follows the event on a socket. Latencies run from when each was due. */
  async arrive({ port, links, headers, client, follow, head, watcher, rate, seconds, warmUp, stay, connections }: Arriving) {
    const [pages, joins] = [createLatencies(), createLatencies()];
    const kept = openConnections(port, connections);
    const clientAt = (after: number, cookie: string): ClientOptions => ({
      ...client,
      headers: client.headers + cookie,
      greeting: JSON.stringify({ type: "follow", ...follow, after }),
    });
    const watching = await connect(clientAt(head, watcher), quiet).live.promise;
    const position = () => Math.max(head, watching.cursor);
    const open = new Set<Promise<void>>();
    const [began, cpu] = [performance.now(), processorTime()];
    let [next, counted, failed] = [0, 0, 0];

    const ask = (path: string, cookie: string) => kept.send(() => `GET ${path} HTTP/1.1\r\n${headers}${cookie}\r\n`);

    async function arrival(due: number) {
      const counts = due >= loop.start + warmUp * 1_000;
      if (counts) counted += 1;
      try {
        const cookie = await openLink(ask, links[next++ % links.length]!);
        if (counts) pages.record(performance.now() - due);
        const { socket } = await connect(clientAt(position(), cookie), quiet).live.promise;
        if (counts) joins.record(performance.now() - due);
        setTimeout(() => socket.destroy(), stay * 1_000);
      } catch {
        if (counts) failed += 1;
      }
    }

    const loop = openLoop(rate, Math.round(rate * (seconds + warmUp)), (due) => {
      const coming: Promise<void> = arrival(due).finally(() => open.delete(coming));
      open.add(coming);
    });
    await loop.over;
    await Promise.all(open);
    const load = cpu() / (performance.now() - began) / 10;
    kept.close();
    watching.socket.destroy();
    return { position: position(), page: pages.figures(), join: joins.figures(), counted, failed, load };
  },
};

export type Arrivals = typeof handlers;
answer(handlers);
