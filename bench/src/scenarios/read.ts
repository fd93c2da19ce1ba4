import type { Build } from "../builds.ts";
import type { HttpLoad } from "../load/http.ts";
import { HEADERS, type Room } from "../product.ts";
import { start, type Handlers, type Process } from "../processes.ts";
import type { Part, Table } from "../result.ts";
import { interleave } from "../rounds.ts";
import type { Pages } from "../servers/pages.ts";
import type { Turnout } from "../servers/turnout.ts";
import type { Scenario } from "../setting.ts";
import { settle } from "./database-state.ts";

const GUESTS = 10_000;
const LANES = 64;
const BROWSER = "Accept: text/html\r\nAccept-Encoding: gzip, deflate, br\r\n";

export const read: Scenario = {
  title: "Reading",
  about: `${LANES} connections that each ask again as soon as they are answered. The page is the one a guest opens, drawn with the event in it; the guest list is a page of 100 of ${GUESTS.toLocaleString("en")}.`,
  async run({ databaseUrl, builds, quick, peers, rounds }) {
    const guests = quick ? 200 : GUESTS;
    const [ours, before] = await openBuilds(builds, guests);
    const { port, room } = ours!;
    const others = start<Pages>("servers/pages.ts");
    const plain = start<Pages>("servers/pages.ts");
    const fastify = await others.call("fastify", databaseUrl, room.eventId);
    const load = start<HttpLoad>("load/http.ts");
    const tables: Table[] = [];
    try {
      const asked = [
        { setting: "event page, as a browser asks for it", path: "/e/:event", as: BROWSER, peer: null },
        { setting: "event page, not compressed", path: "/e/:event", as: "", peer: "/event" },
        { setting: "a page that looks nothing up", path: "/sign-in", as: null, peer: null },
        { setting: "event as JSON", path: "/api/events/:event", as: "", peer: "/event" },
        { setting: "guest list, a page of 100", path: "/api/events/:event/guests", as: "", peer: "/guests" },
      ];
      for (const { setting, path: pattern, as, peer } of asked) {
        const targetOf = (opened: Opened) => ({
          port: opened.port,
          path: pattern.replace(":event", opened.room.eventId),
          headers: as === null ? HEADERS : HEADERS + opened.room.cookies[0]! + as,
        });
        const { path, headers } = targetOf(ours!);
        const { size } = await load.call("ask", { port, path, headers, lanes: 4, seconds: 0.3 });
        const bare = await plain.call("bare", Math.round(size));
        const of = (name: string, part: Part, server: Process<Handlers>, target: { port: number; path: string; headers: string }) => ({
          name,
          part,
          async round() {
            const turnout = [ours, before].find((opened) => opened?.process === server)?.process;
            const [cpu, statements] = [(await server.usage()).cpu, await turnout?.call("statements")];
            const told = await load.call("ask", { ...target, lanes: LANES, seconds: quick ? 0.5 : 2 });
            const used = (await server.usage()).cpu - cpu;
            return {
              "requests/s": told.rate,
              "CPU µs": used / told.done,
              ...(turnout && { "SQL each": ((await turnout.call("statements")) - statements!) / told.done }),
              "p50 ms": told.p50,
              "p99 ms": told.p99,
              "KB each": told.size / 1024,
              "load CPU %": told.load,
            };
          },
        });
        const variants = [
          ...[ours, before].flatMap((opened) => (opened ? [of(opened.name, opened.part, opened.process, targetOf(opened))] : [])),
          of("node:http, bytes made once", "limit", plain as unknown as Process<Handlers>, { port: bare.port, path: "/", headers: "" }),
          ...(peer && peers
            ? [of("Fastify + pg rows", "peer", others as unknown as Process<Handlers>, { port: fastify.port, path: peer, headers: "" })]
            : []),
        ];
        tables.push({ setting, headline: "requests/s", better: "more", rows: await interleave(setting, Math.min(rounds, 3), variants) });
      }
    } finally {
      for (const process of [load, ours!.process, before?.process, others, plain]) await process?.stop();
    }
    return { tables, broken: [] };
  },
};

interface Opened {
  name: string;
  part: Part;
  process: Process<Turnout>;
  port: number;
  room: Room;
}

async function openBuilds(builds: Build[], guests: number): Promise<Opened[]> {
  const opened: Opened[] = [];
  for (const { name, part, folder, databaseUrl } of builds) {
    const process = start<Turnout>("servers/turnout.ts", [], folder);
    const { port } = await process.call("listen", databaseUrl);
    const room = await process.call("makeRoom", guests, 60, guests);
    await settle(databaseUrl);
    opened.push({ name, part, process, port, room });
  }
  return opened;
}
