import type { Arrivals } from "../load/arrivals.ts";
import type { HttpLoad } from "../load/http.ts";
import { HEADERS } from "../product.ts";
import { start } from "../processes.ts";
import { interleave, variant } from "../rounds.ts";
import { ask } from "../servers/sql.ts";
import type { Scenario } from "../setting.ts";
import { answerRequest } from "./answer-request.ts";
import { openTurnout } from "./open-server.ts";

const GUESTS = 10_000;
/** Personal links that are opened, a second. */
const LINKS = 300;
/** Answers meanwhile, a second. */
const ANSWERS = 50;
const SECONDS = 20;
/** Before arrivals count (s). */
const WARM_UP = 2;
/** How long each keeps their page open (s). */
const STAY = 5;
const CONNECTIONS = 256;
const BROWSER = "Accept: text/html\r\nAccept-Encoding: gzip, deflate, br\r\n";

export const arrival: Scenario = {
  title: "The invited arrive",
  about: `${LINKS} guests a second open their personal links for the first time, whatever becomes of those before: each gets the compressed page, by the redirect where there is one, and follows the event on a socket for ${STAY} s. ${ANSWERS} answers a second change the event meanwhile. Latency runs from the moment an arrival was due.`,
  async run({ builds, quick, rounds }) {
    const guests = quick ? 200 : GUESTS;
    const opened = await Array.fromAsync(builds, async (build) => ({
      ...build,
      ...(await openTurnout(build, { guests, messages: 60 })),
    }));
    const [arriving, answering] = [start<Arrivals>("load/arrivals.ts"), start<HttpLoad>("load/http.ts")];
    const variants = await Promise.all(
      opened.map(async ({ name, part, server, port, room, client, databaseUrl }) => {
        const links = await linksOf(databaseUrl, room.eventId);
        // The last of the list answer, the first of it arrive.
        const answers = room.cookies.toReversed().map((cookie) => answerRequest(room.eventId, cookie, "going"));
        const { eventId, epoch } = room;
        let { head } = room;
        const arrivals = { port, links, headers: HEADERS + BROWSER, client, follow: { eventId, epoch }, watcher: room.cookies[0]! };
        const times = quick ? { seconds: 0.5, warmUp: 0.1, stay: 0.2 } : { seconds: SECONDS, warmUp: WARM_UP, stay: STAY };
        return variant(name, part, async () => {
          await answering.call("begin", { port, requests: answers, rate: ANSWERS, connections: 16 });
          const [cpu, asked] = [(await server.usage()).cpu, await server.call("statements")];
          const came = await arriving.call("arrive", { ...arrivals, ...times, head, rate: LINKS, connections: CONNECTIONS });
          head = came.position;
          const [used, statements] = [(await server.usage()).cpu - cpu, (await server.call("statements")) - asked];
          const answered = await answering.call("end");
          const all = LINKS * (times.seconds + times.warmUp);
          return {
            "p50 ms": came.page.p50,
            "p99 ms": came.page.p99,
            "live p99 ms": came.join.p99,
            "failed %": (100 * (came.failed + answered.failed)) / (came.counted + answered.counted),
            "answer p99 ms": answered.p99,
            "CPU µs": used / all,
            "SQL each": statements / all,
            "load CPU %": came.load,
          };
        });
      }),
    );
    const setting = `${LINKS} personal links a second, ${ANSWERS} answers a second`;
    const table = await interleave({ setting, headline: "p99 ms", better: "less" }, rounds, variants);
    for (const process of [arriving, answering, ...opened.map(({ server }) => server)]) await process.stop();
    return { tables: [table], broken: [] };
  },
};

/** Personal links as emails contain them, one for each guest. */
export async function linksOf(databaseUrl: string, eventId: string): Promise<string[]> {
  const made = await ask<{ path: string }>(
    databaseUrl,
    [
      `with made as (
        insert into invitations (id, event_id, guest_id, token_hash, access_version)
        select gen_random_uuid(), event_id, id, sha256(convert_to('link-' || id, 'UTF8')), access_version from guests where event_id = $1
        returning guest_id)
      select '/i/link-' || guest_id as path from made`,
    ],
    [eventId],
  );
  return made.map(({ path }) => path);
}
