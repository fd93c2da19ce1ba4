import { setTimeout as sleep } from "node:timers/promises";
import { createTransport } from "nodemailer";
import type SMTPPool from "nodemailer/lib/smtp-pool";
import { openSession, type ReadyMessage, type SmtpSession } from "./smtp-session.ts";
import type { SmtpError } from "./smtp-failures.ts";
import { MailServerFailed } from "./transport.ts";

export interface PoolOptions {
  timeout: number;
  patience: number;
  connections: number;
  /** Mails a second; null: as many as the server takes. */
  rate: number | null;
  /** Whether servers are asked to report success. Absent: no. */
  receipts?: boolean;
  /** Waited for before each mail. */
  yieldToRequests?: (() => Promise<void>) | undefined;
}

/** Connections to a mail server that are kept from one mail to the next, and places for as many mails at once. */
export function openPool(url: string, { timeout, patience, connections, rate, receipts = false, yieldToRequests }: PoolOptions) {
  // It reads the URL and opens connections; what goes over them is ours.
  const smtp = createTransport({
    url,
    pool: true,
    connectionTimeout: timeout,
    greetingTimeout: timeout,
    socketTimeout: timeout,
  } as never);
  const places = placesFor(connections, patience);
  const turn = rate === null ? null : turnsOf(rate);
  const open = new Set<SmtpSession>();
  const idle: SmtpSession[] = [];
  let isClosed = false;
  let underWay = 0;
  let closesWhenIdle = false;

  async function freshSession(): Promise<SmtpSession> {
    const session = await openSession(smtp.transporter as unknown as SMTPPool, { receipts });
    open.add(session);
    if (isClosed) session.close();
    return session;
  }

  /** A kept connection may have been dropped by the server in between: then another takes the message. */
  async function sendOver(message: ReadyMessage): Promise<void> {
    const kept = idle.pop();
    const session = kept ?? (await freshSession());
    try {
      return await session.send(message);
    } catch (error) {
      if (!kept || !(error as SmtpError).isUnsent) throw error;
    } finally {
      if (session.isOpen()) idle.push(session);
      else open.delete(session);
    }
    return sendOver(message);
  }

  function close() {
    isClosed = true;
    smtp.close();
    for (const session of open) session.close();
  }

  return {
    async send(message: ReadyMessage) {
      underWay += 1;
      try {
        await places(async () => {
          await turn?.();
          await yieldToRequests?.();
          await sendOver(message);
        });
      } finally {
        underWay -= 1;
        if (closesWhenIdle && underWay === 0) close();
      }
    },
    verify: () => smtp.verify(),
    close,
    /** Sends what it was given, then closes. */
    closeWhenIdle() {
      closesWhenIdle = true;
      if (underWay === 0) close();
    },
  };
}

/** One after the other, so many a second. */
function turnsOf(rate: number) {
  let next = 0;
  return () => {
    const now = performance.now();
    const wait = Math.max(0, next - now);
    next = now + wait + 1_000 / rate;
    return wait > 0 ? sleep(wait) : Promise.resolve();
  };
}

/** Lets so many work at once; who has waited too long for a place is sent away, and comes again. */
function placesFor(count: number, patience: number) {
  const waiting: (() => void)[] = [];
  let taken = 0;
  return async <Result>(work: () => Promise<Result>): Promise<Result> => {
    const asked = performance.now();
    if (taken >= count) await new Promise<void>((free) => waiting.push(free));
    else taken += 1;
    try {
      if (performance.now() - asked > patience) throw new MailServerFailed("the mail server failed: too slow", { isOperators: true });
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else taken -= 1;
    }
  };
}
