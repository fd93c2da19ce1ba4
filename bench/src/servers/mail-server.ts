import { createServer, type Socket } from "node:net";
import { answer } from "../processes.ts";
import { listen } from "./listen.ts";

/** When mails arrived, by address (ms since the epoch). */
const arrivals = new Map<string, number>();
let twice = 0;
const waiting = new Set<() => void>();

const LINE = Buffer.from("\r\n");
const END = Buffer.from("\r\n.\r\n");

/**
 * A mail server that takes everything at once, over as many connections as anybody opens. It reads no message, so that
 * taking a mail costs next to nothing beside sending it, and it is never what a sender waits for.
 */
const server = createServer({ noDelay: true }, (socket) => {
  let unread: Buffer = Buffer.alloc(0);
  let recipient = "";
  let isMessage = false;
  socket.on("error", () => {}); // a server under test that ends breaks its connections
  socket.on("data", (bytes: Buffer) => {
    unread = unread.length > 0 ? Buffer.concat([unread, bytes]) : bytes;
    for (let end; (end = unread.indexOf(isMessage ? END : LINE)) >= 0;) {
      const read = unread.subarray(0, end);
      unread = unread.subarray(end + (isMessage ? END : LINE).length);
      if (isMessage) {
        isMessage = false;
        took(recipient);
        socket.write("250 OK\r\n");
        continue;
      }
      const command = read.toString();
      isMessage = /^DATA$/i.test(command);
      recipient = /^RCPT TO:<(.*)>/i.exec(command)?.[1] ?? recipient;
      reply(socket, command);
    }
  });
  socket.write("220 bench ESMTP\r\n");
});

function reply(socket: Socket, command: string) {
  if (/^EHLO/i.test(command)) socket.write("250-bench\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 SMTPUTF8\r\n");
  else if (/^DATA$/i.test(command)) socket.write("354 Go on\r\n");
  else if (/^QUIT$/i.test(command)) socket.end("221 Bye\r\n");
  else socket.write("250 OK\r\n");
}

function took(address: string) {
  if (arrivals.has(address)) twice += 1;
  arrivals.set(address, performance.timeOrigin + performance.now());
  for (const look of waiting) look();
}

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
  listen: async () => `smtp://127.0.0.1:${await listen(server)}`,
  count: () => arrivals.size,
  twice: () => twice,
  /** Resolves when this many addresses have received email, with the time of the last. */
  untilCount: (count: number) => until(() => (arrivals.size >= count ? Math.max(...arrivals.values()) : undefined)),
  arrivalOf: (address: string) => until(() => arrivals.get(address)),
};

export type MailServer = typeof handlers;
answer(handlers);
