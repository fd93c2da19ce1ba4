import { randomBytes } from "node:crypto";
import { once } from "node:events";
import type { AddressInfo, Socket } from "node:net";
import { SMTPServer, type SMTPServerSession } from "smtp-server";

export interface MailUser {
  url: string;
  /** How many connections are open that this user has logged in on. */
  connections(): Promise<number>;
  /** From now on it may not log in, and whoever is logged in is sent away. */
  revoke(): Promise<void>;
}

export interface MailServerWithUsers {
  add(): Promise<MailUser>;
  /** Recipients in the order in which mail for them was taken, each as often as it was. */
  taken: string[];
  /** What the newest mail says, in all of its forms. */
  newest(): string;
  /** How often somebody was not let in. */
  refused(): number;
  close(): Promise<void>;
}

/** A mail server on loopback that takes mail only from users whom it knows. */
export async function startMailServerWithUsers(): Promise<MailServerWithUsers> {
  const passwords = new Map<string, string>();
  const sessions = new Map<string, { username: string; port: number }>();
  const sockets = new Set<Socket>();
  const taken: string[] = [];
  let [refused, newest] = [0, ""];
  const server = new SMTPServer({
    disabledCommands: ["STARTTLS"],
    allowInsecureAuth: true,
    closeTimeout: 100,
    onAuth({ username = "", password }, session, done) {
      if (passwords.get(username) !== password) {
        refused++;
        return done(Object.assign(new Error("not let in"), { responseCode: 535 }));
      }
      sessions.set(session.id, { username, port: session.remotePort });
      done(null, { user: username });
    },
    onClose: ({ id }: SMTPServerSession) => void sessions.delete(id),
    onData(stream, { envelope }, done) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        newest = wordsOf(Buffer.concat(chunks).toString());
        taken.push(...envelope.rcptTo.map(({ address }) => address));
        done();
      });
    },
  });
  const portsOf = (name: string) =>
    new Set([...sessions.values()].filter(({ username }) => username === name).map((session) => session.port));
  server.server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  server.on("error", () => {}); // connections that break are what is tried out here
  server.listen(0, "127.0.0.1");
  await once(server.server, "listening");
  const { port } = server.server.address() as AddressInfo;
  return {
    taken,
    newest: () => newest,
    refused: () => refused,
    async add() {
      const [name, password] = [`v-turnout-${randomBytes(4).toString("hex")}`, randomBytes(16).toString("hex")];
      passwords.set(name, password);
      return {
        url: `smtp://${name}:${password}@127.0.0.1:${port}?ignoreTLS=true`,
        connections: async () => portsOf(name).size,
        async revoke() {
          passwords.delete(name);
          const ports = portsOf(name);
          for (const socket of sockets) if (ports.has(socket.remotePort!)) socket.destroy();
        },
      };
    },
    close: () => new Promise((done) => server.close(() => done())),
  };
}

/** What a mail of the product says, in all of its forms: everything in it is in base64. */
export function wordsOf(raw: string): string {
  const parts = raw.matchAll(/^content-transfer-encoding: base64\r\n(?:[^\r\n]+\r\n)*\r\n([\w+/=\r\n]+)/gim);
  return [...parts].map(([, part]) => Buffer.from(part!, "base64").toString()).join("\n");
}
