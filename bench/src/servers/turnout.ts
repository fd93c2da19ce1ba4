import { answer } from "../processes.ts";
import { startProduct, type Room } from "../product.ts";
import { openPacing, type Pace } from "./pacing.ts";
import { hearStatements } from "./statements.ts";

let statements = 0;
let logReads = 0;
// How much is asked is counted, not guessed.
hearStatements((sent) => {
  statements += 1;
  if (/\bfrom event_log\b/.test(typeof sent === "string" ? sent : sent.text)) logReads += 1;
});

const pacing = await openPacing();
let product: Awaited<ReturnType<typeof startProduct>>;
let endAnswers: (() => Promise<number>) | null = null;
let send: ((k: number) => void) | null = null;

const handlers = {
  async listen(databaseUrl: string, redisUrl: string | null = null) {
    product = await startProduct({ databaseUrl, redisUrl });
    return { port: product.port, pacing: pacing.port };
  },
  makeRoom: (guests: number, messages: number, answered = 0) => product.makeRoom(guests, messages, answered),
  makeDoors: (guests: number, doors: number) => product.makeDoors(guests, doors),
  arrivedAt: (eventId: string) => product.arrivedAt(eventId),
  makeFeeds: (accounts: number, eventsEach: number) => product.makeFeeds(accounts, eventsEach),
  /** What is answered for a feed, in base64. */
  feedBytes: async (path: string) => (await product.feedBytes(path)).toString("base64"),
  makeManyGuests: (guests: number) => product.makeManyGuests(guests),
  beginAnswers: async (eventId: string, rate: number) => {
    endAnswers = await product.answerSteadily(eventId, rate);
  },
  endAnswers: () => endAnswers!(),
  prepareFanOut: async (room: Room) => {
    send = await product.fanOut(room);
  },
  fanOut: (pace: Pace) => pacing.run(pace, () => send!(pace.k)),
  statements: () => statements,
  logReads: () => logReads,
};

export type Turnout = typeof handlers;
answer(handlers);
