import type { Socket } from "node:net";
import type SMTPConnection from "nodemailer/lib/smtp-connection";
import type SMTPPool from "nodemailer/lib/smtp-pool";
import PoolResource from "nodemailer/lib/smtp-pool/pool-resource.js";
import type { SmtpError } from "./smtp-failures.ts";

/** A message to one recipient, as it goes over the wire: dots doubled, its end included. */
export interface ReadyMessage {
  from: string;
  to: string;
  wire: Buffer;
  /** Whether `from` is an address of this message's own, which reports on it are understood at. */
  hasReturnPath: boolean;
}

/** What nodemailer remembers of the server's greeting, and does not declare. */
type Greeted = SMTPConnection & { _supportedExtensions: string[]; _maxAllowedSize: number };

export interface SmtpSession {
  /** Done when the server has taken the message over. One at a time. */
  send(message: ReadyMessage): Promise<void>;
  isOpen(): boolean;
  close(): void;
}

interface SessionOptions {
  /** Whether servers are asked to report that an email was delivered, too, where they can (DSN, RFC 3461). */
  receipts?: boolean;
}

/**
 * A connection on which nodemailer has greeted, encrypted and signed in. Messages that are ready go over it by RFC 5321 in
 * two writes each, where the server takes commands together (RFC 2920).
 */
export async function openSession(pool: SMTPPool, { receipts = false }: SessionOptions = {}): Promise<SmtpSession> {
  const connection = await connect(pool);
  const socket = connection._socket as Socket;
  const takes = (extension: string) => connection._supportedExtensions.includes(extension);
  const isPipelined = takes("PIPELINING");
  let isSending = false;
  const replies = readReplies(connection, () => isSending);

  function mailFrom({ from, to, wire, hasReturnPath }: ReadyMessage): string {
    // Of an email that comes back nobody reads more than the report, and its links are its recipient's alone (RFC 3461, 4.3).
    const ret = takes("DSN") && hasReturnPath ? " RET=HDRS" : "";
    const size = takes("SIZE") ? ` SIZE=${wire.length}` : "";
    const utf8 = takes("SMTPUTF8") && /[^\0-\x7f]/.test(from + to) ? " SMTPUTF8" : "";
    return `MAIL FROM:<${from}>${size}${utf8}${ret}\r\n`;
  }

  /** Whoever asks for success has to ask for the others as well: what is not named is not reported (RFC 3461, 4.1). */
  function rcptTo({ to, hasReturnPath }: ReadyMessage): string {
    const notify = receipts && takes("DSN") && hasReturnPath ? " NOTIFY=SUCCESS,FAILURE,DELAY" : "";
    return `RCPT TO:<${to}>${notify}\r\n`;
  }

  /** The first refusal, if there is one: those behind it only follow from it. */
  async function giveEnvelope(message: ReadyMessage): Promise<SmtpError | null> {
    const steps = [
      { name: "MAIL FROM", command: mailFrom(message), expected: "2" },
      { name: "RCPT TO", command: rcptTo(message), expected: "2" },
      { name: "DATA", command: "DATA\r\n", expected: "3" },
    ];
    if (isPipelined) socket.write(steps.map(({ command }) => command).join(""));
    let refused: SmtpError | null = null;
    let waitsForData = false;
    for (const { name, command, expected } of steps) {
      if (refused && !isPipelined) return refused;
      if (!isPipelined) socket.write(command);
      const reply = await replies.next();
      waitsForData = reply.startsWith("3");
      if (!reply.startsWith(expected)) refused ??= refusal(reply, name);
    }
    if (refused && waitsForData) replies.close(); // it waits for words that nobody is to get
    return refused;
  }

  async function give(message: ReadyMessage): Promise<SmtpError | null> {
    const refused = await giveEnvelope(message).catch((lost: SmtpError) => {
      throw Object.assign(lost, { isUnsent: true });
    });
    if (refused) return Object.assign(refused, { isUnsent: refused.responseCode === 421 });
    socket.write(message.wire);
    const reply = await replies.next();
    return reply.startsWith("2") ? null : refusal(reply, "DATA");
  }

  /** After a refusal the connection is as good as before, unless the server closes it. */
  async function reset(refused: SmtpError) {
    if (!replies.isOpen() || refused.responseCode === 421) return replies.close();
    socket.write("RSET\r\n");
    const reply = await replies.next().catch(() => "");
    if (!reply.startsWith("2")) replies.close();
  }

  return {
    async send(message) {
      const most = connection._maxAllowedSize;
      if (most > 0 && message.wire.length > most) throw tooLarge(most);
      isSending = true;
      try {
        const refused = await give(message);
        if (refused) await reset(refused);
        if (refused) throw refused;
      } finally {
        isSending = false;
        if (!replies.areRead()) replies.close();
      }
    },
    isOpen: replies.isOpen,
    close: replies.close,
  };
}

function connect(pool: SMTPPool): Promise<Greeted> {
  const resource = new PoolResource(pool);
  return new Promise((resolve, reject) => {
    resource.on("error", reject);
    resource.once("close", () => reject(lost()));
    resource.connect((error) => (error ? reject(error) : resolve(resource.connection as Greeted)));
  });
}

/** A reply, of one line or several. */
const REPLY = /(?:\d{3}-[^\n]*\n)*\d{3}(?!-)[^\n]*\n/y;
/** More than any reply has (characters). */
const MAX_REPLY = 65_536;

/**
 * What the server says, reply by reply. What it says unasked, or nobody understands, is the end of the connection: a reply
 * too many would be taken for that to the next command.
 */
function readReplies(connection: SMTPConnection, isAsked: () => boolean) {
  const socket = connection._socket as Socket;
  const complete: string[] = [];
  let unread = "";
  let failure: SmtpError | null = null;
  let waiting: PromiseWithResolvers<string> | null = null;

  function read(bytes: Buffer) {
    unread += bytes.toString("latin1");
    REPLY.lastIndex = 0;
    let end = 0;
    for (let found; (found = REPLY.exec(unread)); end = REPLY.lastIndex) complete.push(found[0].trimEnd());
    unread = unread.slice(end);
    if (waiting && complete.length > 0) waiting.resolve(complete.shift()!);
    const isReply = /^(\d{3}-[^\n]*\n)*[^\n]*$/.test(unread) && unread.length <= MAX_REPLY;
    if (!isReply || (complete.length > 0 && !isAsked())) close();
  }

  function fail(error: SmtpError) {
    failure ??= error;
    waiting?.reject(failure);
  }

  function close() {
    fail(lost());
    connection.close();
  }

  socket.removeAllListeners("data");
  socket.on("data", read);
  connection.on("error", fail);
  connection.once("end", () => fail(lost()));
  return {
    close,
    isOpen: () => failure === null && !socket.destroyed,
    areRead: () => complete.length === 0 && unread === "",
    next(): Promise<string> {
      const reply = complete.shift();
      if (reply !== undefined) return Promise.resolve(reply);
      if (failure) return Promise.reject(failure);
      waiting = Promise.withResolvers();
      return waiting.promise.finally(() => (waiting = null));
    },
  };
}

/** In the form of nodemailer, whose failures `smtp-failures.ts` classifies. */
function refusal(reply: string, command: string): SmtpError {
  const code = command === "DATA" ? "EMESSAGE" : "EENVELOPE";
  return Object.assign(new Error("refused"), { code, command, response: reply, responseCode: Number(reply.slice(0, 3)) });
}

function lost(): SmtpError {
  return Object.assign(new Error("Connection closed unexpectedly"), { code: "ECONNECTION", command: "CONN" });
}

function tooLarge(most: number): SmtpError {
  return Object.assign(new Error(`Message size larger than allowed ${most}`), { code: "EMESSAGE", command: "MAIL FROM" });
}
