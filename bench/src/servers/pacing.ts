import { createServer } from "node:net";
import { listen } from "./listen.ts";

/** A round that is not taken within this time never will be (ms). */
const PATIENCE = 30_000;

export interface Pace {
  rounds: number;
  /** Messages of one round. */
  k: number;
  /** Rounds that may be on their way. One: nothing can be gathered with what comes after it. */
  ahead: number;
  /** Peers: bytes framed once are written past their library. */
  preFramed?: boolean;
}

/** Sends rounds of messages as fast as the viewers take them: they say so by one byte each on a connection of their own. */
export async function openPacing() {
  let taken = 0;
  let wake = () => {};
  const server = createServer((socket) => {
    socket.on("error", () => {});
    socket.on("data", (bytes) => {
      taken += bytes.length;
      wake();
    });
  });
  const port = await listen(server);
  async function untilTaken(rounds: number) {
    while (taken < rounds) {
      const late = setTimeout(() => stop(new Error(`${taken} rounds of messages were taken, not ${rounds}`)), PATIENCE);
      let stop: (error: Error) => void = () => {};
      await new Promise<void>((resolve, reject) => {
        wake = resolve;
        stop = reject;
      }).finally(() => clearTimeout(late));
    }
  }

  return {
    port,
    async run({ rounds, ahead }: Pace, send: () => void) {
      taken = 0;
      for (let sent = 0; sent < rounds; sent++) {
        await untilTaken(sent - ahead + 1);
        send();
        await new Promise((resolve) => setImmediate(resolve));
      }
      await untilTaken(rounds);
    },
  };
}
