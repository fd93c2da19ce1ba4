import { setTimeout as pause } from "node:timers/promises";
import type { Build } from "../builds.ts";
import type { HttpLoad } from "../load/http.ts";
import { FIRST_NAMES, HEADERS, SYLLABLES, type ManyGuests } from "../product.ts";
import { start } from "../processes.ts";
import type { Table } from "../result.ts";
import { interleave, progress } from "../rounds.ts";
import type { Turnout } from "../servers/turnout.ts";
import type { Scenario } from "../setting.ts";
import { settle } from "./database-state.ts";

const FEW = 10_000;
const MANY = 100_000;
const CONNECTIONS = 4;
/** Searches a second, each for something else, so that nothing is known of it yet. */
const SEARCHES = 30;
/** Answers a second, where the list changes while it is read. */
const ANSWERS = 20;
/** A process rests that used less of the processor than this share for so long (ms). */
const [RESTING, BUSY] = [500, 0.05];

const asked: { setting: string; query: string; answers?: number }[] = [
  { setting: "in order of names", query: "order=name" },
  { setting: "in order of answers", query: "order=answered" },
  { setting: "in order of answers, while 20 guests a second answer", query: "order=answered", answers: ANSWERS },
  { setting: "in order of answers, who has not answered", query: "order=answered&standing=none" },
  { setting: "in order of the waitlist", query: "order=line&standing=waiting" },
  { setting: "newest first, who has declined", query: "order=added&standing=declined" },
  { setting: "search: anna", query: "search=anna" },
  { setting: "search: anna mueller", query: "search=anna%20mueller" },
  { setting: "search: a", query: "search=a&order=answered" },
  { setting: "search: example.org", query: "search=example.org" },
  { setting: "search: nobody", query: "search=nobody" },
];

/** Parts of names, and of names and addresses: none is asked twice in a round. */
const differentSearches = Array.from({ length: 400 }, (_, at) => {
  const [first, last] = [FIRST_NAMES[at % FIRST_NAMES.length]!, SYLLABLES[Math.floor(at / FIRST_NAMES.length) % SYLLABLES.length]!];
  return encodeURIComponent(at % 2 === 0 ? `${first} ${last}` : `${first.slice(0, 3)} ${last.slice(0, 3)}`.toLowerCase());
});

const eachAnother = `${SEARCHES} searches a second, each for something else`;
export const listSettings = [...asked.map(({ setting }) => setting), eachAnother];

export const fewGuests = "10,000 guests";
export const manyGuests = "100,000 guests";

export const guestList: Scenario = {
  title: "A guest list of 100,000",
  about: `A host's first page of the list, over ${CONNECTIONS} connections that each ask again as soon as they are answered. An event takes 20,000 guests; more are put there by SQL. Each list was read before, and the server has loaded it: one that has just started looks through all guests until then.`,
  async run({ databaseUrl, builds, quick, rounds }) {
    const load = start<HttpLoad>("load/http.ts");
    const lists = await Promise.all(builds.map((build) => openLists(build, quick)));
    await settle(databaseUrl);
    for (const { server, port, events } of lists)
      for (const { eventId, cookie } of events) {
        await load.call("ask", { port, path: `/api/events/${eventId}/guests`, headers: HEADERS + cookie, connections: 1, seconds: 0.3 });
        await rested(server);
      }
    const tables: Table[] = [];
    try {
      for (const { setting, query, answers } of asked) {
        const variants = lists.flatMap(({ name, part, server, port, events }) =>
          events.map(({ eventId, cookie, size }) => ({
            name: name === "Turnout" ? size : `${name}, ${size}`,
            part,
            async round() {
              const seconds = quick ? 0.5 : 3;
              const target = { port, path: `/api/events/${eventId}/guests?${query}`, headers: HEADERS + cookie };
              await load.call("ask", { ...target, connections: 1, seconds: 0.3 });
              if (answers) await server.call("beginAnswers", eventId, answers);
              const { cpu } = await server.usage();
              const result = await load.call("ask", { ...target, connections: CONNECTIONS, seconds });
              const used = (await server.usage()).cpu - cpu;
              if (answers) await server.call("endAnswers");
              return { "p95 ms": result.p95, "p50 ms": result.p50, "requests/s": result.rate, "CPU µs": used / result.done };
            },
          })),
        );
        tables.push(await interleave({ setting, headline: "p95 ms", better: "less" }, Math.min(rounds, 5), variants));
      }
      const variants = lists.flatMap(({ name, part, port, events }) =>
        events.map(({ eventId, cookie, size }) => ({
          name: name === "Turnout" ? size : `${name}, ${size}`,
          part,
          async round() {
            const requests = differentSearches.map(
              (search) => `GET /api/events/${eventId}/guests?search=${search} HTTP/1.1\r\n${HEADERS}${cookie}\r\n`,
            );
            const asking = { port, requests, rate: SEARCHES, connections: CONNECTIONS, warmUp: 0 };
            const { p95, p50 } = await load.call("send", { ...asking, seconds: quick ? 0.5 : 6 });
            return { "p95 ms": p95, "p50 ms": p50 };
          },
        })),
      );
      tables.push(await interleave({ setting: eachAnother, headline: "p95 ms", better: "less" }, Math.min(rounds, 5), variants));
    } finally {
      for (const process of [load, ...lists.map(({ server }) => server)]) await process.stop();
    }
    return { tables, broken: [] };
  },
};

/** Until a process has next to nothing to do: a list is loaded once it was asked for, by and by. */
async function rested(server: { usage(): Promise<{ cpu: number }> }): Promise<void> {
  const { cpu } = await server.usage();
  await pause(RESTING);
  if ((await server.usage()).cpu - cpu > BUSY * RESTING * 1_000) await rested(server);
}

async function openLists({ name, part, folder, databaseUrl }: Build, quick: boolean) {
  const server = start<Turnout>("servers/turnout.ts", [], folder);
  const { port } = await server.call("listen", databaseUrl);
  const events: (ManyGuests & { size: string })[] = [];
  for (const [size, guests] of [
    [fewGuests, FEW],
    [manyGuests, MANY],
  ] as const) {
    progress(`adding ${size} · ${name}`);
    events.push({ ...(await server.call("makeManyGuests", quick ? guests / 50 : guests)), size });
  }
  return { name, part, server, port, events };
}
