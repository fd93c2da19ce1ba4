import pg from "pg";
import { answer } from "../processes.ts";
import { startProduct, type Room } from "../product.ts";
import { openPacing, type Pace } from "./pacing.ts";

let statements = 0;
let logReads = 0;
// Every way to the database goes through here: how much is asked is counted, not guessed.
const query = pg.Client.prototype.query as (...args: unknown[]) => unknown;
pg.Client.prototype.query = function (this: unknown, ...args: unknown[]) {
  statements += 1;
  const [asked] = args as [string | { text: string }];
  if (/\bfrom event_log\b/.test(typeof asked === "string" ? asked : asked.text)) logReads += 1;
  return query.apply(this, args);
} as typeof pg.Client.prototype.query;

const pacing = await openPacing();
let product: Awaited<ReturnType<typeof startProduct>>;
let send: ((k: number) => void) | null = null;

const handlers = {
  async listen(databaseUrl: string, redisUrl: string | null = null) {
    product = await startProduct({ databaseUrl, redisUrl });
    return { port: product.port, pacing: pacing.port };
  },
  makeRoom: (guests: number, messages: number, answered = 0) => product.makeRoom(guests, messages, answered),
  prepareFanOut: async (room: Room) => {
    send = await product.fanOut(room);
  },
  fanOut: (pace: Pace) => pacing.run(pace, () => send!(pace.k)),
  statements: () => statements,
  logReads: () => logReads,
};

export type Turnout = typeof handlers;
answer(handlers);
