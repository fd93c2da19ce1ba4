import type { HttpLoad } from "../load/http.ts";
import { HEADERS } from "../product.ts";
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
  async run({ databaseUrl, quick, peers, rounds }) {
    const ours = start<Turnout>("servers/turnout.ts");
    const { port } = await ours.call("listen", databaseUrl);
    const guests = quick ? 200 : GUESTS;
    const room = await ours.call("makeRoom", guests, 60, guests);
    await settle(databaseUrl);
    const others = start<Pages>("servers/pages.ts");
    const plain = start<Pages>("servers/pages.ts");
    const fastify = await others.call("fastify", databaseUrl, room.eventId);
    const load = start<HttpLoad>("load/http.ts");
    const tables: Table[] = [];
    try {
      const signedIn = HEADERS + room.cookies[0]!;
      const asked = [
        { setting: "event page, as a browser asks for it", path: `/e/${room.eventId}`, headers: signedIn + BROWSER, peer: null },
        { setting: "event page, not compressed", path: `/e/${room.eventId}`, headers: signedIn, peer: "/event" },
        { setting: "a page that looks nothing up", path: "/sign-in", headers: HEADERS, peer: null },
        { setting: "event as JSON", path: `/api/events/${room.eventId}`, headers: signedIn, peer: "/event" },
        { setting: "guest list, a page of 100", path: `/api/events/${room.eventId}/guests`, headers: signedIn, peer: "/guests" },
      ];
      for (const { setting, path, headers, peer } of asked) {
        const { size } = await load.call("ask", { port, path, headers, lanes: 4, seconds: 0.3 });
        const bare = await plain.call("bare", Math.round(size));
        const of = (name: string, part: Part, server: Process<Handlers>, target: { port: number; path: string; headers: string }) => ({
          name,
          part,
          async round() {
            const [cpu, statements] = [(await server.usage()).cpu, await ours.call("statements")];
            const told = await load.call("ask", { ...target, lanes: LANES, seconds: quick ? 0.5 : 2 });
            const used = (await server.usage()).cpu - cpu;
            return {
              "requests/s": told.rate,
              "CPU µs": used / told.done,
              ...((server as unknown) === ours && { "SQL each": ((await ours.call("statements")) - statements) / told.done }),
              "p50 ms": told.p50,
              "p99 ms": told.p99,
              "KB each": told.size / 1024,
              "load CPU %": told.load,
            };
          },
        });
        const variants = [
          of("Turnout", "ours", ours as unknown as Process<Handlers>, { port, path, headers }),
          of("node:http, bytes made once", "limit", plain as unknown as Process<Handlers>, { port: bare.port, path: "/", headers: "" }),
          ...(peer && peers
            ? [of("Fastify + pg rows", "peer", others as unknown as Process<Handlers>, { port: fastify.port, path: peer, headers: "" })]
            : []),
        ];
        tables.push({ setting, headline: "requests/s", better: "more", rows: await interleave(setting, Math.min(rounds, 3), variants) });
      }
    } finally {
      for (const process of [load, ours, others, plain]) await process.stop();
    }
    return { tables, broken: [] };
  },
};
