import { once } from "node:events";
import type { AddressInfo, Socket } from "node:net";
import { callbackify } from "node:util";
import type { SMTPServerDataStream, SMTPServerSession } from "smtp-server";
import type { Changing } from "../../changing.ts";
import { bareAddress, clientNetworks } from "../../http/client-network.ts";
import { limits } from "../../http/rate-limit.ts";
import { TooMany, type Allowance, type OpenCounter } from "../../http/rate-counters.ts";
import type { KeyPair } from "../../tls/key-pair.ts";

/** Largest mail that is taken (bytes): a reply with its message quoted in it is far smaller. */
export const MAX_INBOUND_BYTES = 1_048_576;
/** Most recipients of one mail. */
export const MAX_INBOUND_RECIPIENTS = 5;

/** What is more than this gets a code after which mail servers try again later. */
export interface ListenerLimits {
  /** Most connections at a time, and most from one client: mail servers open up to 20. */
  connections: number;
  connectionsOfClient: number;
  /** Connections and recipients of one client, together. A client is an IPv4 address, or an IPv6 network (/64). */
  rate: Allowance;
  /** How long a connection may say nothing, and how long it may last (ms). */
  idle: number;
  lifetime: number;
}

export const LISTENER_LIMITS: ListenerLimits = {
  connections: 50,
  connectionsOfClient: 25,
  rate: { name: "inboundMail", ...limits.inboundMail },
  idle: 60_000,
  lifetime: 600_000,
};

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
  take(raw: Buffer, envelope: { from: string; to: string[] }): Promise<void>;
  onError(error: Error): void;
  /** What STARTTLS encrypts with. Null: it is not offered. */
  tls: Changing<KeyPair> | null;
  openCounter: OpenCounter;
  limits?: ListenerLimits;
}

export interface Listener {
  port: number;
  close(): Promise<void>;
}

/** Listens for mail to our own addresses, and relays none: it asks nobody for a password. */
export async function listenForMail(listening: Listening): Promise<Listener> {
  const { url, requireRecipient, take, onError, tls, openCounter, limits: most = LISTENER_LIMITS } = listening;
  const { protocol, hostname, port } = new URL(url);
  const counter = openCounter(most.rate);
  const open = countOpen();
  const { SMTPServer } = await import("smtp-server"); // most installations have no listener
  const server = new SMTPServer({
    name: "turnout",
    banner: "Turnout takes replies only",
    lmtp: protocol === "lmtp:",
    disabledCommands: tls ? ["AUTH"] : ["AUTH", "STARTTLS"],
    ...tls?.current,
    minVersion: "TLSv1.2",
    disableReverseLookup: true,
    size: MAX_INBOUND_BYTES,
    maxClients: most.connections,
    socketTimeout: most.idle,
    closeTimeout: CLOSE_WITHIN,
    onConnect({ remoteAddress }, done) {
      answer(async () => {
        const client = clientOf(remoteAddress);
        if (open.of(client) > most.connectionsOfClient) throw new NotTaken(421, "4.7.0 Too many connections of yours at a time");
        await countOne(client, 421);
      }, done);
    },
    // Not the end of the socket: STARTTLS takes away who listens to that.
    onClose: ({ remoteAddress }) => open.remove(clientOf(remoteAddress)),
    onRcptTo({ address }, session, done) {
      answer(async () => {
        await countOne(clientOf(session.remoteAddress), 451);
        if (session.envelope.rcptTo.length >= MAX_INBOUND_RECIPIENTS) throw new NotTaken(452, "4.5.3 Too many recipients");
        await requireRecipient(address);
      }, done);
    },
    onData(stream, session, done) {
      answer(() => takeData(stream, session), done);
    },
  });

  async function countOne(client: string, code: number): Promise<void> {
    await counter.consume(client).catch((refused: unknown) => {
      throw refused instanceof TooMany ? new NotTaken(code, "4.7.1 Too much of yours in a minute, try again later") : refused;
    });
  }

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
    const from = envelope.mailFrom ? envelope.mailFrom.address : "";
    await take(Buffer.concat(chunks), { from, to: envelope.rcptTo.map(({ address }) => address) });
  }

  server.server.on("connection", (socket: Socket) => {
    open.add(clientOf(socket.remoteAddress));
    const late = setTimeout(() => socket.destroy(), most.lifetime).unref();
    socket.once("close", () => clearTimeout(late));
  });
  const stopFollowing = tls?.onChange((pair) => server.updateSecureContext(pair));
  server.on("error", onError); // a connection that breaks, too
  server.listen(Number(port), hostname.replace(/^\[(.*)\]$/, "$1"));
  // It rejects where the server cannot listen.
  await once(server.server, "listening");
  return {
    port: (server.server.address() as AddressInfo).port,
    close() {
      stopFollowing?.();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** Which of them counts as one. */
const clientOf = (address = "") => clientNetworks(bareAddress(address) ?? address)[0]!.key;

function countOpen() {
  const counts = new Map<string, number>();
  const of = (client: string) => counts.get(client) ?? 0;
  return {
    of,
    add: (client: string) => void counts.set(client, of(client) + 1),
    remove(client: string) {
      if (of(client) > 1) counts.set(client, of(client) - 1);
      else counts.delete(client);
    },
  };
}
