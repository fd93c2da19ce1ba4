import { chownSync, mkdirSync, writeFileSync } from "node:fs";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { Redis } from "ioredis";
import pg from "pg";
import { SMTPServer } from "smtp-server";
import { startServerOn, stopServer } from "../../dev-database/src/embedded-postgres.ts";
import { preparePostgresData, type PostgresData } from "../../dev-database/src/postgres-data.ts";
import { freePort } from "../../server/src/free-port.ts";
import { endChild, startChild } from "../../server/src/testing/child-process.ts";
import { wordsOf } from "../../server/src/testing/mail-server-with-users.ts";
import type { KeyPair } from "../../server/src/tls/key-pair.ts";

/** A server that is only spoken to by TLS. */
export interface EncryptedServer {
  /** Asks for a certificate that is verified. */
  url: string;
  /** Shows another certificate to whoever connects from now on, without a restart. */
  present(pair: KeyPair): Promise<void>;
  stop(): Promise<unknown>;
}

const SOON = 5_000;

export async function encryptedPostgres(home: string, first: KeyPair): Promise<EncryptedServer> {
  const data = await preparePostgresData(home, true);
  const write = ({ cert, key }: KeyPair) => {
    for (const [name, content] of [
      ["tls.crt", cert],
      ["tls.key", key],
    ] as const) {
      writeFileSync(join(data.folder, name), content, { mode: 0o600 });
      if (data.account) chownSync(join(data.folder, name), data.account.uid, data.account.gid);
    }
  };
  write(first);
  const { url, plain, stop } = await postgresWith(data, { cert: "tls.crt", key: "tls.key" });
  return {
    url,
    async present(pair) {
      write(pair);
      const client = new pg.Client({ connectionString: plain });
      await client.connect();
      await client.query("select pg_reload_conf()");
      await client.end();
    },
    stop,
  };
}

/** Files, which somebody else may replace. */
type PairFiles = { cert: string; key: string };

/** `plain`: the same, without encryption. */
export async function postgresWith(data: PostgresData, { cert, key }: PairFiles) {
  const port = await freePort();
  const server = await startServerOn(data, port, { ssl: "on", ssl_cert_file: cert, ssl_key_file: key });
  const plain = `postgresql://turnout:${data.password}@localhost:${port}/turnout`;
  return { url: `${plain}?sslmode=verify-full`, plain, stop: () => stopServer(server) };
}

export async function encryptedRedis(home: string, first: KeyPair): Promise<EncryptedServer> {
  const folder = join(home, "redis");
  mkdirSync(folder);
  const files = { cert: join(folder, "tls.crt"), key: join(folder, "tls.key") };
  const write = ({ cert, key }: KeyPair) => {
    writeFileSync(files.cert, cert);
    writeFileSync(files.key, key);
  };
  write(first);
  const { url, ask, stop } = await redisWith(folder, files);
  return {
    url,
    async present(pair) {
      write(pair);
      await ask("CONFIG", "SET", "tls-cert-file", files.cert, "tls-key-file", files.key);
    },
    stop,
  };
}

/** Its data are in this folder. `ask`: over a connection whose certificate nobody looks at. */
export async function redisWith(folder: string, { cert, key }: PairFiles, port?: number) {
  port ??= await freePort();
  const encrypts = ["--tls-cert-file", cert, "--tls-key-file", key, "--tls-ca-cert-file", cert, "--tls-auth-clients", "no"];
  const listens = ["--port", "0", "--tls-port", String(port), "--bind", "127.0.0.1", "--save", "", "--dir", folder];
  const server = startChild("redis-server", [...listens, ...encrypts], { stdio: "ignore" });
  const ask = async (...words: [string, ...string[]]) => {
    const client = new Redis({ port, host: "127.0.0.1", tls: { rejectUnauthorized: false }, lazyConnect: true, retryStrategy: () => null });
    client.on("error", () => {}); // what is asked fails
    await client.connect();
    await client.call(...words);
    client.disconnect();
  };
  for (const deadline = Date.now() + SOON; ; await sleep(50)) {
    const isThere = await ask("PING").then(
      () => true,
      () => false,
    );
    if (isThere) break;
    if (Date.now() > deadline) throw new Error("Redis does not start");
  }
  return { url: `rediss://localhost:${port}`, ask, stop: () => endChild(server, "SIGTERM") };
}

/** A mail server that takes everything. */
export async function encryptedMailServer(first: KeyPair): Promise<EncryptedServer & { taken: string[]; newest(): string }> {
  const taken: string[] = [];
  let newest = "";
  const server = new SMTPServer({
    secure: true,
    ...first,
    authOptional: true,
    disabledCommands: ["AUTH"],
    closeTimeout: 100,
    onData(stream, { envelope }, done) {
      const take = (raw: string) => {
        newest = wordsOf(raw);
        taken.push(...envelope.rcptTo.map(({ address }) => address));
        done();
      };
      void text(stream).then(take, () => {}); // one that broke is not taken
    },
  });
  server.on("error", () => {}); // connections that break are what is tried here
  server.listen(0, "127.0.0.1");
  await once(server.server, "listening");
  return {
    url: `smtps://localhost:${(server.server.address() as AddressInfo).port}`,
    taken,
    newest: () => newest,
    present: async (pair) => server.updateSecureContext(pair),
    stop: () => new Promise<void>((done) => server.close(() => done())),
  };
}
