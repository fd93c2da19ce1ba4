import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { chownSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { SMTPServer } from "smtp-server";
import { startServerOn, stopServer } from "../../../dev-database/src/embedded-postgres.ts";
import { preparePostgresData } from "../../../dev-database/src/postgres-data.ts";
import { freePort } from "../free-port.ts";
import { tryRedis } from "../redis/connect-redis.ts";
import { afterFile } from "../testing/after-file.ts";
import { endChild, startChild } from "../testing/child-process.ts";
import type { KeyPair } from "./key-pair.ts";

/** A real server, whose certificate can be replaced; null: it offers no encryption. Its address stays. */
export interface TlsServer {
  /** By host name, without anything about encryption. */
  url: string;
  present(pair: KeyPair | null): Promise<void>;
}

function home(): string {
  const folder = mkdtempSync(join(tmpdir(), "turnout-tls-"));
  afterFile(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export async function tlsPostgres(): Promise<TlsServer> {
  const data = await preparePostgresData(home(), false);
  const port = await freePort();
  let server: ChildProcess | null = null;
  const stop = async () => {
    if (server) await stopServer(server);
    server = null;
  };
  afterFile(stop);
  return {
    url: `postgresql://turnout:${data.password}@localhost:${port}/turnout`,
    async present(pair) {
      await stop();
      const files = pair ? { ssl: "on", ssl_cert_file: place("tls.crt", pair.cert), ssl_key_file: place("tls.key", pair.key) } : {};
      server = await startServerOn(data, port, { fsync: "off", full_page_writes: "off", ...files });
    },
  };

  function place(name: string, content: string): string {
    const file = join(data.folder, name);
    writeFileSync(file, content, { mode: 0o600 });
    if (data.account) chownSync(file, data.account.uid, data.account.gid);
    return file;
  }
}

export async function tlsRedis(): Promise<TlsServer> {
  const [folder, port] = [home(), await freePort()];
  let server: ChildProcess | undefined;
  afterFile(() => endChild(server, "SIGKILL"));
  return {
    url: `redis://localhost:${port}`,
    async present(pair) {
      await endChild(server, "SIGKILL");
      const place = (name: string, content: string) => {
        writeFileSync(join(folder, name), content);
        return join(folder, name);
      };
      const encrypting = ({ cert, key }: KeyPair) => {
        const files = ["--tls-cert-file", place("tls.crt", cert), "--tls-key-file", place("tls.key", key)];
        return [
          "--port",
          "0",
          "--tls-port",
          String(port),
          ...files,
          "--tls-ca-cert-file",
          join(folder, "tls.crt"),
          "--tls-auth-clients",
          "no",
        ];
      };
      const listens = pair ? encrypting(pair) : ["--port", String(port)];
      server = startChild("redis-server", [...listens, "--bind", "127.0.0.1", "--save", "", "--dir", folder], { stdio: "ignore" });
      await until(() => accepts(port));
    },
  };
}

/** `isSecure`: encrypted from the start, as smtps:// asks for. */
export async function tlsMailServer(isSecure: boolean): Promise<TlsServer & { received: string[] }> {
  const port = await freePort();
  const received: string[] = [];
  let server: SMTPServer | null = null;
  const stop = async () => {
    if (server) await new Promise<void>((done) => server!.close(done));
    server = null;
  };
  afterFile(stop);
  return {
    url: `localhost:${port}`,
    received,
    async present(pair) {
      await stop();
      server = new SMTPServer({
        secure: isSecure && pair !== null,
        ...pair,
        authOptional: true,
        disabledCommands: pair ? ["AUTH"] : ["AUTH", "STARTTLS"],
        closeTimeout: 100,
        onData(stream, { envelope }, done) {
          received.push(...envelope.rcptTo.map(({ address }) => address));
          stream.resume().once("end", done);
        },
      });
      server.on("error", () => {}); // connections that break are what is tried here
      server.listen(port, "127.0.0.1");
      await once(server.server, "listening");
    },
  };
}

/** Says the same words to whatever it gets, and keeps that. */
export async function recording(greeting: string, replies: string): Promise<{ port: number; heard(): string }> {
  let heard = "";
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    socket.write(greeting);
    socket.on("data", (bytes) => {
      heard += bytes.toString("latin1");
      socket.write(replies);
    });
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  afterFile(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, heard: () => heard };
}

/** Without a word of any protocol. */
const accepts = (port: number) =>
  tryRedis(`redis://127.0.0.1:${port}`).then(
    () => true,
    ({ code }: NodeJS.ErrnoException) => code !== "ECONNREFUSED",
  );

async function until(holds: () => Promise<boolean>) {
  for (const deadline = Date.now() + 60_000; !(await holds()); await sleep(30))
    if (Date.now() > deadline) throw new Error("it does not start");
}
