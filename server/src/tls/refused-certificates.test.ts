import { once } from "node:events";
import { resolve } from "node:path";
import { sql } from "kysely";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { changing } from "../changing.ts";
import { connect } from "../db/connect.ts";
import { openDatabase } from "../db/open-database.ts";
import { smtpTransport, tryMailUrl } from "../mail/smtp-transport.ts";
import { messageIdOf } from "../mail/transport.ts";
import { skipWithoutRedis } from "../redis/redis-server.test-support.ts";
import { tryRedis } from "../redis/connect-redis.ts";
import { tryMailServer } from "../outgoing-mail.ts";
import { createLogger } from "../telemetry/logging.ts";
import { serveOperator } from "../telemetry/operator-port.ts";
import { afterFile } from "../testing/after-file.ts";
import { makeAuthority, makeSelfSigned } from "../testing/certificate-authority.ts";
import { startChild } from "../testing/child-process.ts";
import { skipWithout } from "../testing/child-server.test-support.ts";
import { testApp, testSecret } from "../testing/test-app.ts";
import { until } from "../testing/until.ts";
import type { KeyPair } from "./key-pair.ts";
import { tlsFault } from "./tls-fault.ts";
import { recording, tlsMailServer, tlsPostgres, tlsRedis } from "./tls-servers.test-support.ts";
import { trust } from "./trusted-certificates.ts";

const HOUR = 3_600_000;
const OTHER_HOST = "its certificate is for another host: the URL has to name one that is in the certificate";
const EXPIRED = "its certificate has expired: renew it there";

/** What a client of PostgreSQL says first, before it tells who it is (54.7 of its manual). */
const SSL_REQUEST = "\0\0\0\x08\x04\xd2\x16\x2f";

/** Each kind of certificate that is refused, and what is said of it. */
const refused = [
  ["expired", EXPIRED],
  ["not valid yet", "its certificate is not valid yet: compare the clocks"],
  ["by a foreign authority", "its certificate is by an authority that is not trusted: TLS_CA has to contain the authority's certificate"],
  ["for another host", OTHER_HOST],
  ["signed by itself", "its certificate is signed by itself: TLS_CA has to contain it, or the authority of a proper one"],
] as const;

type Kind = "good" | (typeof refused)[number][0];

describe.skipIf(skipWithout("openssl"))("a server's certificate", () => {
  const authority = makeAuthority();
  const pairs: Record<Kind, KeyPair> = {
    good: authority.issue(),
    expired: authority.issue({ until: new Date(Date.now() - HOUR) }),
    "not valid yet": authority.issue({ from: new Date(Date.now() + HOUR) }),
    "by a foreign authority": makeAuthority("Foreign authority").issue(),
    "for another host": authority.issue({ names: "DNS:elsewhere.test,IP:127.0.0.9" }),
    "signed by itself": makeSelfSigned(),
  };
  // Other files of this worker change it too.
  beforeEach(() => {
    trust(authority.certificate);
    onTestFinished(() => trust(null));
  });

  const logged = () => {
    const lines: string[] = [];
    const logger = createLogger("info", { destination: { write: (line) => void lines.push(line) } });
    return { logger, text: () => lines.join("") };
  };

  describe("of PostgreSQL", async () => {
    const server = await tlsPostgres();
    const verified = `${server.url}?sslmode=verify-full`;
    const start = (databaseUrl: string) => openDatabase({ databaseUrl: changing(databaseUrl), dataFolder: "" });

    test("that is good is taken, and what is said is encrypted; without sslmode, the same server is spoken to in the clear", async () => {
      await server.present(pairs.good);
      for (const [url, ssl] of [
        [verified, true],
        [verified.replace("localhost", "127.0.0.1"), true],
        [server.url, false],
      ] as const) {
        const { db, close } = await start(url);
        const { rows } = await sql`select ssl from pg_stat_ssl where pid = pg_backend_pid()`.execute(db);
        await close();
        expect([url, rows]).toEqual([url, [{ ssl }]]);
      }
    });

    test.each(refused)("that is %s stops the start, in clear words", async (kind, words) => {
      await server.present(pairs[kind]);
      await expect(start(verified)).rejects.toThrow(`the database at DATABASE_URL cannot be used: ${words}`);
    });

    test("for another host is refused where the URL names an address, too", async () => {
      await server.present(pairs["for another host"]);
      await expect(start(verified.replace("localhost", "127.0.0.1"))).rejects.toThrow(OTHER_HOST);
    });

    test("is needed: a server that offers no encryption stops the start", async () => {
      await server.present(null);
      await expect(start(verified)).rejects.toThrow("the database at DATABASE_URL cannot be used: it offers no encryption there");
      const { close } = await start(server.url); // control: it is the encryption that is missing
      await close();
    });

    test("is needed before anything is said: neither user nor password reach a server that offers no encryption", async () => {
      const plain = await recording("", "N");
      await expect(start(`postgresql://turnout:password@localhost:${plain.port}/turnout?sslmode=verify-full`)).rejects.toThrow(
        "no encryption",
      );
      expect(plain.heard().replaceAll(SSL_REQUEST, "")).toBe("");
      expect(plain.heard()).not.toBe("");
    });

    test("that expires while the product runs makes it unready, in the same words on both ports and in the log, until it is renewed", async () => {
      await server.present(pairs.good);
      await (await start(verified)).close();
      const db = connect(verified);
      const app = await testApp({ database: { db, url: verified, embedded: false, close: async () => {} } });
      afterFile(() => db.destroy());
      const operator = await serveOperator(app, { port: 0, host: "127.0.0.1" });
      afterFile(() => void operator.close());
      const states = async () => {
        const { port } = operator.address() as { port: number };
        const [ours, theirs] = [
          await app.server.inject({ url: "/readyz", headers: { host: "turnout.test" } }),
          await fetch(`http://127.0.0.1:${port}/readyz`),
        ];
        return [
          [ours.statusCode, JSON.parse(ours.body) as object],
          [theirs.status, (await theirs.json()) as object],
        ];
      };
      const ready = [200, { status: "ready" }];
      const unready = [503, { status: "unready", reason: "database_untrusted", fault: EXPIRED }];
      await until(async () => expect(await states()).toEqual([ready, ready]));
      await server.present(pairs.expired);
      await until(async () => expect(await states()).toEqual([unready, unready]));
      // What a worker's queues run into, as it is logged; and for whoever asks, it is an outage.
      const { logger, text } = logged();
      logger.error({ error: await sql`select 1`.execute(db).catch((error: unknown) => error) }, "jobs");
      expect(text()).toContain(EXPIRED);
      const page = await app.server.inject({ url: "/api/events/01986f2e-5b7a-7c3e-9d54-0f6a2b1c8e77", headers: { host: "turnout.test" } });
      expect(page.statusCode).toBe(503);
      await server.present(pairs.good);
      await until(async () => expect(await states()).toEqual([ready, ready]));
    });

    test("that is expired is what the process says in its one line, and it ends", async () => {
      await server.present(pairs.expired);
      const env = { PATH: process.env.PATH, DATABASE_URL: verified, TLS_CA: authority.certificate, SECRET: testSecret, MAILBOX: "on" };
      const main = startChild(process.execPath, [resolve(import.meta.dirname, "../main.ts")], {
        env: { ...env, PORT: "0", METRICS_PORT: "off" },
        stdio: ["ignore", "ignore", "pipe"],
      });
      let said = "";
      main.stderr!.on("data", (chunk: Buffer) => (said += String(chunk)));
      const [code] = (await once(main, "close")) as [number];
      expect([code, said]).toEqual([1, `Turnout cannot start: the database at DATABASE_URL cannot be used: ${EXPIRED}\n`]);
    });
  });

  describe.skipIf(skipWithoutRedis)("of Redis", async () => {
    const server = await tlsRedis();
    const verified = server.url.replace("redis:", "rediss:");
    const stateOf = async ({ server: asked }: Awaited<ReturnType<typeof testApp>>) => {
      const reply = await asked.inject({ url: "/readyz", headers: { host: "turnout.test" } });
      return [reply.statusCode, JSON.parse(reply.body) as object];
    };

    test("that is good is taken; control: one that offers no encryption is spoken to by redis:// alone", async () => {
      await server.present(pairs.good);
      await tryRedis(verified);
      await tryRedis(verified.replace("localhost", "127.0.0.1"));
      await expect(tryRedis(server.url)).rejects.toThrow(/Connection is closed|ECONNRESET|Socket timeout|Protocol error/);
      await server.present(null);
      await tryRedis(server.url);
      expect(tlsFault(await tryRedis(verified).catch((error: unknown) => error))).toContain("offers no encryption");
    });

    test.each(refused)(
      "that is %s is refused in clear words, by a new value's trial and by /readyz, and serving goes on",
      async (kind, words) => {
        await server.present(pairs[kind]);
        expect(tlsFault(await tryRedis(verified).catch((error: unknown) => error))).toBe(words);
        const { logger, text } = logged();
        const app = await testApp({ redisUrl: verified, logger });
        await until(async () => expect(await stateOf(app)).toEqual([200, { status: "ready", redis: "untrusted", fault: words }]));
        expect(text()).toContain(words);
        await app.stop(0);
      },
    );

    test("that is renewed is taken by itself", async () => {
      await server.present(pairs.expired);
      const app = await testApp({ redisUrl: verified });
      await until(async () => expect(await stateOf(app)).toMatchObject([200, { redis: "untrusted" }]));
      await server.present(pairs.good);
      await until(async () => expect(await stateOf(app)).toEqual([200, { status: "ready", redis: "connected" }]));
      await app.stop(0);
    });
  });

  describe.each([
    ["from the start", true, (place: string) => `smtps://${place}`],
    ["by STARTTLS", false, (place: string) => `smtp://${place}?requireTLS=true`],
  ] as const)("of a mail server that encrypts %s", async (_how, isSecure, urlOf) => {
    const server = await tlsMailServer(isSecure);
    const url = urlOf(server.url);
    const send = (to: string) => {
      const transport = smtpTransport(url, "turnout@turnout.test");
      const mail = {
        messageId: messageIdOf(to, "turnout.test"),
        to: `${to}@example.org`,
        subject: "Picnic",
        html: "<p>Come!</p>",
        text: "Come!",
      };
      return transport.send({ ...mail, headers: {}, calendar: null } as never).finally(() => transport.close());
    };

    test("that is good is taken, and mail arrives", async () => {
      await server.present(pairs.good);
      await tryMailUrl(url);
      await send("grace");
      expect(server.received).toEqual(["grace@example.org"]);
    });

    test.each([
      ...refused.map(([kind, words]) => [`that is ${kind}`, pairs[kind], words] as const),
      ["that is not there, as it does not encrypt,", null, "it offers no encryption"] as const,
    ])(
      "%s is refused in clear words, by a new value's trial, with each mail and at a worker's start, and nothing is sent",
      async (_what, pair, words) => {
        await server.present(pair);
        server.received.length = 0;
        await expect(tryMailUrl(url)).rejects.toThrow(words);
        await expect(send("grace")).rejects.toThrow(words);
        const { logger, text } = logged();
        const transport = smtpTransport(url, "turnout@turnout.test");
        await tryMailServer(transport, logger); // what a worker does at its start
        transport.close();
        expect(text()).toContain(words);
        expect(server.received).toEqual([]);
      },
    );
  });

  test("of a mail server is needed before anything is said: neither password nor mail reach one that offers no encryption", async () => {
    const plain = await recording("220 mail.test ESMTP\r\n", "250-mail.test\r\n250 AUTH PLAIN LOGIN\r\n");
    await expect(tryMailUrl(`smtp://turnout:password@localhost:${plain.port}?requireTLS=true`)).rejects.toThrow("the mail server failed");
    expect(plain.heard()).toMatch(/^EHLO /);
    expect(plain.heard()).not.toMatch(/AUTH|MAIL FROM/);
    const control = await tryMailUrl(`smtp://turnout:password@localhost:${plain.port}?ignoreTLS=true`).catch(() => {});
    expect([control, plain.heard()]).toEqual([undefined, expect.stringContaining("AUTH")]);
  });
});
