import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { callbackify } from "node:util";
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from "smtp-server";

/** Largest mail that is taken (bytes): a reply with its message quoted in it is far smaller. */
export const MAX_INBOUND_BYTES = 1_048_576;
/** Most connections at a time. */
export const MAX_INBOUND_CONNECTIONS = 50;
/** Most recipients of one mail. */
export const MAX_INBOUND_RECIPIENTS = 5;
/** How long a connection may say nothing (ms). */
const IDLE = 60_000;
/** How long open connections may take when the listener ends (ms). */
const CLOSE_WITHIN = 3_000;

/** Why a mail is not taken, in the words of SMTP: a code of RFC 5321, and a text for whoever sent it. */
export class NotTaken extends Error {
  readonly responseCode: number;

  constructor(responseCode: number, text: string) {
    super(text);
    this.responseCode = responseCode;
  }
}

export interface Listening {
  /** `smtp://127.0.0.1:2525` or `lmtp://…`; port 0 is any free one. */
  url: string;
  /** Whether mail to this address is taken; throws `NotTaken`. */
  requireRecipient(address: string): Promise<void>;
  /** Takes a mail; resolves when it need not come again. Throws `NotTaken`. */
  take(raw: Buffer, to: string[]): Promise<void>;
  onError(error: Error): void;
}

export interface Listener {
  port: number;
  close(): Promise<void>;
}

/**
 * Listens for mail to our own addresses, and relays none. It speaks to the operator's mail server only, so it asks for no password
 * and encrypts nothing.
 */
export async function listenForMail({ url, requireRecipient, take, onError }: Listening): Promise<Listener> {
  const { protocol, hostname, port } = new URL(url);
  const server = new SMTPServer({
    name: "turnout",
    banner: "Turnout takes replies only",
    lmtp: protocol === "lmtp:",
    disabledCommands: ["AUTH", "STARTTLS"],
    disableReverseLookup: true,
    size: MAX_INBOUND_BYTES,
    maxClients: MAX_INBOUND_CONNECTIONS,
    socketTimeout: IDLE,
    closeTimeout: CLOSE_WITHIN,
    onRcptTo({ address }, session, done) {
      answer(async () => {
        if (session.envelope.rcptTo.length >= MAX_INBOUND_RECIPIENTS) throw new NotTaken(452, "4.5.3 Too many recipients");
        await requireRecipient(address);
      }, done);
    },
    onData(stream, session, done) {
      answer(() => takeData(stream, session), done);
    },
  });

  /** Anything but a refusal is a failure of ours, which the sender tries again after. */
  function answer(task: () => Promise<void>, done: (error?: Error | null) => void): void {
    const judged = async () => {
      try {
        await task();
      } catch (error) {
        if (error instanceof NotTaken) throw error;
        onError(error as Error);
        throw new NotTaken(451, "4.3.0 Try again later");
      }
    };
    callbackify(judged)((error) => done(error));
  }

  async function takeData(stream: SMTPServerDataStream, { envelope }: SMTPServerSession): Promise<void> {
    const chunks: Buffer[] = [];
    let bytes = 0;
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes <= MAX_INBOUND_BYTES) chunks.push(chunk);
    }
    if (bytes > MAX_INBOUND_BYTES) throw new NotTaken(552, `5.3.4 Larger than ${MAX_INBOUND_BYTES} bytes`);
    await take(
      Buffer.concat(chunks),
      envelope.rcptTo.map(({ address }) => address),
    );
  }

  server.on("error", onError); // a connection that breaks, too
  server.listen(Number(port), hostname.replace(/^\[(.*)\]$/, "$1"));
  // It rejects where the server cannot listen.
  await once(server.server, "listening");
  return {
    port: (server.server.address() as AddressInfo).port,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
