import { connect, createServer, type AddressInfo } from "node:net";
import { once } from "node:events";
import { describe, expect, onTestFinished, test } from "vitest";
import { changeable } from "./changing.ts";
import { skipWithoutRedis } from "./redis/redis-server.test-support.ts";
import { createMetrics } from "./telemetry/metrics.ts";
import { makeAuthority } from "./testing/certificate-authority.ts";
import { skipWithout } from "./testing/child-server.test-support.ts";
import { endAt, SHOWN_WITHIN } from "./tls/certificate-end.ts";
import { tlsMailServer, tlsPostgres, tlsRedis } from "./tls/tls-servers.test-support.ts";
import { LOOK_EVERY, watchCertificates, type Certificates } from "./watch-certificates.ts";

const DAY = 86_400_000;
/** X.509 has whole seconds. */
const now = Math.floor(Date.now() / 1_000) * 1_000;
const inDays = (days: number) => new Date(now + days * DAY);

function watching(certificates: Partial<Certificates>, lookEvery = 0) {
  const metrics = createMetrics();
  watchCertificates(metrics, { publicUrl: "http://turnout.test", databaseUrl: null, ...certificates }, lookEvery);
  return async () => {
    const found = (await metrics.registry.metrics()).matchAll(/^turnout_certificate_expires_timestamp_seconds\{peer="(\w+)"\} (\S+)$/gm);
    return Object.fromEntries([...found].map(([, peer, seconds]) => [peer!, new Date(Number(seconds) * 1_000)]));
  };
}

describe.skipIf(skipWithout("openssl") || skipWithoutRedis)("the end of a certificate", async () => {
  const authority = makeAuthority("Authority for tests", inDays(90));
  const [database, redis, site, startTls] = [await tlsPostgres(), await tlsRedis(), await tlsMailServer(true), await tlsMailServer(false)];
  const urls = {
    databaseUrl: `${database.url}?sslmode=verify-full`,
    redisUrl: redis.url.replace("redis:", "rediss:"),
    smtpUrl: `smtp://${startTls.url}`,
    // What follows the handshake is not looked at: any server that encrypts at once shows its certificate.
    publicUrl: `https://${site.url}`,
  };

  test("is told of each server that is met by TLS, and of what is trusted and shown here, whoever has signed it", async () => {
    const ends = { database: inDays(10), redis: inDays(20), mail: inDays(30), site: inDays(40), inbound: inDays(50), server: inDays(45) };
    await database.present(authority.issue({ until: ends.database }));
    await redis.present(authority.issue({ until: ends.redis }));
    await startTls.present(authority.issue({ until: ends.mail }));
    await site.present(authority.issue({ until: ends.site }));
    const inboundTls = changeable(authority.issue({ until: ends.inbound }));
    const tls = changeable(authority.issue({ until: ends.server }));
    const tlsCa = changeable([authority, makeAuthority("Another", inDays(60))].map(({ certificate }) => certificate).join("\n"));
    const told = watching({ ...urls, tlsCa, tls, inboundTls });
    expect(await told()).toEqual({ ...ends, authority: inDays(60) });
    tlsCa.set(authority.certificate);
    expect((await told())["authority"]).toEqual(inDays(90));
  });

  test("is told also when it is over, and is known on while its server is away, until it is renewed", async () => {
    const [over, renewed] = [inDays(-1), inDays(30)];
    await redis.present(authority.issue({ from: inDays(-2), until: over }));
    const told = watching({ redisUrl: urls.redisUrl });
    expect(await told()).toEqual({ redis: over });
    await redis.present(null); // it answers nothing by TLS
    expect(await told()).toEqual({ redis: over });
    await redis.present(authority.issue({ until: renewed }));
    expect(await told()).toEqual({ redis: renewed });
  });

  test("costs no more than a handshake in 15 seconds, and none where a URL does not ask for TLS", async () => {
    expect(LOOK_EVERY).toBe(15_000);
    let connections = 0;
    const counting = createServer((socket) => {
      connections++;
      const passedOn = connect({ port: Number(new URL(urls.publicUrl).port), host: "127.0.0.1" });
      for (const one of [socket, passedOn]) one.on("error", () => {});
      socket.pipe(passedOn).pipe(socket);
    });
    await once(counting.listen(0, "127.0.0.1"), "listening");
    onTestFinished(() => void counting.close());
    const at = `localhost:${(counting.address() as AddressInfo).port}`;
    await site.present(authority.issue());
    const told = watching({ publicUrl: `https://${at}` }, LOOK_EVERY);
    for (let scrape = 0; scrape < 3; scrape++) expect(Object.keys(await told())).toEqual(["site"]);
    expect(connections).toBe(1);
    const plain = watching({ databaseUrl: `postgres://${at}/x`, redisUrl: `redis://${at}`, smtpUrl: `smtp://${at}?ignoreTLS=true` });
    expect([await plain(), connections]).toEqual([{}, 1]);
  });

  test("keeps nobody waiting for a server that says nothing", async () => {
    const silent = createServer((socket) => socket.on("error", () => {}).resume());
    await once(silent.listen(0, "127.0.0.1"), "listening");
    onTestFinished(() => void silent.close());
    const began = performance.now();
    const schemes = ["https", "rediss", "smtp", "postgres"];
    const ends = await Promise.all(schemes.map((scheme) => endAt(`${scheme}://localhost:${(silent.address() as AddressInfo).port}`)));
    expect(ends).toEqual([null, null, null, null]);
    expect(performance.now() - began).toBeLessThan(2 * SHOWN_WITHIN);
  });
});
