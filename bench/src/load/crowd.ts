import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { answer } from "../processes.ts";
import { openHttpConnection, openLink, type HttpConnection } from "./http-connection.ts";
import { createLatencies, processorTime } from "./loops.ts";

/** Somebody with a browser, a connection and a network of their own. */
interface Person {
  connection: HttpConnection;
  /** Header lines of each of their requests: where they come from, and once they have it, their cookie. */
  own: string;
}

interface Answering {
  path: string;
  headers: string;
  /** Who comes by the share link has to say their name. */
  isNew: boolean;
  /** Where each reads what became of their answer; null: the reply to it says so. */
  outcome: string | null;
}

/** What fails is tried again so often, after a while (ms), as people and the product's client do. */
const MOST_TRIES = 20;
const WAIT = 200;

let crowd: Person[] = [];
let failed = 0;

async function persistently<Got>(ask: () => Promise<Got>): Promise<Got> {
  for (let tries = 1; ; tries++) {
    try {
      return await ask();
    } catch (error) {
      failed += 1;
      if (tries === MOST_TRIES) throw error;
      await sleep(WAIT);
    }
  }
}

/** All do the same at once, in the order of the crowd. Returns how long it took (ms), the load's share of a core (%), and how much failed meanwhile. */
async function together(act: (person: Person, at: number) => Promise<void>) {
  failed = 0;
  const [cpu, began] = [processorTime(), performance.now()];
  await Promise.all(crowd.map(act));
  const ms = performance.now() - began;
  return { ms, load: cpu() / ms / 10, failed };
}

const send = ({ connection, own }: Person, head: string, body = "") =>
  persistently(async () => {
    const reply = await connection.send(`${head}${own}\r\n${body}`);
    if (reply.status !== 200) throw new Error(`${head.split("\r\n")[0]}: ${reply.status} ${String(reply.last)}`);
    return reply;
  });

const handlers = {
  /** Each opens their link, for the first time. */
  async arrive({ port, links, headers }: { port: number; links: string[]; headers: string }) {
    for (const { connection } of crowd) connection.close();
    const networkOf = (at: number) => `X-Forwarded-For: 10.${at >> 16}.${(at >> 8) & 255}.${at & 255}\r\n`;
    crowd = links.map((_, at) => ({ connection: openHttpConnection(port), own: networkOf(at) }));
    // What it takes to connect is not measured.
    await Promise.all(crowd.map(({ connection, own }) => connection.send(`GET /livez HTTP/1.1\r\n${headers}${own}\r\n`)));
    return together(async (person, at) => {
      const { connection, own } = person;
      const ask = (path: string, cookie: string) => connection.send(`GET ${path} HTTP/1.1\r\n${headers}${own}${cookie}\r\n`);
      person.own += await persistently(() => openLink(ask, links[at]!));
    });
  },

  /** Each says yes, for the first time. Returns when each had their reply and knew what became of it (ms), and what the replies say. */
  async answer({ path, headers, isNew, outcome }: Answering) {
    const [answered, knew, began] = [createLatencies(), createLatencies(), performance.now()];
    const decided: { seq: number; guestId: string }[] = [];
    let answeredIn = 0;
    const took = await together(async (person, at) => {
      const said = { commandId: randomUUID(), answer: "going", plusOnes: [], note: "", ...(isNew && { name: `Guest ${at}` }) };
      const body = JSON.stringify(said);
      const head = `PUT ${path} HTTP/1.1\r\n${headers}Content-Type: application/json\r\nContent-Length: ${body.length}\r\n`;
      decided[at] = JSON.parse(String((await send(person, head, body)).last)) as (typeof decided)[number];
      answeredIn = performance.now() - began;
      answered.record(answeredIn);
      if (outcome) await send(person, `GET ${outcome} HTTP/1.1\r\n${headers}`);
      knew.record(performance.now() - began);
    });
    return { decided, answeredIn, p50: answered.figures().p50, p99: answered.figures().p99, knew: knew.figures().p99, ...took };
  },
};

export type Crowd = typeof handlers;
answer(handlers);
