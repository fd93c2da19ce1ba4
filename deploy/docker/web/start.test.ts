import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer, request, type IncomingMessage, type RequestListener } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { connect, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, describe, expect, test } from "vitest";
import { freePort } from "../../../server/src/free-port.ts";
import { MAX_BODY } from "../../../server/src/http/server.ts";
import { MAX_IMAGE_BYTES } from "../../../server/src/pictures/limits.ts";
import { makeAuthority } from "../../../server/src/testing/certificate-authority.ts";
import { startChild } from "../../../server/src/testing/child-process.ts";
import { skipWithout } from "../../../server/src/testing/child-server.test-support.ts";
import { afterFile } from "../../../server/src/testing/after-file.ts";
import type { KeyPair } from "../../../server/src/tls/key-pair.ts";

const folder = mkdtempSync(join(tmpdir(), "turnout-proxy-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What start.sh writes down for nginx, in another folder and for one that does nothing. */
function startedIn(home: string, env: Record<string, string>): void {
  for (const name of ["tmp", "etc"]) mkdirSync(join(home, name), { recursive: true });
  for (const file of ["proxy.conf", "server.conf", "to-server-tls.conf"])
    writeFileSync(join(home, "etc", file), placedIn(home, readFileSync(join(import.meta.dirname, "../../edge/nginx", file), "utf8")));
  for (const file of ["asset-headers.conf", "to-server.conf"])
    writeFileSync(join(home, "etc", file), placedIn(home, readFileSync(join(import.meta.dirname, file), "utf8")));
  writeFileSync(join(folder, "nginx"), "#!/bin/sh\n", { mode: 0o755 });
  const script = placedIn(home, readFileSync(join(import.meta.dirname, "start.sh"), "utf8"));
  execFileSync("sh", ["-c", script], { env: { PATH: `${folder}:${process.env.PATH}`, ...env }, stdio: "pipe" });
}

const placedIn = (home: string, config: string) =>
  config.replaceAll("/tmp/", `${home}/tmp/`).replaceAll("/etc/nginx/turnout/", `${home}/etc/`).replaceAll("/srv/web", `${home}/web`);

/** What start.sh says that nginx is to do, file by file. */
function saidOf(env: Record<string, string>) {
  const home = mkdtempSync(join(folder, "said-"));
  startedIn(home, env);
  return {
    upstream: readFileSync(join(home, "tmp/upstream.conf"), "utf8"),
    toServer: readFileSync(join(home, "tmp/to-server.conf"), "utf8"),
  };
}

async function serverThat(answers: RequestListener, pair?: KeyPair): Promise<string> {
  const server = pair ? createTlsServer(pair, answers) : createServer(answers);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  afterFile(() => server.closeAllConnections());
  afterFile(() => server.close());
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** The image's nginx with its own configuration, in another folder and at another port. */
async function proxyTo(servers: string, more: Record<string, string> = {}) {
  const port = await freePort();
  const home = mkdtempSync(join(folder, "home-"));
  startedIn(home, { API_SERVERS: servers, ...more });
  mkdirSync(join(home, "web/assets"), { recursive: true });
  const config = join(home, "nginx.conf");
  // Started by root, as in some pipelines, nginx would change to a user who cannot enter here.
  const user = process.getuid?.() === 0 ? "user root;\n" : "";
  const image = readFileSync(join(import.meta.dirname, "nginx.conf"), "utf8");
  writeFileSync(config, user + placedIn(home, image).replace("listen 8080", `listen 127.0.0.1:${port}`));
  const nginx = startChild("nginx", ["-p", home, "-c", config, "-e", "stderr"], { stdio: ["ignore", "ignore", "pipe"] });
  let logged = "";
  nginx.stderr!.on("data", (chunk: Buffer) => (logged += String(chunk)));
  afterFile(() => void nginx.kill("SIGKILL"));
  const isUp = () =>
    fetch(`http://127.0.0.1:${port}/healthz`).then(
      ({ status }) => status,
      () => logged,
    );
  await expect.poll(isUp).toBe(200);
  return { port, origin: `http://127.0.0.1:${port}`, logged: () => logged, temporary: () => filesIn(home) };
}

/** What nginx has put aside of bodies and answers. */
const filesIn = (home: string) =>
  ["client_body", "proxy"]
    .flatMap((name) => readdirSync(join(home, "tmp", name), { recursive: true, withFileTypes: true }))
    .filter((one) => one.isFile());

const post = (origin: string, path: string, bytes: number) =>
  fetch(origin + path, { method: "POST", body: Buffer.alloc(bytes, "x") }).then(({ status }) => status);

test("several servers are each left out for a moment after a failure; one address of all never is", () => {
  const upstreamOf = (servers: string) => saidOf({ API_SERVERS: servers }).upstream;
  expect(upstreamOf("one:3000 two:3000")).toMatch(/server one:3000 max_fails=1 fail_timeout=2s;\n +server two:3000 max_fails=1/);
  expect(upstreamOf("all:3000")).toMatch(/server all:3000 max_fails=0;\n +server all:3000 max_fails=0;/);
});

test("servers are spoken to by TLS where an authority and a name are given: not with one of them alone, and else without TLS", () => {
  const [servers, ca] = [{ API_SERVERS: "all:3000" }, { SERVER_CA: "/run/secrets/ca.crt" }];
  expect(saidOf(servers).toServer).toBe("proxy_pass http://server;\n");
  const verified = saidOf({ ...servers, ...ca, SERVER_NAME: "party-api.events.svc" }).toServer;
  for (const line of ["proxy_pass https://server", "proxy_ssl_verify on", "proxy_ssl_name party-api.events.svc"])
    expect(verified).toContain(`${line};\n`);
  expect(verified).toContain("proxy_ssl_trusted_certificate /run/secrets/ca.crt;\n");
  expect(() => saidOf({ ...servers, ...ca })).toThrow("SERVER_NAME is missing");
  expect(() => saidOf({ ...servers, ...ca, SERVER_NAME: "a;b" })).toThrow("are names and addresses");
  expect(() => saidOf({ ...servers, SERVER_CA: "/a b", SERVER_NAME: "a" })).toThrow("is the path of a file");
});

describe.skipIf(skipWithout("nginx"))("nginx with the image's configuration", () => {
  test("asks again where one of several servers behind an address is on its way out, and goes on asking", async () => {
    let asked = 0;
    const halfAway = await serverThat((_request, response) => response.writeHead(asked++ % 2 === 0 ? 503 : 200).end());
    const { origin } = await proxyTo(halfAway);
    for (let times = 0; times < 10; times++) expect((await fetch(origin)).status).toBe(200);
  });

  test("takes a body as large as the server does, a picture as large as may be, and no larger ones", async () => {
    const reader = await serverThat((asked, response) => void text(asked).then(() => response.end()));
    const { origin } = await proxyTo(reader);
    expect(await post(origin, "/api/events", MAX_BODY)).toBe(200);
    expect(await post(origin, "/api/events", MAX_BODY + 1)).toBe(413);
    expect(await post(origin, "/api/images", MAX_IMAGE_BYTES)).toBe(200);
    expect(await post(origin, "/api/images", MAX_IMAGE_BYTES + 1)).toBe(413);
  });

  test("puts nothing aside: neither bodies that stop coming in, nor pictures on their way, nor answers that nobody takes", async () => {
    const began: string[] = [];
    const server = await serverThat((asked, response) => {
      began.push(asked.url!);
      asked.on("data", () => {});
      if (asked.url === "/long") response.end(Buffer.alloc(30_000_000, "y"));
    });
    const { port, temporary } = await proxyTo(server);
    const half = (path: string, length: number, sent: number) => {
      const socket = connect(port, "127.0.0.1", () =>
        socket.write(`POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Length: ${length}\r\n\r\n${"x".repeat(sent)}`),
      );
      afterFile(() => void socket.destroy());
    };
    half("/api/events", MAX_BODY, MAX_BODY - 1);
    half("/api/images", MAX_IMAGE_BYTES, 1_000_000);
    const answer = await new Promise<IncomingMessage>((done) => request({ port, host: "127.0.0.1", path: "/long" }, done).end());
    afterFile(() => void answer.destroy());
    // The picture's server hears of it at once, and can refuse it.
    await expect.poll(() => began.toSorted()).toEqual(["/api/images", "/long"]);
    await new Promise((done) => setTimeout(done, 300));
    expect(temporary()).toEqual([]);
  });

  test.skipIf(skipWithout("openssl"))(
    "passes on to a server whose certificate it verifies, and to no other: 502, and nothing reaches it",
    async () => {
      const authority = makeAuthority();
      const file = join(folder, "ca.crt");
      writeFileSync(file, authority.certificate);
      const name = "api.turnout.test";
      const named = { names: `DNS:${name}` };
      const statusBehind = async (pair: KeyPair | undefined) => {
        let reached = false;
        const server = await serverThat((_request, response) => {
          reached = true;
          response.end();
        }, pair);
        const { origin } = await proxyTo(server, { SERVER_CA: file, SERVER_NAME: name });
        return [(await fetch(origin)).status, reached];
      };
      expect(await statusBehind(authority.issue(named))).toEqual([200, true]);
      const refused = [
        authority.issue({ ...named, until: new Date(Date.now() - 3_600_000) }),
        makeAuthority("Foreign authority").issue(named),
        authority.issue({ names: "DNS:elsewhere.test" }),
        undefined, // it does not encrypt
      ];
      for (const pair of refused) expect(await statusBehind(pair)).toEqual([502, false]);
    },
  );

  test("says nothing about who asked for what, also where no server answers", async () => {
    const { origin, logged } = await proxyTo("127.0.0.1:9 127.0.0.1:10");
    expect((await fetch(`${origin}/e/harbour?token=quokka`)).status).toBe(502);
    expect(await post(origin, "/i/wombat", MAX_BODY + 1)).toBe(413);
    expect((await fetch(`${origin}/assets/numbat.js`)).status).toBe(502);
    expect(logged()).not.toMatch(/quokka|wombat|numbat|127\.0\.0\.1|request/);
  });
});
