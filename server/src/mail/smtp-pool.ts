import { Transform } from "node:stream";
import { createTransport } from "nodemailer";
import { MailServerFailed } from "./transport.ts";

/** How long a mail waits for a free connection before it is tried another time (ms): a job must end before it is given up. */
const PATIENCE = 120_000;

export interface PoolOptions {
  timeout: number;
  connections: number;
  rate: number | null;
}

/** Connections to a mail server that are kept from one mail to the next, and places for as many mails at once. */
export function openPool(url: string, { timeout, connections, rate }: PoolOptions) {
  const smtp = createTransport({
    url,
    pool: true,
    maxConnections: connections,
    maxMessages: Infinity,
    ...(rate !== null && { rateLimit: rate, rateDelta: 1_000 }),
    disableFileAccess: true,
    disableUrlAccess: true,
    connectionTimeout: timeout,
    greetingTimeout: timeout,
    socketTimeout: timeout,
  } as never);
  // A message comes in a dozen pieces, each a write of its own: in one piece it is two.
  smtp.use("stream", (mail, done) => {
    mail.message.transform(inOnePiece());
    done();
  });
  return { smtp, places: placesFor(connections) };
}

function inOnePiece(): Transform {
  const pieces: Buffer[] = [];
  return new Transform({
    transform(piece: Buffer, _encoding, done) {
      pieces.push(piece);
      done();
    },
    flush(done) {
      done(null, Buffer.concat(pieces));
    },
  });
}

/** Lets so many work at once; who has waited too long for a place is sent away, and comes again. */
function placesFor(count: number) {
  const waiting: (() => void)[] = [];
  let taken = 0;
  return async <Result>(work: () => Promise<Result>): Promise<Result> => {
    const asked = performance.now();
    if (taken >= count) await new Promise<void>((free) => waiting.push(free));
    else taken += 1;
    try {
      if (performance.now() - asked > PATIENCE) throw new MailServerFailed("the mail server failed: too slow", { isOperators: true });
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else taken -= 1;
    }
  };
}
