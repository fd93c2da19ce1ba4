import { createTransport } from "nodemailer";
import { MailServerFailed } from "./transport.ts";

/** How long a mail waits for a free connection before it is tried another time (ms): a job must end before it is given up. */
const PATIENCE = 120_000;

interface PoolOptions {
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
  return { smtp, places: placesFor(connections) };
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
