import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";
import { answer } from "../processes.ts";

/** When mails arrived, by address (ms since the epoch). */
const arrivals = new Map<string, number>();
let twice = 0;
const waiting = new Set<() => void>();

/** A mail server that takes everything at once, over as many connections as anybody opens. */
const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ["STARTTLS", "AUTH"],
  onData(stream, { envelope }, done) {
    stream.resume();
    stream.on("end", () => {
      const [to] = envelope.rcptTo;
      if (arrivals.has(to!.address)) twice += 1;
      arrivals.set(to!.address, performance.timeOrigin + performance.now());
      done();
      for (const look of waiting) look();
    });
  },
});
server.on("error", () => {}); // a server under test that ends breaks its connections

function until<Found>(find: () => Found | undefined): Promise<Found> {
  return new Promise((resolve) => {
    const look = () => {
      const found = find();
      if (found === undefined) return;
      waiting.delete(look);
      resolve(found);
    };
    waiting.add(look);
    look();
  });
}

const handlers = {
  async listen() {
    server.listen(0, "127.0.0.1");
    await once(server.server, "listening");
    return `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`;
  },
  /** Forgets what came so far. */
  begin() {
    arrivals.clear();
    twice = 0;
  },
  count: () => arrivals.size,
  twice: () => twice,
  /** Done when so many addresses have mail; tells when the last of them got it. */
  untilCount: (count: number) => until(() => (arrivals.size >= count ? Math.max(...arrivals.values()) : undefined)),
  arrivalOf: (address: string) => until(() => arrivals.get(address)),
};

export type MailServer = typeof handlers;
answer(handlers);
