import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { once } from "node:events";
import { ImapFlow } from "imapflow";
import { freePort } from "../../free-port.ts";
import { afterFile } from "../../testing/after-file.ts";
import { endChild, isRunning, startChild } from "../../testing/child-process.ts";
import type { KeyPair } from "../../tls/key-pair.ts";

/** How long it may take to start (ms). */
const START_TIMEOUT = 60_000;

export interface Mailbox {
  user: string;
  /** For the setting INBOUND_IMAP. */
  url: string;
  /** Puts a mail into it, as a mail server does. */
  append(raw: string): Promise<void>;
  /** The subjects of the mails in a folder, in order. */
  subjectsIn(folder: string): Promise<string[]>;
  /** The mails in it, in order. */
  mails(): Promise<Buffer[]>;
}

export interface TestDovecot {
  port: number;
  /** Where another server puts mails: a Maildir for each user. */
  maildirs: { folder: string; uid: number; gid: number };
  /** A mailbox of its own, empty. */
  mailbox(user: string, options?: { password?: string; port?: number }): Mailbox;
  kill(): Promise<void>;
  restart(): Promise<void>;
}

/** Every user has this one. */
export const PASSWORD = "p@ss/word";

/** Starts a real Dovecot for this test file, on loopback, with its mail in a folder that goes with the file. */
export async function testDovecot({ cert, key }: KeyPair): Promise<TestDovecot> {
  const home = mkdtempSync(join(tmpdir(), "turnout-dovecot-"));
  const port = await freePort();
  writeFileSync(join(home, "cert.pem"), cert);
  writeFileSync(join(home, "key.pem"), key);
  writeFileSync(join(home, "dovecot.conf"), configuration(home, port));
  const mail = join(home, "mail");
  mkdirSync(mail);
  chmodSync(home, 0o755);
  // It serves nobody as root.
  if (process.getuid?.() === 0) execFileSync("chown", ["mail:mail", mail]);
  const { uid, gid } = statSync(mail);
  const start = async () => {
    const server = startChild("dovecot", ["-F", "-c", join(home, "dovecot.conf")], { stdio: ["ignore", "pipe", "pipe"] });
    let said = "";
    for (const output of [server.stdout, server.stderr]) output?.on("data", (chunk: Buffer) => (said += String(chunk)));
    const failures: Error[] = [];
    server.once("error", () => failures.push(new Error("dovecot cannot be run: install dovecot-imapd")));
    server.once("exit", (code) => failures.push(new Error(`dovecot ended with ${code}: ${said}`)));
    for (const deadline = Date.now() + START_TIMEOUT; !(await greets(port)); await sleep(30)) {
      if (failures[0]) throw failures[0];
      if (Date.now() > deadline) throw new Error(`dovecot does not greet: ${said}`);
    }
    return server;
  };
  let server = await start();
  afterFile(async () => {
    if (isRunning(server)) process.kill(-server.pid!, "SIGKILL");
    await endChild(server, "SIGKILL");
    rmSync(home, { recursive: true, force: true });
  });
  return {
    port,
    maildirs: { folder: mail, uid, gid },
    mailbox: (user, { password = PASSWORD, port: through = port } = {}) => ({
      user,
      url: `imap://${user}:${encodeURIComponent(password)}@127.0.0.1:${through}/INBOX?tls.rejectUnauthorized=false`,
      append: (raw) => asUser(port, user, async (client) => void (await client.append("INBOX", Buffer.from(raw)))),
      subjectsIn: (folder) => asUser(port, user, (client) => subjectsIn(client, folder)),
      mails: () => asUser(port, user, mailsIn),
    }),
    async kill() {
      process.kill(-server.pid!, "SIGKILL"); // with all processes that serve connections
      await endChild(server, "SIGKILL");
    },
    async restart() {
      server = await start();
    },
  };
}

/** By another client than the one that is tested, which waits for nothing. */
async function asUser<Result>(port: number, user: string, task: (client: ImapFlow) => Promise<Result>): Promise<Result> {
  const tls = { rejectUnauthorized: false };
  const client = new ImapFlow({ host: "127.0.0.1", port, secure: false, auth: { user, pass: PASSWORD }, tls, logger: false });
  client.on("error", () => {});
  await client.connect();
  try {
    return await task(client);
  } finally {
    client.close();
  }
}

async function subjectsIn(client: ImapFlow, folder: string): Promise<string[]> {
  const there = (await client.list()).find(({ path }) => path.replaceAll(".", "/") === folder);
  if (!there) return [];
  const { exists } = await client.mailboxOpen(there.path, { readOnly: true });
  if (exists === 0) return [];
  const mails = await client.fetchAll("1:*", { envelope: true });
  return mails.map(({ envelope }) => envelope?.subject ?? "");
}

async function mailsIn(client: ImapFlow): Promise<Buffer[]> {
  const { exists } = await client.mailboxOpen("INBOX", { readOnly: true });
  return exists === 0 ? [] : (await client.fetchAll("1:*", { source: true })).map(({ source }) => source!);
}

/** As its version 2.3 takes it, without anything that needs root. */
function configuration(home: string, port: number): string {
  const isRoot = process.getuid?.() === 0;
  const me = userInfo();
  const owner = isRoot ? "uid=mail gid=mail" : `uid=${me.uid} gid=${me.gid}`;
  const user = isRoot ? "" : `default_internal_user = ${me.username}\ndefault_login_user = ${me.username}\n`;
  return `base_dir = ${home}/run
state_dir = ${home}/state
log_path = /dev/stderr
protocols = imap
listen = 127.0.0.1
${user}first_valid_uid = 1
ssl = yes
ssl_cert = <${home}/cert.pem
ssl_key = <${home}/key.pem
disable_plaintext_auth = yes
mail_location = maildir:${home}/mail/%u
mail_max_userip_connections = 50
service imap-login {
  chroot =
  inet_listener imap {
    port = ${port}
  }
  inet_listener imaps {
    port = 0
  }
}
service anvil {
  chroot =
}
service stats {
  chroot =
}
passdb {
  driver = static
  args = password=${PASSWORD}
}
userdb {
  driver = static
  args = ${owner} home=${home}/mail/%u
}
`;
}

function greets(port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect({ port, host: "127.0.0.1" });
    socket.once("data", () => done(true));
    socket.once("error", () => done(false));
    socket.once("close", () => done(false));
    socket.once("data", () => socket.destroy());
  });
}

/**
 * Something between a client and a server: it cuts all connections when it is told to, keeps what goes over them, and can
 * hide from clients that the server encrypts.
 */
export async function wireTo(port: number, { hidesEncryption = false } = {}) {
  const sockets = new Set<Socket>();
  let sent = "";
  const server = createServer((from) => {
    const to = connect({ port, host: "127.0.0.1" });
    for (const [one, other] of [
      [from, to],
      [to, from],
    ] as const) {
      sockets.add(one);
      one.on("error", () => other.destroy());
      one.once("close", () => {
        sockets.delete(one);
        other.destroy();
      });
    }
    from.on("data", (chunk: Buffer) => {
      sent += chunk.toString("latin1");
      to.write(chunk);
    });
    to.on("data", (chunk: Buffer) => {
      const text = chunk.toString("latin1");
      from.write(hidesEncryption ? text.replaceAll("STARTTLS", "NO-TLS") : text, "latin1");
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const cut = () => sockets.forEach((socket) => socket.destroy());
  afterFile(() => {
    cut();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, cut, sent: () => sent };
}
