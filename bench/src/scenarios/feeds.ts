import type { Polling } from "../load/polling.ts";
import { start, type Process } from "../processes.ts";
import type { Part, Table } from "../result.ts";
import { interleave, type Variant } from "../rounds.ts";
import type { FeedWriter } from "../servers/feed-writer.ts";
import type { Turnout } from "../servers/turnout.ts";
import type { Scenario } from "../setting.ts";
import { settle } from "./database-state.ts";

const FEEDS = 10_000;
const EVENTS_EACH = 20;
const CONNECTIONS = 64;
const READY = "an answer that is ready";

export const feeds: Scenario = {
  title: "Calendar feeds",
  about: `${FEEDS.toLocaleString("en")} accounts with ${EVENTS_EACH} events each, whose calendars poll in turn over ${CONNECTIONS} connections. Polled: each says what it has read before, and nothing has changed. The peer reads the events, writes the calendar and then sees that it is the same; it answers behind Turnout's own HTTP server, with the same headers. The limit stands there as well: it looks nothing up, and has one answer ready for all. ${FEEDS.toLocaleString("en")} subscribers who poll every 15 minutes are 11 requests a second.`,
  async run({ databaseUrl, builds, quick, peers, rounds }) {
    const turnout = start<Turnout>("servers/turnout.ts");
    const writer = start<FeedWriter>("servers/feed-writer.ts");
    const processes: Process<never>[] = [turnout as never, writer as never];
    const tables: Table[] = [];
    try {
      const { port } = await turnout.call("listen", builds[0]!.databaseUrl);
      const made = await turnout.call("makeFeeds", quick ? 50 : FEEDS, EVENTS_EACH);
      await settle(databaseUrl);
      const other = await writer.call("listen", builds[0]!.databaseUrl, await turnout.call("feedBytes", made[0]!.path));

      const variant = async (
        name: string,
        part: Part,
        server: Process<never>,
        at: number,
        paths: string[],
        known: boolean,
      ): Promise<Variant> => {
        const load = start<Polling>("load/polling.ts");
        processes.push(load as never);
        await load.call("prepare", { port: at, paths, known });
        return {
          name,
          part,
          async round() {
            const [{ cpu }, statements] = [await server.usage(), await turnout.call("statements")];
            const result = await load.call("poll", { port: at, connections: CONNECTIONS, seconds: quick ? 0.5 : 3 });
            const used = (await server.usage()).cpu - cpu;
            const asked = (await turnout.call("statements")) - statements;
            return {
              "requests/s": result.rate,
              "CPU µs": used / result.done,
              ...(server === (turnout as never) && { "SQL each": asked / result.done }),
              "p50 ms": result.p50,
              "p99 ms": result.p99,
              "KB each": result.size / 1024,
              "load CPU %": result.load,
            };
          },
        };
      };

      for (const known of [true, false]) {
        const variants = [
          await variant(
            "Turnout",
            "ours",
            turnout as never,
            port,
            made.map(({ path }) => path),
            known,
          ),
        ];
        const paths = made.map(({ id }) => `/calendar/${id}`);
        variants.push(await variant(READY, "limit", writer as never, other.port, [other.ready], known));
        if (peers) variants.push(await variant("ical-generator, each written", "peer", writer as never, other.port, paths, known));
        const setting = known ? "polled, nothing has changed" : "read for the first time";
        tables.push(await interleave({ setting, headline: "requests/s", better: "more" }, rounds, variants));
      }
    } finally {
      for (const process of processes) await process.stop();
    }
    return { tables, broken: [] };
  },
};
