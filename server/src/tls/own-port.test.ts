import { randomUUID, X509Certificate } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { request as requestPlain } from "node:http";
import { Agent, request, type RequestOptions } from "node:https";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { text } from "node:stream/consumers";
import { connect, createServer, type ConnectionOptions, type TLSSocket } from "node:tls";
import type { AddressInfo } from "node:net";
import type { IncomingMessage } from "node:http";
import { describe, expect, onTestFinished, test } from "vitest";
import { WebSocket } from "ws";
import type { ServerFrame } from "@turnout/contract/live";
import { changeable } from "../changing.ts";
import { postMessage } from "../chat/commands.ts";
import { testDatabase } from "../db/test-database.ts";
import { freePort } from "../free-port.ts";
import { afterFile } from "../testing/after-file.ts";
import { makeAuthority } from "../testing/certificate-authority.ts";
import { endChild, startChild } from "../testing/child-process.ts";
import { skipWithout } from "../testing/child-server.test-support.ts";
import { guestCookie, listening, snapshotOf } from "../testing/live-client.ts";
import { testApp, testSecret, testUrl } from "../testing/test-app.ts";
import { aGathering, asUser } from "../testing/world.ts";
import { until } from "../testing/until.ts";
import { makeKeyPair } from "./certificate.test-support.ts";
import { contextOf } from "./own-port.ts";
import type { KeyPair } from "./key-pair.ts";

const HOUR = 3_600_000;
const { host } = new URL(testUrl);
const here = { host: "localhost", servername: "localhost" };
const serialOf = ({ cert }: KeyPair) => new X509Certificate(cert).serialNumber;

interface Answer {
  status: number;
  body: string;
  /** Of the certificate that was shown. */
  serial: string;
}

/** One request on a connection of its own, unless it is given an agent; the server's name and certificate are verified. */
async function get(port: number, path: string, options: RequestOptions): Promise<Answer> {
  const reply = await new Promise<IncomingMessage>((done, fail) =>
    request({ ...here, port, path, agent: false, headers: { host }, ...options }, done)
      .on("error", fail)
      .end(),
  );
  const serial = (reply.socket as TLSSocket).getPeerX509Certificate()!.serialNumber;
  return { status: reply.statusCode!, body: await text(reply), serial };
}

describe.skipIf(skipWithout("openssl"))("the product's own port, with a certificate", async () => {
  const authority = makeAuthority();
  const ca = authority.certificate;
  const first = authority.issue();
  const pair = changeable(first);
  const app = await testApp({ tls: pair });
  const port = await listening(app);

  test("answers by TLS, probes too, to whoever verifies it", async () => {
    for (const path of ["/livez", "/readyz"]) expect(await get(port, path, { ca })).toMatchObject({ status: 200, serial: serialOf(first) });
    await expect(get(port, "/livez", { ca: makeAuthority("Foreign authority").certificate })).rejects.toThrow("unable to verify");
    await expect(get(port, "/livez", { ca, servername: "elsewhere.test" })).rejects.toThrow("does not match certificate's altnames");
  });

  test("says nothing without TLS", async () => {
    const plain = new Promise((done, fail) => requestPlain({ host: "127.0.0.1", port, path: "/livez" }, done).on("error", fail).end());
    await expect(plain).rejects.toThrow(/socket hang up|ECONNRESET/);
  });

  test("speaks TLS 1.2 and 1.3, no earlier ones and no weak ciphers; control: this client knows them", async () => {
    const speaks = (to: number, options: ConnectionOptions) =>
      new Promise<string | null>((done) => {
        const socket = connect({ ...here, port: to, ca, ...options }, () => done(socket.getProtocol()));
        onTestFinished(() => void socket.destroy());
        socket.once("error", ({ code }: NodeJS.ErrnoException) => done(code ?? "failed"));
      });
    const only = (version: "TLSv1.1" | "TLSv1.2" | "TLSv1.3") => ({ minVersion: version, maxVersion: version });
    const old = { ...only("TLSv1.1"), ciphers: "DEFAULT:@SECLEVEL=0" };
    const weak = { ...only("TLSv1.2"), ciphers: "ECDHE-ECDSA-AES128-SHA256" };
    const strong = { ...only("TLSv1.2"), ciphers: "ECDHE-ECDSA-AES128-GCM-SHA256" };
    expect(await speaks(port, only("TLSv1.3"))).toBe("TLSv1.3");
    expect(await speaks(port, strong)).toBe("TLSv1.2");
    const refusals = async () => [await speaks(port, old), await speaks(port, weak)];
    const refused = [expect.stringMatching(/PROTOCOL_VERSION/), expect.stringMatching(/HANDSHAKE_FAILURE/)];
    expect(await refusals()).toEqual(refused);
    pair.set(authority.issue()); // a new one changes nothing of that
    expect(await refusals()).toEqual(refused);
    const taking = createServer({ ...first, minVersion: "TLSv1", ciphers: "DEFAULT:ECDHE-ECDSA-AES128-SHA256:@SECLEVEL=0" });
    onTestFinished(() => void taking.close());
    await once(taking.listen(0, "127.0.0.1"), "listening");
    const { port: control } = taking.address() as AddressInfo;
    expect([await speaks(control, old), await speaks(control, weak)]).toEqual(["TLSv1.1", "TLSv1.2"]);
  });

  test("changes its certificate without a word to whoever is there: a request in the middle, a kept connection and a socket go on", async () => {
    const gathering = await aGathering({ ...app.deps, hints: [] } as never, { guests: 1 });
    const cookie = await guestCookie(app, gathering.id, gathering.guests[0]!.id);
    const { epoch, seq: after } = await snapshotOf(app, gathering.id, cookie);
    const socket = new WebSocket(`wss://localhost:${port}/live`, { ca, headers: { origin: testUrl, cookie } });
    onTestFinished(() => socket.terminate());
    const frames: ServerFrame[] = [];
    socket.on("message", (data) => frames.push(JSON.parse((data as Buffer).toString()) as ServerFrame));
    await once(socket, "open");
    socket.send(JSON.stringify({ type: "follow", eventId: gathering.id, epoch, after }));
    await until(() => expect(frames.map(({ type }) => type)).toContain("caughtUp"));

    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    onTestFinished(() => agent.destroy());
    const before = (await get(port, "/livez", { ca, agent })).serial;
    const body = JSON.stringify({ email: "nobody@turnout.test", password: "a password" });
    const headers = { host, origin: testUrl, "content-type": "application/json", "content-length": body.length };
    const slow = request({ ...here, port, ca, agent: false, method: "POST", path: "/api/auth/sign-in", headers });
    slow.write(body.slice(0, 10));
    const [raw] = (await once(slow, "socket")) as [TLSSocket];
    await once(raw, "secureConnect");

    const next = authority.issue();
    pair.set(next);

    expect((await get(port, "/livez", { ca })).serial).toBe(serialOf(next));
    expect((await get(port, "/livez", { ca, agent })).serial).toBe(before); // the connection from before
    expect(before).not.toBe(serialOf(next));
    slow.end(body.slice(10));
    const [reply] = (await once(slow, "response")) as [IncomingMessage];
    expect([reply.statusCode, raw.getPeerX509Certificate()!.serialNumber]).toEqual([401, before]);
    reply.resume();

    const said = { commandId: randomUUID(), text: "hello", replyTo: null };
    const { seq } = await app.deps.changeEvent(gathering.id, postMessage, said, asUser(gathering.host));
    const isHere = (frame: ServerFrame) => frame.type === "entries" && frame.upTo >= seq;
    await until(() => expect(frames.some(isHere)).toBe(true));
    expect(socket.readyState).toBe(WebSocket.OPEN);
  });
});

describe.skipIf(skipWithout("openssl"))("a process whose certificate is in files", async () => {
  const authority = makeAuthority();
  const ca = authority.certificate;
  const folder = mkdtempSync(join(tmpdir(), "turnout-own-port-"));
  afterFile(() => rmSync(folder, { recursive: true, force: true }));
  const files = { cert: join(folder, "tls.crt"), key: join(folder, "tls.key") };
  /** By renaming, as agents do. */
  const write = (pair: Partial<KeyPair>) => {
    for (const [name, content] of Object.entries(pair)) {
      writeFileSync(join(folder, "next"), content);
      renameSync(join(folder, "next"), files[name as keyof KeyPair]);
    }
  };
  const { url } = await testDatabase();

  async function start(more: Record<string, string> = {}) {
    const [port, metricsPort] = [await freePort(), await freePort()];
    const ports = { PORT: String(port), METRICS_PORT: String(metricsPort) };
    const given = { DATABASE_URL: url, SECRET: testSecret, TLS_CERT_FILE: files.cert, TLS_KEY_FILE: files.key, MAILBOX: "on" };
    const env = { PATH: process.env.PATH, NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE, ...given, ...ports, ...more };
    const server = startChild(process.execPath, [resolve(import.meta.dirname, "../main.ts")], { env, stdio: ["ignore", "pipe", "pipe"] });
    afterFile(() => endChild(server, "SIGKILL"));
    let said = "";
    for (const output of [server.stdout, server.stderr]) output!.on("data", (chunk: Buffer) => (said += String(chunk)));
    const metric = async (name: string) => {
      const all = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
      return Number(
        all
          .split("\n")
          .find((line) => line.startsWith(`${name} `))
          ?.split(" ")[1],
      );
    };
    return { server, port, metric, said: () => said };
  }

  test("follows them: a good one is shown to whoever connects anew, any other leaves the one before, and is told of", async () => {
    const first = authority.issue({ until: new Date(Date.now() + 40 * 24 * HOUR) });
    write(first);
    const { port, metric, said } = await start();
    await until(() => expect(said()).toContain(`Turnout is ready: https://localhost:${port}`));
    const shown = async () => (await get(port, "/readyz", { ca, headers: {} })).serial;
    expect(await shown()).toBe(serialOf(first));
    const ends = 'turnout_certificate_expires_timestamp_seconds{peer="server"}';
    expect(await metric(ends)).toBe(new X509Certificate(first.cert).validToDate.getTime() / 1_000);
    const refused = 'turnout_setting_refused{setting="TLS_CERT_FILE"}';
    expect(await metric(refused)).toBe(0);

    const stray = authority.issue();
    const faults: [() => void, string][] = [
      [() => write({ cert: stray.cert }), "TLS_KEY is not the key of the certificate in TLS_CERT"],
      [() => write(authority.issue({ until: new Date(Date.now() - HOUR) })), "TLS_CERT has a certificate that has expired: renew it"],
      [() => write({ cert: first.cert.slice(0, 300), key: first.key }), "TLS_CERT must be certificates in PEM form"],
      [() => rmSync(files.cert), "ENOENT"],
    ];
    for (const [spoil, reason] of faults) {
      spoil();
      await until(() => expect(said()).toContain(reason), { interval: 100 });
      expect(await metric(refused), reason).toBe(1);
      expect(await shown(), reason).toBe(serialOf(first));
    }
    expect(said().match(/a setting's file cannot be used; the value before stays/g)!.length).toBeGreaterThanOrEqual(faults.length);

    const next = authority.issue({ until: new Date(Date.now() + 50 * 24 * HOUR) });
    write(next);
    await until(async () => expect(await shown()).toBe(serialOf(next)), { interval: 100 });
    await until(async () => expect(await metric(refused)).toBe(0), { interval: 100 });
    expect(said()).not.toContain("PRIVATE KEY");
  }, 180_000);

  test.each<[string, () => void, Record<string, string>, string]>([
    ["no key", () => write(makeKeyPair()), { TLS_KEY_FILE: "" }, "TLS_CERT and TLS_KEY belong together: one of them is missing"],
    ["no certificate", () => write(makeKeyPair()), { TLS_CERT_FILE: "" }, "TLS_CERT and TLS_KEY belong together: one of them is missing"],
    [
      "another's key",
      () => write({ cert: makeKeyPair().cert, key: makeKeyPair().key }),
      {},
      "TLS_KEY is not the key of the certificate in TLS_CERT",
    ],
    [
      "an expired certificate",
      () => write(authority.issue({ until: new Date(Date.now() - HOUR) })),
      {},
      "TLS_CERT has a certificate that has expired: renew it",
    ],
    [
      "a file that is not there",
      () => rmSync(files.key, { force: true }),
      {},
      `TLS_KEY_FILE names a file that cannot be read: ENOENT (it is "${files.key}")`,
    ],
  ])("does not start with %s, and says so in one line", async (_, prepare, more, line) => {
    write(authority.issue());
    prepare();
    const { server, said } = await start(more);
    await once(server, "close");
    expect([said(), server.exitCode]).toEqual([`Turnout cannot start: ${line}\n`, 1]);
  });
});

test("what is shown is made for TLS 1.2 at least, whatever Node's own default is", () => {
  expect(contextOf({ cert: "c", key: "k" })).toMatchObject({ cert: "c", key: "k", minVersion: "TLSv1.2" });
});
