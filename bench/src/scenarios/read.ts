import type { HttpLoad } from "../load/http.ts";
import { HEADERS } from "../product.ts";
import { start, type Process } from "../processes.ts";
import type { Build } from "../builds.ts";
import type { Part, Table } from "../result.ts";
import { interleave, variant } from "../rounds.ts";
import type { Pages } from "../servers/pages.ts";
import type { Scenario } from "../setting.ts";
import { answerRequest } from "./answer-request.ts";
import { openTurnout } from "./open-server.ts";

const GUESTS = 10_000;
const CONNECTIONS = 64;
/** Answers a second, where some come in meanwhile. */
const ANSWERS = 50;
const BROWSER = "Accept: text/html\r\nAccept-Encoding: gzip, deflate, br\r\n";

/** Guests of the list change their answers in turn, all but the first. */
function answersTo({ port, room }: Opened) {
  return {
    port,
    requests: room.cookies.slice(1).map((cookie, at) => answerRequest(room.eventId, cookie, at % 2 === 0 ? "maybe" : "going")),
  };
}

type Opened = Build & Awaited<ReturnType<typeof openTurnout>>;
interface Target {
  port: number;
  path: string;
  headers: string;
}

export const read: Scenario = {
  title: "Reading",
  about: `${CONNECTIONS} connections that each ask again as soon as they are answered. The page is the one a guest opens, drawn with the event in it; the guest list is a page of 100 of ${GUESTS.toLocaleString("en")}.`,
  async run({ databaseUrl, builds, quick, peers, rounds }) {
    const guests = quick ? 200 : GUESTS;
    const crowd = { guests, messages: 60, answered: guests - 1 };
    const opened = await Array.fromAsync(builds, async (build): Promise<Opened> => ({ ...build, ...(await openTurnout(build, crowd)) }));
    const ours = opened[0]!;
    const others = start<Pages>("servers/pages.ts");
    const plain = start<Pages>("servers/pages.ts");
    const fastify = await others.call("fastify", databaseUrl, ours.room.eventId);
    const [load, answering] = [start<HttpLoad>("load/http.ts"), start<HttpLoad>("load/http.ts")];
    const tables: Table[] = [];
    try {
      const asked = [
        { setting: "event page, as a browser asks for it", path: "/e/:event", as: BROWSER, peer: null },
        { setting: `event page while ${ANSWERS} answers a second come in`, path: "/e/:event", as: BROWSER, answers: ANSWERS, peer: null },
        { setting: "event page of a guest who has not answered", path: "/e/:event", as: BROWSER, who: -1, peer: null },
        { setting: "event page, not compressed", path: "/e/:event", as: "", peer: "/event" },
        { setting: "a page that looks nothing up", path: "/sign-in", as: null, peer: null },
        { setting: "event as JSON", path: "/api/events/:event", as: "", peer: "/event" },
        { setting: "guest list, a page of 100", path: "/api/events/:event/guests", as: "", peer: "/guests" },
      ];
      for (const { setting, path: pattern, as, who = 0, answers = 0, peer } of asked) {
        const targetOf = ({ port, room }: Opened) => ({
          port,
          path: pattern.replace(":event", room.eventId),
          headers: as === null ? HEADERS : HEADERS + room.cookies.at(who)! + as,
        });
        const { size } = await load.call("ask", { ...targetOf(ours), connections: 4, seconds: 0.3 });
        const bare = await plain.call("bare", Math.round(size));
        const asking = (name: string, part: Part, process: Process<never>, target: Target, turnout?: Opened) =>
          variant(name, part, async () => {
            if (turnout && answers > 0) await answering.call("begin", { ...answersTo(turnout), rate: answers, connections: 16 });
            const [cpu, statements] = [(await process.usage()).cpu, await turnout?.server.call("statements")];
            const result = await load.call("ask", { ...target, connections: CONNECTIONS, seconds: quick ? 0.5 : 2 });
            const used = (await process.usage()).cpu - cpu;
            const asks = turnout && (await turnout.server.call("statements")) - statements!;
            if (turnout && answers > 0) await answering.call("end");
            return {
              "requests/s": result.rate,
              "CPU µs": used / result.done,
              ...(asks !== undefined && { "SQL each": asks / result.done }),
              "p50 ms": result.p50,
              "p99 ms": result.p99,
              "KB each": result.size / 1024,
              "load CPU %": result.load,
            };
          });
        const variants = opened.map((one) => asking(one.name, one.part, one.server as never, targetOf(one), one));
        variants.push(asking("node:http, bytes made once", "limit", plain as never, { port: bare.port, path: "/", headers: "" }));
        if (peer && peers)
          variants.push(asking("Fastify + pg rows", "peer", others as never, { port: fastify.port, path: peer, headers: "" }));
        tables.push(await interleave({ setting, headline: "requests/s", better: "more" }, Math.min(rounds, 3), variants));
      }
    } finally {
      for (const process of [load, answering, ...opened.map(({ server }) => server), others, plain]) await process.stop();
    }
    return { tables, broken: [] };
  },
};
