import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { request, type IncomingMessage } from "node:http";
import { connect as connectHttp2, type Settings } from "node:http2";
import { request as requestTls } from "node:https";
import { connect, type AddressInfo } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { connect as connectTls, createServer as createTlsServer, type ConnectionOptions } from "node:tls";
import { describe, expect, onTestFinished, test } from "vitest";
import { WebSocket } from "ws";
import { MAX_DESCRIPTION, MAX_PLACE_NAME, MAX_TITLE } from "@turnout/contract/events";
import { createAccount } from "../../server/src/accounts/accounts.ts";
import { hashPassword } from "../../server/src/accounts/password-hash.ts";
import { postMessage } from "../../server/src/chat/commands.ts";
import { NOTICE_BEHIND_PROXY } from "../../server/src/config.ts";
import { freePort } from "../../server/src/free-port.ts";
import { clientAddress } from "../../server/src/http/client-network.ts";
import { MAX_BODY } from "../../server/src/http/server.ts";
import { MAX_INBOUND_BYTES } from "../../server/src/mail/inbound/smtp-listener.ts";
import { WEBHOOK_PATH } from "../../server/src/mail/inbound/webhook-routes.ts";
import { MAX_REPORTS_BYTES, REPORTS_PATH } from "../../server/src/mail/provider-reports/report-routes.ts";
import { MAX_IMAGE_BYTES } from "../../server/src/pictures/limits.ts";
import { HEARTBEAT, LIVE_PATH } from "../../server/src/realtime/socket.ts";
import { skipWithout } from "../../server/src/testing/child-server.test-support.ts";
import { follow, guestCookie, has, listening, reaches, snapshotOf } from "../../server/src/testing/live-client.ts";
import { testApp, testUrl } from "../../server/src/testing/test-app.ts";
import { aGathering, asUser } from "../../server/src/testing/world.ts";
import { makeCertificate, startHaproxy, startNginx } from "./proxies.test-support.ts";

const read = (name: string) => readFileSync(join(import.meta.dirname, name), "utf8");
const [haproxy, nginx] = [read("haproxy.cfg"), ["turnout", "server", "proxy"].map((name) => read(`nginx/${name}.conf`)).join("\n")];
const HOPS = 1;
/** Frames of a WebSocket without content: a client's ping, masked, and the server's answer. */
const [PING, PONG] = [Buffer.from([0x89, 0x80, 0, 0, 0, 0]), Buffer.from([0x8a, 0])];
const { host } = new URL(testUrl);

interface Sent {
  method?: string;
  path: string;
  headers?: Record<string, string>;
  body?: Buffer;
}

/** One request from the loopback address 127.0.0.2, which only a proxy can tell of. */
async function send(port: number, { method = "GET", path, headers, body }: Sent) {
  const reply = await new Promise<IncomingMessage>((resolve, reject) => {
    const options = { host: "127.0.0.1", localAddress: "127.0.0.2", port, method, path, headers: { host, ...headers } };
    request(options, resolve).on("error", reject).end(body);
  });
  return { status: reply.statusCode, headers: reply.headers, body: await text(reply) };
}

/** Every number of seconds of a setting. */
const secondsOf = (config: string, setting: RegExp) =>
  [...config.matchAll(new RegExp(`^\\s*${setting.source}\\s+([\\d.]+)(ms|s)\\b`, "gm"))].map(
    ([, amount, unit]) => Number(amount) / (unit === "ms" ? 1_000 : 1),
  );

test("a silent socket outlives two heartbeats", () => {
  const heartbeats = (2 * HEARTBEAT) / 1_000;
  const timeouts = [secondsOf(haproxy, /timeout (?:client|server|tunnel)/), secondsOf(nginx, /proxy_(?:read|send)_timeout/)];
  expect(timeouts.map(({ length }) => length)).toEqual([3, 2]);
  for (const one of timeouts.flat()) expect(one).toBeGreaterThan(heartbeats);
});

test("HAProxy notices a server that leaves before its notice is over, and sends whoever comes back more from second to second", () => {
  const [, first, next, fall] = /check inter (\d+)s fastinter (\d+)ms fall (\d+)/.exec(haproxy)!.map(Number) as [
    number,
    number,
    number,
    number,
  ];
  expect(first + (next / 1_000) * (fall - 1)).toBeLessThan(NOTICE_BEHIND_PROXY / 2);
  expect(haproxy.match(/slowstart \d+s/g)).toHaveLength(2);
});

test("nginx takes bodies as large as the server does, pictures and mails as large as may be, and holds back none of them, nor frames", () => {
  expect(nginx).toContain(`client_max_body_size ${MAX_BODY / 1024}k;`);
  const [images, mails, reports, live] = ["= /api/images", `= ${WEBHOOK_PATH}`, REPORTS_PATH.replace(":provider", ""), "= /live"].map(
    (path) => new RegExp(`location ${path} \\{([^}]*)`).exec(nginx)![1],
  );
  expect(images).toContain(`client_max_body_size ${MAX_IMAGE_BYTES / 1024 / 1024}m;`);
  expect(mails).toContain(`client_max_body_size ${MAX_INBOUND_BYTES / 1024 / 1024}m;`);
  expect(reports).toContain(`client_max_body_size ${MAX_REPORTS_BYTES / 1024 / 1024}m;`);
  for (const one of [images, mails, reports]) expect(one).toContain("proxy_request_buffering off;");
  expect(live).toContain("proxy_buffering off;");
});

const programs = { nginx: startNginx, haproxy: startHaproxy };
const missing = process.platform === "win32" || skipWithout("openssl");

describe.each(["nginx", "haproxy"] as const)("behind %s with the configuration of this folder", (program) => {
  describe.skipIf(missing || skipWithout(program))("the product", async () => {
    const app = await testApp({ trustedHops: HOPS });
    const behind = await listening(app);
    const seen: string[] = [];
    app.server.server.on("request", (one: IncomingMessage) => {
      // Checks of its health come from the proxy itself.
      if (one.url !== "/readyz") seen.push(clientAddress(one, HOPS));
    });
    const certificate = makeCertificate();
    const ports = await programs[program]([behind], certificate);

    test("browsers speak HTTP/2 with it over TLS", async () => {
      const session = connectHttp2(`https://127.0.0.1:${ports.tls}`, { rejectUnauthorized: false });
      onTestFinished(() => session.destroy());
      const stream = session.request({ ":path": "/livez", ":authority": host });
      const [status, body] = await Promise.all([
        new Promise((done) => stream.once("response", (headers) => done(headers[":status"]))),
        text(stream),
      ]);
      expect([status, JSON.parse(body), session.alpnProtocol]).toEqual([200, { status: "alive" }, "h2"]);
    });

    test("browsers open sockets over HTTP/2 where it offers them, as HAProxy does, and else over HTTP/1.1", async () => {
      const session = connectHttp2(`https://127.0.0.1:${ports.tls}`, { rejectUnauthorized: false });
      onTestFinished(() => session.destroy());
      const { enableConnectProtocol } = await new Promise<Settings>((done) => session.once("remoteSettings", done));
      expect(enableConnectProtocol === true).toBe(program === "haproxy");
      if (!enableConnectProtocol) return;
      const extended = { ":method": "CONNECT", ":protocol": "websocket", ":scheme": "https", ":path": LIVE_PATH, ":authority": host };
      const stream = session.request({ ...extended, origin: testUrl, "sec-websocket-version": "13" });
      expect(await new Promise((done) => stream.once("response", (headers) => done(headers[":status"])))).toBe(200);
      stream.write(PING);
      expect(await new Promise((done) => stream.once("data", done))).toEqual(PONG);
    });

    test("TLS 1.2 and 1.3 are spoken, earlier ones and weak ciphers are not; control: this client knows them", async () => {
      const speaks = (port: number, options: ConnectionOptions) =>
        new Promise<string | null>((done) => {
          const socket = connectTls({ port, host: "127.0.0.1", rejectUnauthorized: false, ...options }, () => done(socket.getProtocol()));
          onTestFinished(() => void socket.destroy());
          socket.once("error", ({ code }: NodeJS.ErrnoException) => done(code ?? "failed"));
        });
      const only = (version: "TLSv1.1" | "TLSv1.2" | "TLSv1.3") => ({ minVersion: version, maxVersion: version });
      const old = { ...only("TLSv1.1"), ciphers: "DEFAULT:@SECLEVEL=0" };
      const weak = { ...only("TLSv1.2"), ciphers: "AES128-SHA256:ECDHE-RSA-AES128-SHA256" };
      expect(await speaks(ports.tls, only("TLSv1.2"))).toBe("TLSv1.2");
      expect(await speaks(ports.tls, only("TLSv1.3"))).toBe("TLSv1.3");
      expect(await speaks(ports.tls, old)).toBe("ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION");
      expect(await speaks(ports.tls, weak)).toMatch(/HANDSHAKE_FAILURE/);
      const [cert, key] = [certificate.certificate, certificate.key].map((file) => readFileSync(file)) as [Buffer, Buffer];
      const taking = createTlsServer({ cert, key, minVersion: "TLSv1", ciphers: "DEFAULT:AES128-SHA256:@SECLEVEL=0" });
      onTestFinished(() => void taking.close());
      await new Promise<void>((done) => taking.listen(0, "127.0.0.1", done));
      const { port } = taking.address() as AddressInfo;
      expect([await speaks(port, old), await speaks(port, weak)]).toEqual(["TLSv1.1", "TLSv1.2"]);
    });

    test("browsers learn to come by TLS only, once, also from what the proxy answers itself, and not for hosts below this one", async () => {
      const header = async (port: number) => {
        const reply = await new Promise<IncomingMessage>((resolve, reject) =>
          requestTls({ host: "127.0.0.1", port, path: "/", headers: { host }, rejectUnauthorized: false }, resolve)
            .on("error", reject)
            .end(),
        );
        reply.resume();
        const values = reply.rawHeaders.filter((_, at) => reply.rawHeaders[at - 1]?.toLowerCase() === "strict-transport-security");
        return [reply.statusCode, values];
      };
      expect(await header(ports.tls)).toEqual([200, ["max-age=63072000"]]);
      const alone = await programs[program]([await freePort()], certificate);
      expect(await header(alone.tls)).toEqual([program === "nginx" ? 502 : 503, ["max-age=63072000"]]);
    });

    test("whoever comes without TLS is sent to https://, with the method, and nothing reaches the product", async () => {
      seen.length = 0;
      for (const method of ["GET", "PUT"]) {
        const reply = await send(ports.redirect, { method, path: "/e/1?a=b" });
        expect([method, reply.status, reply.headers.location]).toEqual([method, 308, `https://${host}/e/1?a=b`]);
      }
      expect(seen).toEqual([]);
      expect((await send(ports.plain, { path: "/livez" })).status).toBe(200); // control: it would be seen
      expect(seen).toHaveLength(1);
    });

    test("sockets are open over TLS, and what is said over them comes back", async () => {
      const socket = new WebSocket(`wss://127.0.0.1:${ports.tls}${LIVE_PATH}`, {
        rejectUnauthorized: false,
        headers: { host, origin: testUrl },
      });
      onTestFinished(() => socket.terminate());
      await once(socket, "open");
      socket.ping("are you there");
      expect(String((await once(socket, "pong"))[0])).toBe("are you there");
    });

    test("a balancer before it tells addresses by the PROXY protocol", async () => {
      seen.length = 0;
      const socket = connect(ports.passedOn, "127.0.0.1");
      onTestFinished(() => void socket.destroy());
      socket.write("PROXY TCP4 203.0.113.7 192.0.2.1 40000 443\r\n");
      const secure = connectTls({ socket, rejectUnauthorized: false, ALPNProtocols: ["http/1.1"] });
      secure.write(`GET /livez HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
      expect(await text(secure)).toMatch(/^HTTP\/1\.1 200 /);
      expect(seen).toEqual(["203.0.113.7"]);
    });

    test("pages are served, and a client cannot forge its address", async () => {
      seen.length = 0;
      expect((await send(ports.plain, { path: "/livez", headers: { "x-forwarded-for": "203.0.113.9" } })).status).toBe(200);
      expect((await send(ports.plain, { path: "/" })).headers["content-type"]).toContain("text/html");
      expect(seen).toEqual(["127.0.0.2", "127.0.0.2"]);
    });

    test("a request for another host is refused", async () => {
      const reply = await send(ports.plain, { path: "/", headers: { host: "evil.test" } });
      expect([reply.status, JSON.parse(reply.body).code]).toEqual([421, "misdirected"]);
    });

    test("a message reaches a client at once over a socket", async () => {
      const gathering = await aGathering({ ...app.deps, hints: [] } as never, { guests: 1 });
      const cookie = await guestCookie(app, gathering.id, gathering.guests[0]!.id);
      const reader = await follow(ports.plain, await snapshotOf(app, gathering.id, cookie), gathering.id, cookie);
      expect(has("caughtUp")(reader.frames)).toBe(true);
      const said = { commandId: randomUUID(), text: "hello", replyTo: null };
      const { seq } = await app.deps.changeEvent(gathering.id, postMessage, said, asUser(gathering.host));
      await reader.until(reaches(seq));
    });

    test("the longest headers of a reply pass: where a calendar on the web opens with the event filled in", async () => {
      const world = { ...app.deps, hints: [] } as never;
      const place = { kind: "place" as const, name: "火".repeat(MAX_PLACE_NAME), address: "" };
      const fields = { title: "火".repeat(MAX_TITLE), description: "火".repeat(MAX_DESCRIPTION), place };
      const { id, guests } = await aGathering(world, { guests: 1, fields });
      const cookie = await guestCookie(app, id, guests[0]!.id);
      const reply = await send(ports.plain, { path: `/api/events/${id}/calendar/outlook`, headers: { cookie } });
      expect([reply.status, reply.headers.location!.length > 1_900]).toEqual([303, true]);
    });

    test("an upload of nearly the largest size succeeds", async () => {
      const body = Buffer.alloc(MAX_IMAGE_BYTES - 1_024, 0);
      readFileSync(join(import.meta.dirname, "../../web/public/icon-512.png")).copy(body);
      const [email, password] = [`${program}@people.test`, "tangerine-kayak-7"];
      const passwordHash = await hashPassword(password);
      await app.deps.db.transaction().execute((tx) => createAccount(tx, { name: "Ada", email, locale: "en", passwordHash }));
      const headers = { origin: testUrl, "content-type": "application/json" };
      const signIn = { method: "POST", path: "/api/auth/sign-in", headers, body: Buffer.from(JSON.stringify({ email, password })) };
      const signedIn = await send(ports.plain, signIn);
      const cookie = String(signedIn.headers["set-cookie"]).split(";")[0]!;
      const picture = { origin: testUrl, cookie, "content-type": "image/png" };
      const reply = await send(ports.plain, { method: "POST", path: "/api/images", headers: picture, body });
      expect([reply.status, reply.body.slice(0, 200)]).toEqual([200, expect.stringContaining("imageId")]);
    });
  });
});
